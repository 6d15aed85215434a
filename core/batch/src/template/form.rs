//! One prompt with variables that a person fills in, with the same fences as the templates of batches.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::Value;

use super::{Fuel, PromptTemplate, TemplateError, Variables, names::may_be_missing};
use crate::Limits;

/// A gap in a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name in the template.
    pub name: String,
    /// The template says itself what stands there when nothing is given.
    pub is_optional: bool,
}

/// The gaps of a prompt by name; none when it is an ordinary text.
///
/// # Errors
/// [`TemplateError`] when it looks like a template and is none, or is longer than templates may be.
pub fn variables(text: &str) -> Result<Vec<Variable>, TemplateError> {
    if !is_template(text) {
        return Ok(Vec::new());
    }
    let template = PromptTemplate::compile(text)?;
    let variable = |name: &String| Variable {
        is_optional: may_be_missing(text, name),
        name: name.clone(),
    };
    Ok(template.needs.iter().map(variable).collect())
}

/// The prompt with its gaps filled in. A blank value counts as none; values are texts and are never read as templates.
///
/// # Errors
/// [`TemplateError`] when the template is none, a value that it needs is not there, or it does too much.
pub fn fill(text: &str, values: &BTreeMap<String, String>) -> Result<String, TemplateError> {
    if !is_template(text) {
        return Ok(text.to_owned());
    }
    let mut template = PromptTemplate::compile(text)?;
    let given: Vec<(&String, &String)> = values.iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    let names: Arc<[String]> = given.iter().map(|(name, _)| (*name).clone()).collect();
    let values = given.iter().map(|(_, value)| Value::from(value.trim())).collect();
    let limits = Limits::default();
    let mut fuel = Fuel::new(&limits);
    let filled = template.render(Variables::new(&names, values), &mut fuel)?;
    if filled.len() > limits.max_output_bytes {
        let message = format!("the filled prompt has more than {} bytes", limits.max_output_bytes);
        return Err(TemplateError { line: None, message });
    }
    Ok(filled)
}

/// Without any of these there is nothing for the engine to do.
fn is_template(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|sign| text.contains(sign))
}
