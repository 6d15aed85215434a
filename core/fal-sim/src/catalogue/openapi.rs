//! The OpenAPI document of one model, as `expand=openapi-3.0` and the schema page give it.

use serde_json::{Map, Value, json};

use super::{
    Model, Param,
    params::{Kind, MAX_SIDE, NAMED_SIZES},
};

/// Describes the queue route of `model` and its input.
pub(crate) fn openapi(model: &Model) -> Value {
    let path = format!("/{}", model.id);
    json!({
        "openapi": "3.0.4",
        "info": {
            "title": format!("Queue OpenAPI for {}", model.id),
            "version": "1.0.0",
            "x-fal-metadata": { "endpointId": model.id, "category": category(model) }
        },
        "paths": { path: { "post": {
            "requestBody": { "required": true, "content": { "application/json": { "schema": object(&model.params) } } },
            "responses": { "200": { "description": "The request status." } }
        } } }
    })
}

/// The provider's category of the model.
pub(crate) fn category(model: &Model) -> &'static str {
    match model.operation {
        super::Operation::TextToImage => "text-to-image",
        super::Operation::Video if model.takes("image_url") => "image-to-video",
        super::Operation::Video => "text-to-video",
        super::Operation::ImageToImage
        | super::Operation::Inpaint
        | super::Operation::Upscale(_)
        | super::Operation::RemoveBackground
        | super::Operation::Sticker => "image-to-image",
    }
}

fn object(params: &[Param]) -> Value {
    let required: Vec<&str> = params
        .iter()
        .filter(|param| param.required)
        .map(|param| param.name)
        .collect();
    let properties: Map<String, Value> = params
        .iter()
        .map(|param| (param.name.to_owned(), property(param)))
        .collect();
    let order: Vec<&str> = params.iter().map(|param| param.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "x-fal-order-properties": order })
}

fn property(param: &Param) -> Value {
    let mut schema = schema(&param.kind);
    if let (Some(default), Some(fields)) = (&param.default, schema.as_object_mut()) {
        fields.insert("default".to_owned(), default.clone());
    }
    schema
}

fn schema(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Int {
            ge: Some(ge),
            le: Some(le),
        } => json!({ "type": "integer", "minimum": ge, "maximum": le }),
        Kind::Int { .. } => json!({ "type": "integer" }),
        Kind::Number { ge, le } => json!({ "type": "number", "minimum": ge, "maximum": le }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::OneOf(words) | Kind::NumberWord(words) => json!({ "type": "string", "enum": words }),
        Kind::Size => size_schema(),
        Kind::List(fields) => json!({ "type": "array", "items": object(fields) }),
        Kind::Words => json!({ "type": "array", "items": { "type": "string" } }),
    }
}

fn size_schema() -> Value {
    let names: Vec<&str> = NAMED_SIZES.iter().map(|(name, ..)| *name).collect();
    let side = json!({ "type": "integer", "exclusiveMinimum": 0, "maximum": MAX_SIDE, "default": 512 });
    json!({ "anyOf": [
        { "type": "object", "properties": { "width": side, "height": side } },
        { "type": "string", "enum": names }
    ] })
}
