//! From the form to a request.

use serde_json::{Map, Value};
use studio_app::batches::{Axes, BatchRequest, BatchSpec, Combine, PromptsSpec, RowDefaults, TemplateSpec};
use studio_app::models::ModelView;
use studio_app::recipes::Then;

use super::lines::{parse_lists, parse_seeds, typed};
use super::{table_spec, wrong};
use crate::extract::FormPairs;
use crate::i18n::Lang;
use crate::views::schema_form::parameters_from_pairs;
use crate::views::{BatchValuesTyped, FieldError};

/// The request that the form means, for the chosen model.
///
/// # Errors
/// Every control whose text makes no sense.
pub(in crate::pages) fn to_request(
    lang: Lang,
    values: &BatchValuesTyped,
    model: &ModelView,
    pairs: &FormPairs,
) -> Result<BatchRequest, Vec<FieldError>> {
    let mut errors = Vec::new();
    let parameters = keep(
        &mut errors,
        parameters_from_pairs(lang, &model.parameters_schema, pairs.iter()),
    );
    let spec = keep(&mut errors, spec(values, pairs));
    let num_images = number(&mut errors, "num_images", &values.num_images);
    let priority = number(&mut errors, "priority", &values.priority);
    let window_jobs = number(&mut errors, "window_jobs", &values.window_jobs);
    let recipe_id = match values.recipe_id.as_str() {
        "" => None,
        id => keep(
            &mut errors,
            id.parse()
                .map(Some)
                .map_err(|_| vec![wrong("recipe_id", "You have no such recipe.")]),
        )
        .flatten(),
    };
    let (Some(spec), true) = (spec, errors.is_empty()) else {
        return Err(errors);
    };
    Ok(BatchRequest {
        name: text(&values.name),
        spec,
        defaults: defaults(values, model, parameters.unwrap_or_default(), num_images),
        project_id: None,
        priority: priority.unwrap_or(0),
        window_jobs,
        skip_broken_rows: values.skip_broken_rows,
        then: Then { recipe_id, steps: None },
        idempotency_key: None,
    })
}

fn defaults(
    values: &BatchValuesTyped,
    model: &ModelView,
    parameters: Map<String, Value>,
    num_images: Option<u32>,
) -> RowDefaults {
    RowDefaults {
        model_id: Some(model.id.clone()),
        negative_prompt: text(&values.negative_prompt).filter(|_| model.negative_prompt),
        parameters,
        num_images,
        seed: None,
        source_image_id: None,
    }
}

fn spec(values: &BatchValuesTyped, pairs: &FormPairs) -> Result<BatchSpec, Vec<FieldError>> {
    let mut errors = Vec::new();
    let axes = keep(&mut errors, axes(values));
    let spec = match values.source.as_str() {
        "prompts" => prompts(values),
        "template" => template(values),
        "csv" => table(values, pairs),
        _ => Err(vec![wrong("source", "Choose where the rows come from.")]),
    };
    let spec = keep(&mut errors, spec);
    let (Some(mut spec), Some(axes)) = (spec, axes) else {
        return Err(errors);
    };
    match &mut spec {
        BatchSpec::Prompts(spec) => spec.axes = axes,
        BatchSpec::Csv(spec) => spec.axes = axes,
        BatchSpec::Template(spec) => spec.axes = axes,
    }
    Ok(spec)
}

fn prompts(values: &BatchValuesTyped) -> Result<BatchSpec, Vec<FieldError>> {
    let lines = values.prompts.lines().map(str::trim).filter(|line| !line.is_empty());
    let prompts: Vec<String> = lines.map(str::to_owned).collect();
    if prompts.is_empty() {
        return Err(vec![wrong("prompts", "Write at least one prompt.")]);
    }
    Ok(BatchSpec::Prompts(PromptsSpec {
        prompts,
        axes: Axes::default(),
    }))
}

fn template(values: &BatchValuesTyped) -> Result<BatchSpec, Vec<FieldError>> {
    let mut errors = Vec::new();
    if values.template.trim().is_empty() {
        errors.push(wrong(
            "template",
            "Write the prompt, with the names of lists in double braces.",
        ));
    }
    let lists = keep(
        &mut errors,
        parse_lists(&values.lists).map_err(|message| vec![FieldError::new("lists", message)]),
    );
    let combine = match values.combine.as_str() {
        "zip" => Some(Combine::Zip),
        "sample" => {
            let size = number(&mut errors, "sample_size", &values.sample_size);
            let seed = number(&mut errors, "sample_seed", &values.sample_seed);
            size.zip(seed).map(|(size, seed)| Combine::Sample { size, seed })
        }
        _ => Some(Combine::Product),
    };
    if values.combine == "sample" && combine.is_none() && errors.is_empty() {
        errors.push(wrong(
            "sample_size",
            "Say how many combinations are drawn, and with which seed.",
        ));
    }
    match (lists, combine) {
        (Some(lists), Some(combine)) if errors.is_empty() => Ok(BatchSpec::Template(TemplateSpec {
            template: values.template.clone(),
            lists,
            combine,
            axes: Axes::default(),
        })),
        _ => Err(errors),
    }
}

fn table(values: &BatchValuesTyped, pairs: &FormPairs) -> Result<BatchSpec, Vec<FieldError>> {
    if values.table.trim().is_empty() {
        return Err(vec![wrong("table", "Choose a file, or paste the table.")]);
    }
    Ok(BatchSpec::Csv(table_spec(values, pairs)))
}

fn axes(values: &BatchValuesTyped) -> Result<Axes, Vec<FieldError>> {
    let mut errors = Vec::new();
    let lists = keep(
        &mut errors,
        parse_lists(&values.axis_parameters).map_err(|message| vec![FieldError::new("axis_parameters", message)]),
    );
    let seeds = parse_seeds(&values.axis_seeds);
    if seeds.is_none() {
        errors.push(wrong(
            "axis_seeds",
            "Write seeds with commas between them, or a range: 1-4.",
        ));
    }
    let (Some(lists), Some(seeds)) = (lists, seeds) else {
        return Err(errors);
    };
    let typed = |(name, values): (String, Vec<String>)| (name, values.iter().map(|value| typed(value)).collect());
    Ok(Axes {
        models: values.axis_models.clone(),
        parameters: lists.into_iter().map(typed).collect(),
        seeds,
    })
}

/// The control that shows a complaint of the use case about `field`.
pub(in crate::pages) fn place_of(field: &str, source: &str) -> String {
    let field = field.strip_prefix("request.").unwrap_or(field);
    if let Some(rest) = field.strip_prefix("defaults.") {
        return rest.to_owned();
    }
    let Some(rest) = field.strip_prefix("spec.") else {
        return field.to_owned();
    };
    let name = rest.split(['[', '.']).next().unwrap_or_default();
    let place = match name {
        "text" | "mapping" => "table",
        "template" if source == "csv" => "row_template",
        "combine" => "sample_size",
        "axes" if rest.starts_with("axes.models") => "axis_models",
        "axes" if rest.starts_with("axes.parameters") => "axis_parameters",
        "axes" => "axis_seeds",
        name => name,
    };
    place.to_owned()
}

/// Empty is none, and so is white space alone.
fn text(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Empty is none; a complaint when it is no whole number.
fn number<T: std::str::FromStr>(errors: &mut Vec<FieldError>, field: &str, text: &str) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let parsed = text.parse().ok();
    if parsed.is_none() {
        errors.push(wrong(field, "Use a whole number."));
    }
    parsed
}

/// The value, or its complaints added to the others.
fn keep<T>(errors: &mut Vec<FieldError>, result: Result<T, Vec<FieldError>>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(more) => {
            errors.extend(more);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_stand_at_their_controls() {
        for (field, source, place) in [
            ("spec.prompts[3]", "prompts", "prompts"),
            ("spec.text", "csv", "table"),
            ("spec.mapping.color", "csv", "table"),
            ("spec.template", "csv", "row_template"),
            ("spec.template", "template", "template"),
            ("spec.lists.color", "template", "lists"),
            ("spec.combine.sample.size", "template", "sample_size"),
            ("spec.axes.models[0]", "prompts", "axis_models"),
            ("spec.axes.parameters.steps", "prompts", "axis_parameters"),
            ("spec.axes.seeds", "prompts", "axis_seeds"),
            ("defaults.parameters.steps", "prompts", "parameters.steps"),
            ("request.defaults.num_images", "prompts", "num_images"),
            ("priority", "prompts", "priority"),
        ] {
            assert_eq!(place_of(field, source), place, "{field}");
        }
    }

    #[test]
    fn all_wrong_controls_are_told_at_once() {
        let values = BatchValuesTyped {
            source: "template".to_owned(),
            lists: "color".to_owned(),
            axis_seeds: "some".to_owned(),
            ..BatchValuesTyped::default()
        };
        let errors = spec(&values, &FormPairs::default()).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["axis_seeds", "template", "lists"]);
    }
}
