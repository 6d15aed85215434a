//! The rows of a table: each record's cells put where their columns say.

use std::sync::Arc;

use csv::StringRecord;
use minijinja::Value;

use super::{
    Column, Table, Target,
    records::{Record, Records},
};
use crate::{
    Limits, Row, SpecError,
    problem::{Flaw, shown},
    template::{Fuel, PromptTemplate, Variables, too_long},
    text,
};

pub(crate) struct TableRows<'a> {
    records: Records<'a>,
    columns: Vec<Column>,
    template: Option<RecordTemplate>,
    index: u64,
}

/// The template of the prompt, and the columns it uses by their places.
struct RecordTemplate {
    template: PromptTemplate,
    names: Arc<[String]>,
    places: Vec<usize>,
}

impl<'a> TableRows<'a> {
    /// Takes a table without problems.
    pub(crate) fn new(table: Table<'a>) -> Result<Self, SpecError> {
        let columns = table.columns();
        let template = table.spec.template.as_deref();
        Ok(Self {
            template: template
                .map(|source| RecordTemplate::new(source, &columns))
                .transpose()?,
            records: table.records,
            columns,
            index: 0,
        })
    }

    /// The line of the next record and its row.
    pub(crate) fn next(&mut self, limits: &Limits, fuel: &mut Fuel) -> Option<(u64, Result<Row, Flaw>)> {
        let index = self.index;
        self.index += 1;
        let record = self.records.next()?;
        let line = record.line;
        let row = check_shape(&record, self.columns.len(), limits)
            .and_then(|()| fill(record.cells, &self.columns, limits))
            .map_err(|flaw| flaw.at("text"));
        let row = row.and_then(|mut row| {
            if let Some(template) = &mut self.template {
                let prompt = template.prompt(record.cells, limits, fuel);
                row.prompt = prompt.map_err(|flaw| flaw.at("template"))?;
            }
            if row.axes.is_empty() {
                row.axes.insert("prompt".to_owned(), index.to_string());
            }
            row.line = Some(line);
            Ok(row)
        });
        Some((line, row))
    }
}

impl RecordTemplate {
    fn new(source: &str, columns: &[Column]) -> Result<Self, SpecError> {
        let template = PromptTemplate::compile(source)?;
        let is_used = |column: &Column| column.target == Target::Variable && template.needs.contains(&column.name);
        let places: Vec<usize> = (0..columns.len()).filter(|place| is_used(&columns[*place])).collect();
        let names = places.iter().map(|place| columns[*place].name.clone()).collect();
        Ok(Self {
            template,
            names,
            places,
        })
    }

    fn prompt(&mut self, cells: &StringRecord, limits: &Limits, fuel: &mut Fuel) -> Result<String, Flaw> {
        let values = self.places.iter().map(|place| Value::from(cells[*place].trim()));
        let variables = Variables::new(&self.names, values.collect());
        let rendered = self.template.render(variables, fuel)?;
        if rendered.len() > limits.max_output_bytes {
            return Err(too_long(limits.max_output_bytes));
        }
        text::prompt(&rendered, limits)
    }
}

fn check_shape(record: &Record<'_>, columns: usize, limits: &Limits) -> Result<(), Flaw> {
    if record.is_unclosed {
        let message = "a quote in this record is never closed, so the rest of the file was taken for its text";
        return Err(Flaw::new(message));
    }
    let cells = record.cells;
    if cells.len() != columns {
        let message = format!("expected {columns} columns, got {}", cells.len());
        return Err(Flaw::new(message));
    }
    let most = limits.max_cell_bytes;
    match cells.iter().position(|cell| cell.len() > most) {
        None => Ok(()),
        Some(place) => {
            let message = format!(
                "the cell in column {} has {} bytes; at most {most} are allowed",
                place + 1,
                cells[place].len()
            );
            Err(Flaw::new(message))
        }
    }
}

/// The row of these cells; its prompt stays empty where no column gives it.
fn fill(cells: &StringRecord, columns: &[Column], limits: &Limits) -> Result<Row, Flaw> {
    let mut row = Row::default();
    for (cell, column) in cells.iter().map(str::trim).zip(columns) {
        match &column.target {
            Target::Variable => {
                row.axes.insert(column.name.clone(), cell.to_owned());
            }
            Target::Prompt => row.prompt = text::prompt(cell, limits)?,
            Target::NegativePrompt => row.negative_prompt = text::negative_prompt(cell, limits)?,
            Target::Ignore => {}
            // An empty cell leaves the field to the batch's default.
            _ if cell.is_empty() => {}
            Target::ModelId => row.model_id = Some(cell.to_owned()),
            Target::Seed => row.seed = Some(number(cell, column, 0, u64::MAX)?),
            Target::NumImages => {
                let number = number(cell, column, 1, u64::from(limits.max_num_images))?;
                row.num_images = u32::try_from(number).ok();
            }
            Target::Parameter(name) => {
                row.parameters.insert(name.clone(), parameter(cell));
            }
        }
    }
    Ok(row)
}

fn number(cell: &str, column: &Column, least: u64, most: u64) -> Result<u64, Flaw> {
    let number = cell.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        let shown = shown(cell);
        let name = &column.name;
        let message = format!("`{shown}` in column `{name}` is no whole number from {least} to {most}");
        Flaw::new(message)
    })
}

/// A number, truth value, list, object or quoted text as JSON has them; anything else as plain text.
fn parameter(cell: &str) -> serde_json::Value {
    match serde_json::from_str(cell) {
        Ok(serde_json::Value::Null) | Err(_) => serde_json::Value::from(cell),
        Ok(value) => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells_of_parameters_are_json_where_they_can_be() {
        for (cell, value) in [
            ("28", json!(28)),
            ("-3.5", json!(-3.5)),
            ("true", json!(true)),
            ("\"28\"", json!("28")),
            ("{\"width\": 512}", json!({"width": 512})),
            ("[1, 2]", json!([1, 2])),
            ("landscape_4_3", json!("landscape_4_3")),
            ("007", json!("007")),
            ("1e999", json!("1e999")),
            ("3,5", json!("3,5")),
            ("null", json!("null")),
        ] {
            assert_eq!(parameter(cell), value, "{cell}");
        }
    }
}
