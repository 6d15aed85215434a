//! Prompt templates: compiled once, rendered for each row, bounded in work and output.
//!
//! A template comes from a user and is run on the server. Three fences keep it in: it may use only a part of the language
//! (`subset`), the engine's fuel bounds the steps and the bytes of each row (`fuel`), and it is compiled on a stack that
//! holds the deepest nesting of its length (`stack`). It can reach nothing: there are no other templates, and no
//! functions that look outside. A variable that is not there is an error, never an empty text. Nothing is escaped: a
//! prompt is no HTML.

mod combine;
mod error;
pub mod form;
mod fuel;
mod lists;
mod names;
mod range;
mod rows;
mod stack;
mod subset;
mod variables;
mod wildcards;

use std::{
    collections::BTreeSet,
    panic::{self, AssertUnwindSafe},
};

pub use error::TemplateError;
pub(crate) use fuel::Fuel;
pub(crate) use lists::Listing;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, machinery::parse, syntax::SyntaxConfig,
};
pub(crate) use names::unknown_names;
pub(crate) use rows::{TemplateRows, too_long};
use stack::{MAX_SOURCE_BYTES, on_large_stack};
pub(crate) use variables::Variables;

/// The engine's name of the only template.
const NAME: &str = "prompt";

/// Calls may nest so deep. The engine would allow 500; nobody's prompt needs that.
const MAX_DEPTH: usize = 50;

/// Told where the engine panicked.
const ENGINE_FAILED: &str = "the template engine failed";

/// A failed render that fails the same way within this much fuel is charged no more.
const CHEAP_FAILURE: u64 = 500;

/// A compiled template.
pub(crate) struct PromptTemplate {
    engine: Environment<'static>,
    /// Names that the template takes from outside.
    pub(crate) needs: BTreeSet<String>,
}

impl PromptTemplate {
    /// Compiles without running anything.
    pub(crate) fn compile(source: &str) -> Result<Self, TemplateError> {
        if source.len() > MAX_SOURCE_BYTES {
            let message = format!(
                "the template has {} bytes; at most {MAX_SOURCE_BYTES} are allowed",
                source.len()
            );
            return Err(TemplateError { line: None, message });
        }
        on_large_stack(|| Self::compile_here(source)).unwrap_or_else(|error| {
            let message = format!("the template is not compiled: {error}");
            Err(TemplateError { line: None, message })
        })
    }

    fn compile_here(source: &str) -> Result<Self, TemplateError> {
        // Before the engine compiles it, since that computes what is constant without charge.
        subset::check(&parse(source, NAME, SyntaxConfig::default())?)?;
        let mut engine = Environment::new();
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        engine.set_auto_escape_callback(|_| AutoEscape::None);
        engine.set_recursion_limit(MAX_DEPTH);
        engine.set_debug(false);
        for name in ["debug", "dict", "namespace"] {
            engine.remove_global(name);
        }
        engine.add_function("range", range::range);
        engine.add_template_owned(NAME, source.to_owned())?;
        let mut needs: BTreeSet<String> = engine
            .get_template(NAME)?
            .undeclared_variables(false)
            .into_iter()
            .collect();
        for (name, _) in engine.globals() {
            needs.remove(name);
        }
        Ok(Self { engine, needs })
    }

    /// The text for these variables, at most as long as the row's fuel pays for.
    pub(crate) fn render(&mut self, variables: Variables, fuel: &mut Fuel) -> Result<String, TemplateError> {
        if fuel.is_empty() {
            return Err(fuel.batch_exhausted());
        }
        let variables = Value::from_object(variables);
        let error = match self.run(variables.clone(), fuel.per_row()) {
            Ok((text, used)) => {
                fuel.take(used);
                return Ok(text);
            }
            Err(error) => error,
        };
        if is_out_of_fuel(&error) {
            fuel.take(fuel.per_row());
            return Err(fuel.row_exhausted(&error));
        }
        // The engine does not tell what a failed render used, and one may work long before it fails.
        let cheap = CHEAP_FAILURE.min(fuel.per_row());
        let is_cheap = self.run(variables, cheap).is_err_and(|again| !is_out_of_fuel(&again));
        fuel.take(if is_cheap { cheap } else { fuel.per_row() });
        Err(error.into())
    }

    fn run(&mut self, variables: Value, fuel: u64) -> Result<(String, u64), Error> {
        self.engine.set_fuel(Some(fuel));
        let template = self.engine.get_template(NAME)?;
        // A fault of the engine is no reason to end whatever else the caller is doing. Nothing outlives a render that it
        // could have left half done.
        let rendered = panic::catch_unwind(AssertUnwindSafe(|| {
            let captured = template.render_captured(variables)?;
            let used = captured.state().fuel_levels().map_or(0, |(used, _)| used);
            Ok((captured.into_output(), used))
        }));
        rendered.unwrap_or_else(|_| Err(Error::new(ErrorKind::InvalidOperation, ENGINE_FAILED)))
    }
}

/// The fuel may also end inside something that reports its own failure.
fn is_out_of_fuel(error: &Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error
            .downcast_ref()
            .is_some_and(|error: &Error| error.kind() == ErrorKind::OutOfFuel)
        {
            return true;
        }
        cause = error.source();
    }
    false
}
