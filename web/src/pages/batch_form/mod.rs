//! The form for a new batch between the browser and the use case.

mod fill;
mod lines;
mod read;

use studio_app::batches::{BatchSpec, CsvSpec};

use crate::extract::FormPairs;
use crate::views::{BatchValuesTyped, FieldError, TableColumn};

pub(super) use fill::{parameters_of, values_of};
pub(super) use lines::typed;
pub(super) use read::{place_of, to_request};

/// What the name of the control for the use of a column starts with.
const USE_OF: &str = "use.";

/// The controls as they were sent; what is missing has its default.
pub(super) fn read_values(pairs: &FormPairs) -> BatchValuesTyped {
    let text = |name: &str| pairs.get(name).to_owned();
    let or = |name: &str, default: &str| match pairs.get(name) {
        "" => default.to_owned(),
        text => text.to_owned(),
    };
    BatchValuesTyped {
        name: text("name"),
        source: or("source", "prompts"),
        prompts: text("prompts"),
        template: text("template"),
        lists: text("lists"),
        combine: or("combine", "product"),
        sample_size: or("sample_size", "10"),
        sample_seed: or("sample_seed", "1"),
        table: text("table"),
        row_template: text("row_template"),
        num_images: or("num_images", "1"),
        negative_prompt: text("negative_prompt"),
        axis_models: pairs
            .iter()
            .filter(|(name, _)| *name == "axis_models")
            .map(|(_, id)| id.to_owned())
            .collect(),
        axis_parameters: text("axis_parameters"),
        axis_seeds: text("axis_seeds"),
        recipe_id: text("recipe_id"),
        priority: or("priority", "0"),
        window_jobs: text("window_jobs"),
        skip_broken_rows: pairs.get("skip_broken_rows") == "true",
    }
}

/// The columns of the table and what each is for; a table without a proper first line has none.
pub(super) fn columns(values: &BatchValuesTyped, pairs: &FormPairs) -> Vec<TableColumn> {
    columns_of_table(&table_spec(values, pairs))
}

/// The table with the uses of columns that were chosen.
fn table_spec(values: &BatchValuesTyped, pairs: &FormPairs) -> CsvSpec {
    let uses = pairs
        .iter()
        .filter_map(|(name, target)| Some((name.strip_prefix(USE_OF)?, target)));
    CsvSpec {
        text: values.table.clone(),
        mapping: uses
            .map(|(name, target)| (name.to_owned(), target.to_owned()))
            .collect(),
        template: Some(values.row_template.trim().to_owned()).filter(|template| !template.is_empty()),
        axes: Default::default(),
    }
}

/// A table of a request as columns with their uses.
pub(super) fn columns_of(spec: &BatchSpec) -> Vec<TableColumn> {
    match spec {
        BatchSpec::Csv(table) => columns_of_table(table),
        BatchSpec::Prompts(_) | BatchSpec::Template(_) => Vec::new(),
    }
}

fn columns_of_table(table: &CsvSpec) -> Vec<TableColumn> {
    let columns = table.columns().unwrap_or_default();
    columns
        .into_iter()
        .map(|column| TableColumn {
            target: column.target.to_string(),
            name: column.name,
        })
        .collect()
}

/// A complaint about one control.
fn wrong(field: &str, message: &str) -> FieldError {
    FieldError::new(field, message)
}
