//! What is on offer at one moment: plugins without a clash, and their models by id.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::LoadProblem;
use crate::loaded::LoadedPlugin;
use crate::unfit::{Unfit, UnfitKind};

/// Plugins and models on offer.
#[derive(Default)]
pub(crate) struct Offer {
    pub(crate) plugins: Vec<Arc<LoadedPlugin>>,
    pub(crate) models: BTreeMap<String, (Arc<LoadedPlugin>, usize)>,
    /// Plugins that clash with others.
    pub(crate) problems: Vec<LoadProblem>,
}

impl Offer {
    /// Takes the plugins in their order; one that clashes with an earlier one becomes a problem.
    pub(crate) fn of<'a>(plugins: impl IntoIterator<Item = (&'a str, &'a Arc<LoadedPlugin>)>) -> Self {
        let mut offer = Self::default();
        for (source, plugin) in plugins {
            if let Err(clash) = offer.add(plugin) {
                offer.problems.push(LoadProblem {
                    file: source.to_owned(),
                    message: clash.message,
                });
            }
        }
        offer
    }

    /// Takes a plugin unless it clashes with one that came before it.
    fn add(&mut self, plugin: &Arc<LoadedPlugin>) -> Result<(), Unfit> {
        self.check(plugin)?;
        for (index, loaded) in plugin.models.iter().enumerate() {
            self.models.insert(loaded.model.id.clone(), (Arc::clone(plugin), index));
        }
        self.plugins.push(Arc::clone(plugin));
        Ok(())
    }

    fn check(&self, plugin: &LoadedPlugin) -> Result<(), Unfit> {
        let id = &plugin.identity.id;
        if let Some(other) = self.plugins.iter().find(|other| &other.identity.id == id) {
            let version = &other.identity.version;
            return Err(format!("the plugin {id:?} is already loaded from another file in version {version}").into());
        }
        for loaded in &plugin.models {
            if let Some((other, _)) = self.models.get(&loaded.model.id) {
                let (model, other) = (&loaded.model.id, &other.identity.id);
                return Err(UnfitKind::DuplicateModel.because(format!(
                    "both {other:?} and {id:?} offer the model {model:?}; {other:?} keeps it"
                )));
            }
        }
        Ok(())
    }
}
