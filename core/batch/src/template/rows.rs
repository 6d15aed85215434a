//! The rows of a template: a combination of values, rendered, wildcards filled in.

use std::sync::Arc;

use minijinja::Value;

use super::{Fuel, Listing, Variables, combine::Combinations, wildcards};
use crate::{
    Limits, Row, SpecError,
    draw::{Draws, Purpose},
    problem::Flaw,
    spec::Combine,
    text,
};

pub(crate) struct TemplateRows<'a> {
    listing: Listing<'a>,
    combinations: Combinations,
    names: Arc<[String]>,
    /// The lists as the engine takes them: a row then shares the text with its list.
    values: Vec<Vec<Value>>,
    seed: u64,
    index: u64,
}

impl<'a> TemplateRows<'a> {
    /// Takes a listing without problems.
    pub(crate) fn new(listing: Listing<'a>) -> Result<Self, SpecError> {
        let lens = listing.variables.iter().map(|(_, values)| values.len()).collect();
        let combinations = Combinations::new(lens, listing.spec.combine, listing.count()?);
        let names = listing.variables.iter().map(|(name, _)| (*name).to_owned()).collect();
        let values = listing
            .variables
            .iter()
            .map(|(_, values)| values.iter().map(|value| Value::from(value.as_str())).collect())
            .collect();
        let seed = match listing.spec.combine {
            Combine::Sample { seed, .. } => seed,
            Combine::Product | Combine::Zip => 0,
        };
        let index = 0;
        Ok(Self {
            listing,
            combinations,
            names,
            values,
            seed,
            index,
        })
    }

    pub(crate) fn next(&mut self, limits: &Limits, fuel: &mut Fuel) -> Option<Result<Row, Flaw>> {
        let picks = self.combinations.next()?;
        let index = self.index;
        self.index += 1;
        let row = self.row(&picks, index, limits, fuel);
        Some(row.map_err(|flaw| flaw.at("template")))
    }

    fn row(&mut self, picks: &[usize], index: u64, limits: &Limits, fuel: &mut Fuel) -> Result<Row, Flaw> {
        let values = self.values.iter().zip(picks).map(|(list, pick)| list[*pick].clone());
        let variables = Variables::new(&self.names, values.collect());
        let rendered = self.listing.template.render(variables, fuel)?;

        let mut draws = Draws::new(self.seed, Purpose::Wildcards, index);
        let most = limits.max_output_bytes;
        let filled = wildcards::fill(&rendered, &self.listing.spec.lists, &mut draws, most);
        let filled = filled.ok_or_else(|| too_long(most))?;
        let mut row = Row {
            prompt: text::prompt(&filled, limits)?,
            ..Row::default()
        };
        for ((name, values), pick) in self.listing.variables.iter().zip(picks) {
            row.axes.insert((*name).to_owned(), values[*pick].clone());
        }
        if row.axes.is_empty() {
            row.axes.insert("prompt".to_owned(), index.to_string());
        }
        Ok(row)
    }
}

/// What a template wrote more than it may.
pub(crate) fn too_long(max_bytes: usize) -> Flaw {
    Flaw::new(format!("the template writes more than {max_bytes} bytes for this row"))
}
