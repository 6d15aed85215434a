//! The header of a table: names, and what each column is for.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::{CsvError, Target};
use crate::problem::Problem;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the first line, without white space at its ends.
    pub name: String,
    /// What it is for.
    pub target: Target,
}

pub(super) fn header(cells: &StringRecord) -> Result<Vec<String>, CsvError> {
    let mut places = BTreeMap::new();
    for (place, name) in cells.iter().map(str::trim).enumerate() {
        let column = place + 1;
        if name.is_empty() {
            return Err(CsvError::UnnamedColumn { column });
        }
        if let Some(first) = places.insert(name, column) {
            let name = name.to_owned();
            return Err(CsvError::DuplicateColumn {
                name,
                first,
                second: column,
            });
        }
    }
    Ok(cells.iter().map(|name| name.trim().to_owned()).collect())
}

pub(super) fn named_columns(header: &[String], mapping: &BTreeMap<String, String>) -> Vec<Column> {
    let target = |name: &String| {
        let said = mapping.get(name).and_then(|target| target.parse().ok());
        said.unwrap_or_else(|| Target::of_column(name))
    };
    header
        .iter()
        .map(|name| Column {
            name: name.clone(),
            target: target(name),
        })
        .collect()
}

/// Mappings of columns that are not there, and to uses that do not exist.
pub(super) fn mapping_problems(header: &[String], mapping: &BTreeMap<String, String>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, target) in mapping {
        let field = format!("mapping.{name}");
        if !header.contains(name) {
            let names: Vec<String> = header.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("there is no column `{name}`; the columns are {}", names.join(", "));
            problems.push(Problem::new(field, message));
        } else if let Err(error) = target.parse::<Target>() {
            problems.push(Problem::new(field, error.to_string()));
        }
    }
    problems
}

/// Columns that give the same field.
pub(super) fn clashes(columns: &[Column]) -> Vec<Problem> {
    let mut by_target: BTreeMap<&Target, &Column> = BTreeMap::new();
    let mut problems = Vec::new();
    for column in columns {
        if matches!(column.target, Target::Variable | Target::Ignore) {
            continue;
        }
        let Column { name, target } = column;
        if let Some(Column { name: first, .. }) = by_target.insert(target, column) {
            let message = format!("the columns `{first}` and `{name}` both give {target}");
            problems.push(Problem::new(format!("mapping.{name}"), message));
        }
    }
    problems
}
