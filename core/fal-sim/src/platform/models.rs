//! `GET /api/v1/models` and `/api/v1/models/pricing`.

use axum::response::Response;
use serde_json::{Value, json};

use super::{error, paging::invalid};
use crate::{
    call::{Call, Refused, json_reply},
    catalogue::{self, Model},
};

/// Most endpoint ids in one call. Source: provider documentation (read November 2026).
const MAX_IDS: usize = 50;

pub(super) fn list(call: &Call) -> Response {
    let models = match wanted(call) {
        Ok(models) => models,
        Err(refused) => return *refused,
    };
    let schemas = call.query_list("expand").contains(&"openapi-3.0");
    let models: Vec<Value> = models.into_iter().map(|model| describe(model, schemas)).collect();
    json_reply(
        200,
        &json!({ "models": models, "next_cursor": null, "has_more": false }),
    )
}

pub(super) fn prices(call: &Call) -> Response {
    if call.query_list("endpoint_id").is_empty() {
        return invalid("endpoint_id is required");
    }
    let models = match wanted(call) {
        Ok(models) => models,
        Err(refused) => return *refused,
    };
    let prices: Vec<Value> = models
        .into_iter()
        .map(|model| {
            json!({
                "endpoint_id": model.id,
                "unit_price": model.price.unit_usd(),
                "unit": model.price.unit(),
                "currency": "USD",
            })
        })
        .collect();
    json_reply(
        200,
        &json!({ "prices": prices, "next_cursor": null, "has_more": false }),
    )
}

/// The models the call names, or all.
fn wanted(call: &Call) -> Result<Vec<&'static Model>, Refused> {
    let ids = call.query_list("endpoint_id");
    if ids.len() > MAX_IDS {
        return Err(Box::new(invalid("at most 50 endpoint ids")));
    }
    if ids.is_empty() {
        return Ok(catalogue::all().iter().collect());
    }
    let find = |id: &&str| {
        catalogue::find(id).ok_or_else(|| Box::new(error(404, "not_found", &format!("Endpoint id(s) not found: {id}"))))
    };
    ids.iter().map(find).collect()
}

fn describe(model: &Model, schema: bool) -> Value {
    let mut described = json!({
        "endpoint_id": model.id,
        "metadata": {
            "display_name": model.title,
            "category": catalogue::category(model),
            "status": "active",
        },
    });
    if schema {
        described["openapi"] = catalogue::openapi(model);
    }
    described
}
