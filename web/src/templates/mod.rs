//! The template engine: one [`Environment`] for each language over `web/templates`.
//!
//! A release embeds the templates; a debug build reads them from disk and notices changes, so a page can be worked on
//! without compiling. Undefined values are errors. Templates hold no logic beyond `if` and `for`: what they show comes
//! from a typed context in [`crate::views`], what they say from [`crate::i18n`], where they point from [`crate::paths`].

mod filters;
pub mod format;
mod functions;

use std::sync::Arc;

use minijinja::{
    Environment, UndefinedBehavior,
    value::{Serde, Value},
};
use rust_embed::Embed;
use serde::Serialize;

use crate::{assets::Manifest, i18n::Lang};

/// The template sources, relative to `web/templates`.
#[derive(Embed)]
#[folder = "templates"]
struct Sources;

/// A template could not be rendered: a mistake in the template, in its context or in its name.
#[derive(Debug, thiserror::Error)]
#[error("cannot render template {template}")]
pub struct RenderError {
    /// The template that was asked for.
    pub template: &'static str,
    /// What the engine says, with line and chain of causes.
    #[source]
    pub source: minijinja::Error,
}

/// All templates in all languages. Cheap to clone.
#[derive(Clone)]
pub struct Templates {
    environments: Arc<[(Lang, Environment<'static>)]>,
}

impl Templates {
    /// Prepares the engine with the names of the built assets.
    #[must_use]
    pub fn new(manifest: Manifest) -> Self {
        let manifest = Arc::new(manifest);
        let environments = Lang::ALL.map(|lang| (lang, environment(lang, &manifest)));
        Self {
            environments: Arc::new(environments),
        }
    }

    /// Renders one template.
    ///
    /// # Errors
    /// [`RenderError`] when the template does not exist, does not parse, or uses something its context lacks.
    pub fn render(&self, lang: Lang, template: &'static str, context: Value) -> Result<String, RenderError> {
        self.environment(lang)
            .get_template(template)
            .and_then(|found| found.render(context))
            .map_err(|source| RenderError { template, source })
    }

    fn environment(&self, lang: Lang) -> &Environment<'static> {
        self.environments
            .iter()
            .find_map(|(candidate, environment)| (*candidate == lang).then_some(environment))
            .expect("there is an environment for every language")
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Templates")
    }
}

fn environment(lang: Lang, manifest: &Arc<Manifest>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    load_sources(&mut environment);
    functions::register(&mut environment, lang, manifest);
    filters::register(&mut environment, lang);
    environment
}

#[cfg(debug_assertions)]
fn load_sources(environment: &mut Environment<'static>) {
    environment.set_loader(minijinja::path_loader(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/templates"
    )));
    environment.set_auto_reload(true);
}

#[cfg(not(debug_assertions))]
fn load_sources(environment: &mut Environment<'static>) {
    environment.set_loader(|name| Ok(Sources::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())));
}

/// A typed context as the engine's value.
pub fn value(context: impl Serialize) -> Value {
    Value::from(Serde(context))
}

/// Every template source as (name, text), for the tests that read them as text.
#[must_use]
pub fn sources() -> Vec<(String, String)> {
    Sources::iter()
        .filter_map(|name| {
            let text = String::from_utf8_lossy(&Sources::get(&name)?.data).into_owned();
            Some((name.into_owned(), text))
        })
        .collect()
}
