//! A template and its lists: which of them take part, how many combinations there are, what is wrong with them.

use std::collections::BTreeSet;

use super::{PromptTemplate, combine::product, names::is_list_name, unknown_names, wildcards};
use crate::{
    Limits, SpecError,
    problem::Problem,
    spec::{Combine, TemplateSpec},
};

/// A compiled template with the lists it uses.
pub(crate) struct Listing<'a> {
    pub(super) spec: &'a TemplateSpec,
    pub(super) template: PromptTemplate,
    /// The lists that the template uses as variables, in the order of their names.
    pub(super) variables: Vec<(&'a str, &'a [String])>,
    /// The names that the template or a list puts between double underscores.
    wildcards: BTreeSet<&'a str>,
}

impl<'a> Listing<'a> {
    pub(crate) fn open(spec: &'a TemplateSpec) -> Result<Self, SpecError> {
        let template = PromptTemplate::compile(&spec.template)?;
        let variables = spec
            .lists
            .iter()
            .filter(|(name, _)| template.needs.contains(*name))
            .map(|(name, values)| (name.as_str(), values.as_slice()))
            .collect();
        let texts = spec.lists.values().flatten().chain([&spec.template]);
        let wildcards = texts.flat_map(|text| wildcards::names(text)).collect();
        Ok(Self {
            spec,
            template,
            variables,
            wildcards,
        })
    }

    /// The number of combinations, from the lengths of the lists alone.
    pub(crate) fn count(&self) -> Result<u64, SpecError> {
        match self.spec.combine {
            Combine::Product => Ok(product(self.variables.iter().map(|(_, values)| values.len()))),
            Combine::Sample { size, .. } => Ok(size),
            Combine::Zip => self.zipped(),
        }
    }

    fn zipped(&self) -> Result<u64, SpecError> {
        let Some(((first, values), others)) = self.variables.split_first() else {
            return Ok(1);
        };
        match others.iter().find(|(_, other)| other.len() != values.len()) {
            None => Ok(values.len() as u64),
            Some((other, other_values)) => Err(SpecError::UnequalLists {
                first: (*first).to_owned(),
                first_len: values.len(),
                other: (*other).to_owned(),
                other_len: other_values.len(),
            }),
        }
    }

    /// The names that a row's coordinates hold.
    pub(crate) fn coordinates(&self) -> impl Iterator<Item = (String, &'a str)> {
        self.variables.iter().map(|(name, _)| (format!("lists.{name}"), *name))
    }

    pub(crate) fn problems(&self, limits: &Limits) -> Vec<Problem> {
        let given: Vec<&str> = self.variables.iter().map(|(name, _)| *name).collect();
        let unknown = unknown_names(&self.template, &self.spec.template, &given);
        let mut problems: Vec<Problem> = unknown
            .into_iter()
            .map(|message| Problem::new("template", message))
            .collect();
        problems.extend(self.unknown_wildcards());
        for (name, values) in &self.spec.lists {
            let field = || format!("lists.{name}");
            if !is_list_name(name) {
                let message = "the name of a list is letters a to z, digits and single underscores, a letter first";
                problems.push(Problem::new(field(), message));
            } else if !self.template.needs.contains(name) && !self.wildcards.contains(name.as_str()) {
                let message = format!("the template does not use this list; write {{{{ {name} }}}} or __{name}__");
                problems.push(Problem::new(field(), message));
            }
            problems.extend(value_problems(name, values, limits));
        }
        if let Combine::Sample { size: 0, .. } = self.spec.combine {
            problems.push(Problem::new("combine.sample.size", "a sample has at least 1 row"));
        }
        problems
    }

    fn unknown_wildcards(&self) -> impl Iterator<Item = Problem> {
        let lists = &self.spec.lists;
        self.wildcards
            .iter()
            .filter(|name| !lists.contains_key(**name))
            .map(|name| Problem::new("template", format!("the wildcard __{name}__ has no list `{name}`")))
    }
}

fn value_problems(name: &str, values: &[String], limits: &Limits) -> Vec<Problem> {
    if values.is_empty() {
        return vec![Problem::new(format!("lists.{name}"), "the list has no values")];
    }
    let most = limits.max_cell_bytes;
    let complaint = |value: &String| {
        if value.len() > most {
            return Some(format!(
                "the value has {} bytes; at most {most} are allowed",
                value.len()
            ));
        }
        value.contains('\0').then(|| "the value has a NUL character".to_owned())
    };
    values
        .iter()
        .enumerate()
        .filter_map(|(place, value)| Some(Problem::new(format!("lists.{name}.{place}"), complaint(value)?)))
        .take(limits.max_errors)
        .collect()
}
