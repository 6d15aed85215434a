//! `GET /api/admin/plugins/{plugin_id}/versions/{digest}/diff`

use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use studio_app::plugins::{self, FieldChange, ModelDiff, ParameterChange, PluginDiff};
use utoipa::ToSchema;

use super::VersionBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// What promoting a version would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DiffBody {
    /// The version on offer; `null` for a plugin that never was.
    from: Option<VersionBody>,
    /// The version asked about.
    to: VersionBody,
    /// Nothing differs that jobs or prices would notice.
    is_empty: bool,
    /// Provider endpoints that it may call and the other may not.
    #[schema(example = json!(["fal-ai/flux-pro"]))]
    endpoints_added: Vec<String>,
    endpoints_removed: Vec<String>,
    models_added: Vec<String>,
    /// New jobs could not take them any more.
    models_removed: Vec<String>,
    models_changed: Vec<ModelDiffBody>,
}

/// What differs in one model.
#[derive(Debug, Serialize, ToSchema)]
struct ModelDiffBody {
    #[schema(example = "fal-ai/flux/dev")]
    id: String,
    /// What a job with default settings costs, if that changes.
    price: Option<PriceChangeBody>,
    parameters: Vec<ParameterChangeBody>,
    fields: Vec<FieldChangeBody>,
}

/// Millionths of a US dollar; `null` where the plugin gives no price for default settings.
#[derive(Debug, Serialize, ToSchema)]
struct PriceChangeBody {
    #[schema(example = 25_000)]
    before_microdollars: Option<u64>,
    #[schema(example = 30_000)]
    after_microdollars: Option<u64>,
}

/// A parameter that came, went, or has another rule.
#[derive(Debug, Serialize, ToSchema)]
struct ParameterChangeBody {
    #[schema(example = "guidance_scale")]
    name: String,
    /// `added`, `removed` or `changed`.
    #[schema(example = "changed")]
    change: &'static str,
    /// JSON Schema of the parameter; `null` for a new one.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// `null` for one that is gone.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

/// Something that a model says about itself.
#[derive(Debug, Serialize, ToSchema)]
struct FieldChangeBody {
    #[schema(example = "max_images")]
    field: String,
    #[schema(value_type = Object, example = 4)]
    before: Value,
    #[schema(value_type = Object, example = 8)]
    after: Value,
}

impl From<ParameterChange> for ParameterChangeBody {
    fn from(change: ParameterChange) -> Self {
        Self {
            change: match (&change.before, &change.after) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            },
            name: change.name,
            before: change.before,
            after: change.after,
        }
    }
}

impl From<FieldChange> for FieldChangeBody {
    fn from(change: FieldChange) -> Self {
        Self {
            field: change.field,
            before: change.before,
            after: change.after,
        }
    }
}

impl From<ModelDiff> for ModelDiffBody {
    fn from(diff: ModelDiff) -> Self {
        Self {
            id: diff.id,
            price: diff.price.map(|price| PriceChangeBody {
                before_microdollars: price.before_microdollars,
                after_microdollars: price.after_microdollars,
            }),
            parameters: diff.parameters.into_iter().map(Into::into).collect(),
            fields: diff.fields.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<PluginDiff> for DiffBody {
    fn from(diff: PluginDiff) -> Self {
        Self {
            is_empty: diff.is_empty(),
            from: diff.from.map(Into::into),
            to: diff.to.into(),
            endpoints_added: diff.endpoints_added,
            endpoints_removed: diff.endpoints_removed,
            models_added: diff.models_added,
            models_removed: diff.models_removed,
            models_changed: diff.models_changed.into_iter().map(Into::into).collect(),
        }
    }
}

/// Compare a version with the one on offer.
///
/// Prices are what its plugin answers for default settings; nothing is called at the provider.
#[utoipa::path(
    get, path = "/api/admin/plugins/{plugin_id}/versions/{digest}/diff", operation_id = "diff_plugin_version", tag = "admin",
    params(
        ("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux"),
        ("digest" = String, Path, description = "The version.", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ),
    responses(
        (status = 200, description = "The differences.", body = DiffBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The plugin has no such version.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn diff_plugin_version(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, digest)): PathId<(String, String)>,
) -> Result<axum::Json<DiffBody>> {
    Ok(axum::Json(plugins::diff(&state.app, &user, &id, &digest).await?.into()))
}
