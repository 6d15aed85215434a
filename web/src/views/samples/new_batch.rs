//! Samples of the form for a new batch and of its preview.

use super::{flux_schema, models};
use crate::views::schema_form::{RawValues, digest};
use crate::views::{
    BatchPreviewPage, BatchValuesTyped, FieldError, ModelShare, NamedLink, NewBatchPage, RowComplaint, RowPreview,
    TableColumn,
};

/// Empty, with a table whose columns are known and everything wrong, and without models.
#[must_use]
pub fn new_batches() -> Vec<NewBatchPage> {
    let link = |id: &str, name: &str| NamedLink {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let empty = form(BatchValuesTyped::default(), &[]);
    let wrong: Vec<FieldError> = [
        "table",
        "row_template",
        "axis_models",
        "axis_seeds",
        "recipe_id",
        "priority",
        "",
    ]
    .into_iter()
    .map(|field| FieldError::new(field, format!("Wrong: {field}.")))
    .collect();
    let table = BatchValuesTyped {
        source: "csv".to_owned(),
        table: "color,steps\nred,20\n<script>,30\n".to_owned(),
        axis_seeds: "some".to_owned(),
        skip_broken_rows: true,
        ..BatchValuesTyped::default()
    };
    vec![
        empty.clone(),
        NewBatchPage {
            columns: vec![
                TableColumn {
                    name: "color".to_owned(),
                    target: "variable".to_owned(),
                },
                TableColumn {
                    name: "steps".to_owned(),
                    target: "parameters.num_inference_steps".to_owned(),
                },
            ],
            recipes: vec![link("1", "Winter, then large")],
            presets: vec![link("2", "Animals in ink")],
            ..form(table, &wrong)
        },
        NewBatchPage {
            models: Vec::new(),
            selected: None,
            ..empty
        },
    ]
}

fn form(values: BatchValuesTyped, errors: &[FieldError]) -> NewBatchPage {
    let schema = flux_schema();
    let models = models();
    let targets = ["prompt", "variable", "ignore", "parameters.num_inference_steps"];
    NewBatchPage {
        selected: models.first().cloned(),
        models,
        values,
        columns: Vec::new(),
        targets: targets.into_iter().map(str::to_owned).collect(),
        parameters: digest(&schema, &RawValues::default(), errors),
        recipes: Vec::new(),
        presets: Vec::new(),
        errors: NewBatchPage::sort_errors(errors),
    }
}

/// Ready to start, with wrong rows, and with nothing but wrong rows.
#[must_use]
pub fn batch_previews() -> Vec<BatchPreviewPage> {
    let share = |name: &str| ModelShare {
        name: name.to_owned(),
        rows: 500,
        expected_credits: 1_500.0,
    };
    let ready = BatchPreviewPage {
        pairs: vec![("prompts".to_owned(), "a fox\nan owl".to_owned())],
        key: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5aff".to_owned(),
        rows: 1_000,
        broken_rows: 0,
        images: 1_000,
        skips_broken: false,
        errors: Vec::new(),
        first_rows: vec![RowPreview {
            row: 1,
            prompt: "a red fox".to_owned(),
            model_name: "FLUX.1 [schnell]".to_owned(),
            axes: vec!["color: red".to_owned(), "seed: 1".to_owned()],
            num_images: 1,
            expected_credits: 3.0,
        }],
        models: vec![share("FLUX.1 [schnell]"), share("FLUX.1 [dev]")],
        low_credits: 2_500.0,
        expected_credits: 3_000.0,
        high_credits: 3_500.0,
        balance_credits: 5_000.0,
        from_s: 120.0,
        to_s: 600.0,
        can_start: true,
    };
    let wrong = BatchPreviewPage {
        broken_rows: 3,
        balance_credits: 100.0,
        errors: vec![
            RowComplaint {
                row: 4,
                line: Some(5),
                field: "prompt".to_owned(),
                message: "must not be empty".to_owned(),
            },
            RowComplaint {
                row: 9,
                line: None,
                field: "model_id".to_owned(),
                message: "there is no such model".to_owned(),
            },
        ],
        ..ready.clone()
    };
    let none = BatchPreviewPage {
        broken_rows: 1_000,
        can_start: false,
        first_rows: Vec::new(),
        models: Vec::new(),
        ..wrong.clone()
    };
    vec![ready, wrong, none]
}
