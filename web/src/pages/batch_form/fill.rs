//! From a request to the form: what a batch or a preset was asked for with.

use serde_json::Value;
use studio_app::batches::{BatchRequest, BatchSpec, Combine};

use super::lines::{write_lists, write_seeds};
use crate::views::BatchValuesTyped;
use crate::views::schema_form::RawValues;

/// The controls for the same request.
pub(in crate::pages) fn values_of(request: &BatchRequest) -> BatchValuesTyped {
    let axes = request.spec.axes();
    let text = |number: Option<String>, default: &str| number.unwrap_or_else(|| default.to_owned());
    let mut values = BatchValuesTyped {
        name: request.name.clone().unwrap_or_default(),
        combine: "product".to_owned(),
        sample_size: "10".to_owned(),
        sample_seed: "1".to_owned(),
        num_images: text(request.defaults.num_images.map(|number| number.to_string()), "1"),
        negative_prompt: request.defaults.negative_prompt.clone().unwrap_or_default(),
        axis_models: axes.models.clone(),
        axis_parameters: write_lists(
            axes.parameters
                .iter()
                .map(|(name, values)| (name, values.iter().map(plain).collect())),
        ),
        axis_seeds: write_seeds(&axes.seeds),
        recipe_id: text(request.then.recipe_id.map(|id| id.to_string()), ""),
        priority: request.priority.to_string(),
        window_jobs: text(request.window_jobs.map(|jobs| jobs.to_string()), ""),
        skip_broken_rows: request.skip_broken_rows,
        ..BatchValuesTyped::default()
    };
    fill_source(&mut values, &request.spec);
    values
}

fn fill_source(values: &mut BatchValuesTyped, spec: &BatchSpec) {
    match spec {
        BatchSpec::Prompts(spec) => {
            values.source = "prompts".to_owned();
            values.prompts = spec.prompts.join("\n");
        }
        BatchSpec::Csv(spec) => {
            values.source = "csv".to_owned();
            values.table.clone_from(&spec.text);
            values.row_template = spec.template.clone().unwrap_or_default();
        }
        BatchSpec::Template(spec) => {
            values.source = "template".to_owned();
            values.template.clone_from(&spec.template);
            values.lists = write_lists(spec.lists.iter().map(|(name, values)| (name, values.clone())));
            match spec.combine {
                Combine::Product => {}
                Combine::Zip => values.combine = "zip".to_owned(),
                Combine::Sample { size, seed } => {
                    values.combine = "sample".to_owned();
                    values.sample_size = size.to_string();
                    values.sample_seed = seed.to_string();
                }
            }
        }
    }
}

/// The model's parameters as the form shows them.
pub(in crate::pages) fn parameters_of(request: &BatchRequest) -> RawValues {
    RawValues::from_parameters(&Value::Object(request.defaults.parameters.clone()))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
