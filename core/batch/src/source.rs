//! The three kinds of source behind one face: open, count, find problems, make rows.

use std::{iter::Enumerate, slice};

use crate::{
    BatchSpec, Limits, Row, SpecError,
    problem::{Flaw, Problem},
    table::{Table, TableRows, Target},
    template::{Fuel, Listing, TemplateRows},
    text,
};

/// A source whose shape is known: the header read, the template compiled.
pub(crate) enum Source<'a> {
    Prompts(&'a [String]),
    Table(Table<'a>),
    Listing(Listing<'a>),
}

impl<'a> Source<'a> {
    pub(crate) fn open(spec: &'a BatchSpec) -> Result<Self, SpecError> {
        Ok(match spec {
            BatchSpec::Prompts(spec) => Self::Prompts(&spec.prompts),
            BatchSpec::Csv(spec) => Self::Table(Table::open(spec)?),
            BatchSpec::Template(spec) => Self::Listing(Listing::open(spec)?),
        })
    }

    /// The rows before the axes multiply them. Reads a table to its end, makes nothing of the others.
    pub(crate) fn count(self) -> Result<u64, SpecError> {
        match self {
            Self::Prompts(prompts) => Ok(prompts.len() as u64),
            Self::Table(table) => Ok(table.count()),
            Self::Listing(listing) => listing.count(),
        }
    }

    /// What is wrong whatever the single rows hold.
    pub(crate) fn problems(&self, limits: &Limits) -> Vec<Problem> {
        match self {
            Self::Prompts(_) => Vec::new(),
            Self::Table(table) => table.problems(limits),
            Self::Listing(listing) => listing.problems(limits),
        }
    }

    /// The names that a row's coordinates take from the source, with the field that each comes from.
    pub(crate) fn coordinates(&self) -> Vec<(String, String)> {
        match self {
            Self::Prompts(_) => vec![("prompts".to_owned(), "prompt".to_owned())],
            Self::Table(table) => {
                let variables = table.columns().into_iter();
                let variables = variables.filter(|column| column.target == Target::Variable);
                variables
                    .map(|column| (format!("mapping.{}", column.name), column.name))
                    .collect()
            }
            Self::Listing(listing) => listing
                .coordinates()
                .map(|(field, name)| (field, name.to_owned()))
                .collect(),
        }
    }

    /// The fields that columns give, with the columns' names.
    pub(crate) fn given_fields(&self) -> Vec<(Target, String)> {
        match self {
            Self::Table(table) => {
                let columns = table.columns().into_iter();
                columns.map(|column| (column.target, column.name)).collect()
            }
            Self::Prompts(_) | Self::Listing(_) => Vec::new(),
        }
    }

    pub(crate) fn into_rows(self) -> Result<Rows<'a>, SpecError> {
        Ok(match self {
            Self::Prompts(prompts) => Rows::Prompts(prompts.iter().enumerate()),
            Self::Table(table) => Rows::Table(Box::new(TableRows::new(table)?)),
            Self::Listing(listing) => Rows::Template(Box::new(TemplateRows::new(listing)?)),
        })
    }
}

/// The rows of a source, one at a time, before the axes multiply them.
pub(crate) enum Rows<'a> {
    Prompts(Enumerate<slice::Iter<'a, String>>),
    Table(Box<TableRows<'a>>),
    Template(Box<TemplateRows<'a>>),
}

/// A row or what is wrong with it, and the line it is on.
pub(crate) type Outcome = (Option<u64>, Result<Row, Flaw>);

impl Rows<'_> {
    pub(crate) fn next(&mut self, limits: &Limits, fuel: &mut Fuel) -> Option<Outcome> {
        match self {
            Self::Prompts(prompts) => {
                let (place, prompt) = prompts.next()?;
                Some((None, listed(prompt, place, limits)))
            }
            Self::Table(rows) => rows.next(limits, fuel).map(|(line, row)| (Some(line), row)),
            Self::Template(rows) => rows.next(limits, fuel).map(|row| (None, row)),
        }
    }
}

fn listed(prompt: &str, place: usize, limits: &Limits) -> Result<Row, Flaw> {
    let mut row = Row {
        prompt: text::prompt(prompt, limits).map_err(|flaw| flaw.at(format!("prompts.{place}")))?,
        ..Row::default()
    };
    row.axes.insert("prompt".to_owned(), place.to_string());
    Ok(row)
}
