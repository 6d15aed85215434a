//! A specification made ready to expand: every problem of its shape found, its rows counted, none made.

use std::collections::BTreeMap;

use crate::{
    BatchSpec, Limits, SpecError,
    grid::{self, Grid},
    problem::Problem,
    source::Source,
    spec::Axes,
    table::Target,
};

pub(crate) struct Plan<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) grid: Grid<'a>,
    /// Rows that the batch makes, broken ones too.
    pub(crate) count: u64,
}

impl<'a> Plan<'a> {
    /// All problems at once, at most [`Limits::max_errors`]. Too many rows is not among them.
    pub(crate) fn new(spec: &'a BatchSpec, limits: &Limits) -> Result<Self, Vec<Problem>> {
        let mut problems = grid::problems(spec.axes());
        if let Some(problem) = too_large(spec, limits) {
            problems.push(problem);
            return Err(first(problems, limits));
        }
        let source = match Source::open(spec) {
            Ok(source) => source,
            Err(error) => {
                problems.push(error.into());
                return Err(first(problems, limits));
            }
        };
        let grid = Grid::new(spec.axes());
        problems.extend(source.problems(limits));
        problems.extend(taken_coordinates(&source, &grid));
        problems.extend(taken_fields(&source, spec.axes()));
        match count(spec) {
            Ok(0) => problems.push(Problem::new(spec.main_field(), "there are no rows")),
            Ok(count) if problems.is_empty() => return Ok(Self { source, grid, count }),
            Ok(_) => {}
            Err(error) => problems.push(error.into()),
        }
        Err(first(problems, limits))
    }
}

/// Rows that the specification makes, broken ones too; `u64::MAX` also for more.
pub(crate) fn count(spec: &BatchSpec) -> Result<u64, SpecError> {
    let rows = Source::open(spec)?.count()?;
    Ok(rows.saturating_mul(Grid::new(spec.axes()).len()))
}

pub(crate) fn too_many(spec: &BatchSpec, count: u64, limits: &Limits) -> Option<Problem> {
    let most = limits.max_rows;
    let message = || {
        let more = if count == u64::MAX { " or more" } else { "" };
        format!("the batch makes {count}{more} rows; at most {most} are allowed")
    };
    (count > u64::from(most)).then(|| Problem::new(spec.main_field(), message()))
}

fn first(mut problems: Vec<Problem>, limits: &Limits) -> Vec<Problem> {
    // An empty list would say that all is well.
    problems.truncate(limits.max_errors.max(1));
    problems
}

fn too_large(spec: &BatchSpec, limits: &Limits) -> Option<Problem> {
    let (field, bytes, most) = match spec {
        BatchSpec::Prompts(_) => return None,
        BatchSpec::Csv(spec) => ("text", spec.text.len(), limits.max_csv_bytes),
        BatchSpec::Template(spec) => ("template", spec.template.len(), limits.max_template_bytes),
    };
    let message = || format!("the {field} has {bytes} bytes; at most {most} are allowed");
    (bytes > most).then(|| Problem::new(field, message()))
}

/// Names that two coordinates would share, so that a row's place in the grid could not be told.
fn taken_coordinates(source: &Source<'_>, grid: &Grid<'_>) -> Vec<Problem> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let of_grid = grid.coordinates().map(|(field, name)| (field, name.to_owned()));
    let mut problems = Vec::new();
    for (field, name) in source.coordinates().into_iter().chain(of_grid) {
        match fields.get(&name) {
            Some(other) => {
                let message = format!("the name `{name}` is taken by {other}; give one of them another name");
                problems.push(Problem::new(field, message));
            }
            None => {
                fields.insert(name, field);
            }
        }
    }
    problems
}

/// Axes over a field that a column gives for each record.
fn taken_fields(source: &Source<'_>, axes: &Axes) -> Vec<Problem> {
    source
        .given_fields()
        .into_iter()
        .filter_map(|(target, column)| {
            let field = match &target {
                Target::ModelId if !axes.models.is_empty() => "axes.models".to_owned(),
                Target::Seed if !axes.seeds.is_empty() => "axes.seeds".to_owned(),
                Target::Parameter(name) if axes.parameters.get(name).is_some_and(|values| !values.is_empty()) => {
                    format!("axes.parameters.{name}")
                }
                _ => return None,
            };
            let message =
                format!("the column `{column}` gives {target} already; ignore the column or leave the axis out");
            Some(Problem::new(field, message))
        })
        .collect()
}
