//! The operations of the document, and plausible bodies for them.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::world::{MODEL, World};

/// One route with one method.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: Method,
    pub(super) path: String,
    /// Needs no account.
    pub(super) is_public: bool,
    /// What a key needs; none when no key will do.
    pub(super) scope: Option<String>,
    /// Answers that it can give.
    pub(super) statuses: BTreeSet<String>,
    body: Option<Value>,
    parameters: Vec<Value>,
    schemas: Value,
}

/// All of them.
pub(super) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(studio_web::openapi_document()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = operation["security"].as_array().unwrap();
            let key = security.iter().find_map(|way| way.get("key")?.get(0));
            all.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                is_public: security.iter().any(|way| way == &json!({})),
                scope: key.map(|scope| scope.as_str().unwrap().to_owned()),
                statuses: operation["responses"].as_object().unwrap().keys().cloned().collect(),
                body: operation
                    .pointer("/requestBody/content/application~1json/schema")
                    .cloned(),
                parameters: operation["parameters"].as_array().cloned().unwrap_or_default(),
                schemas: document["components"]["schemas"].clone(),
            });
        }
    }
    assert!(all.len() > 100, "the document is nearly empty");
    all
}

impl Operation {
    /// What removes things comes last.
    pub(super) fn rank(&self) -> usize {
        let order = ["GET", "PUT", "POST", "DELETE"];
        order.iter().position(|method| *method == self.method.as_str()).unwrap()
    }

    /// A body that the route takes, if it takes any.
    pub(super) fn body(&self, world: &World) -> Option<Value> {
        // What the schema cannot say.
        let special = match self.id.as_str() {
            "import_prompts" => json!({ "prompts": [{ "title": "An owl", "prompt_text": "an owl" }] }),
            "preview_schedule_backfill" => json!({ "from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z" }),
            "inpaint_image" => json!({ "prompt": "an owl", "mask_image_id": world.id("image") }),
            "outpaint_image" => json!({ "prompt": "an owl", "left": 64 }),
            "preview_recipe" => json!({ "inputs": 1 }),
            "run_recipe" => json!({ "image_ids": [world.id("image")] }),
            "rerun_batch" => json!({ "only": "all" }),
            _ => return self.body.as_ref().map(|schema| self.sample(schema, "", world)),
        };
        Some(special)
    }

    /// Plausible bodies that name a thing of `theirs`, each in another field.
    pub(super) fn bodies_that_name(&self, theirs: &World) -> Vec<(String, Value)> {
        let Some(schema) = &self.body else { return Vec::new() };
        let Some(base) = self.body(theirs) else {
            return Vec::new();
        };
        let properties = self.resolve(schema)["properties"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let mut bodies = Vec::new();
        for (name, property) in properties {
            let Some(id) = theirs.named(&name) else { continue };
            let is_list = property["type"] == "array" || property["type"][0] == "array";
            let mut body = base.clone();
            body[&name] = if is_list { json!([id]) } else { json!(id) };
            bodies.push((name, body));
        }
        bodies
    }

    /// Addresses with a query that names a thing of `theirs`.
    pub(super) fn queries_that_name(&self, theirs: &World) -> Vec<(String, String)> {
        let names = self.parameters.iter().filter(|parameter| parameter["in"] == "query");
        let names = names.map(|parameter| parameter["name"].as_str().unwrap().to_owned());
        names
            .filter_map(|name| {
                let address = format!("{}?{name}={}", self.path, theirs.named(&name)?);
                Some((name, address))
            })
            .collect()
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => &self.schemas[reference.rsplit('/').next().unwrap()],
            None => schema,
        }
    }

    /// A value of the schema with what is required and nothing else.
    fn sample(&self, schema: &Value, name: &str, world: &World) -> Value {
        let schema = self.resolve(schema);
        if let Some(id) = world.named(name)
            && schema["format"] == "uuid"
        {
            return json!(id);
        }
        match schema {
            _ if name == "spec" => json!({ "source": "prompts", "prompts": ["an owl"] }),
            _ if name == "request" => json!({
                "spec": { "source": "prompts", "prompts": ["an owl"] }, "defaults": { "model_id": MODEL },
            }),
            Value::Object(fields) if fields.contains_key("example") => fields["example"].clone(),
            Value::Object(fields) if fields.contains_key("enum") => fields["enum"][0].clone(),
            Value::Object(fields) if fields.contains_key("oneOf") => self.sample(&fields["oneOf"][0], name, world),
            _ => self.sample_of_type(schema, name, world),
        }
    }

    fn sample_of_type(&self, schema: &Value, name: &str, world: &World) -> Value {
        let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
        match kind {
            Some("array") => json!([self.sample(&schema["items"], name, world)]),
            Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
            Some("boolean") => json!(true),
            Some("string") => json!("an owl"),
            _ => {
                let required = schema["required"].as_array().cloned().unwrap_or_default();
                let fields = required.iter().map(|field| {
                    let field = field.as_str().unwrap();
                    (
                        field.to_owned(),
                        self.sample(&schema["properties"][field], field, world),
                    )
                });
                Value::Object(fields.collect::<Map<_, _>>())
            }
        }
    }
}
