//! `models`: what can be asked.

use clap::Args;
use serde_json::{Value, json};
use studio_client::Model;

use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::params::kinds;
use super::table::{facts, table};
use super::text::{duration, plain, short};

#[derive(Debug, Args)]
pub(crate) struct ModelsOptions {
    /// Show this model with its parameters.
    id: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Lists models, or shows one.
///
/// # Errors
/// When the studio refuses.
pub(super) async fn run(options: &ModelsOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    match &options.id {
        Some(id) => show(&client.model(id).await?, context),
        None => {
            let page = client.models().await?;
            let rows = page.items.iter().map(|model| {
                vec![
                    plain(&model.id),
                    plain(&model.category),
                    model.max_images.to_string(),
                    prices(model),
                    about(model),
                ]
            });
            context.result(&page, || {
                table(&["MODEL", "CATEGORY", "MAX", "PRICE", "TAKES ABOUT"], rows, "no models")
            })
        }
    }
}

fn show(model: &Model, context: &Context) -> Result<(), Failure> {
    context.result(&json!({"model": model}), || {
        let facts = facts(&[
            ("model", plain(&model.id)),
            ("name", plain(&model.name)),
            ("about", plain(&model.description)),
            ("does", plain(&model.operations.join(", "))),
            ("price", prices(model)),
            ("takes about", about(model)),
            ("pictures", format!("at most {}", model.max_images)),
        ]);
        let properties = model.parameters_schema["properties"].as_object();
        let rows = properties.into_iter().flatten().map(|(name, schema)| {
            vec![
                plain(name),
                plain(&kinds(schema).join(" or ")),
                model.default_parameters.get(name).map(written).unwrap_or_default(),
                values(schema),
            ]
        });
        let parameters = table(&["PARAMETER", "TYPE", "DEFAULT", "VALUES"], rows, "no parameters");
        format!("{facts}\n\n{parameters}")
    })
}

fn prices(model: &Model) -> String {
    let price = |line: &studio_client::Price| {
        let dollars = line.microdollars as f64 / 1e6;
        plain(&format!("${dollars} / {}", line.unit))
    };
    model.prices.iter().map(price).collect::<Vec<_>>().join(", ")
}

fn about(model: &Model) -> String {
    duration(f64::from(model.typical_duration_ms) / 1000.0)
}

/// What a parameter may be, as far as that is short.
fn values(schema: &Value) -> String {
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(written).collect::<Vec<_>>().join(", ");
    }
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("from {least}"),
        (None, Some(most)) => format!("up to {most}"),
        (None, None) => String::new(),
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => short(text),
        other => short(&other.to_string()),
    }
}
