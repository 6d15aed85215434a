//! What a version would change, for whoever decides about it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use studio_plugin_host::ModelInfo;

use super::find::find;
use super::view::{VersionState, VersionView};
use crate::accounts::User;
use crate::models::{default_price, find_pinned};
use crate::{App, Result};

/// The differences of a version from the one on offer.
#[derive(Clone, Debug)]
pub struct PluginDiff {
    /// The version on offer; `None` for a plugin that never was.
    pub from: Option<VersionView>,
    /// The version asked about.
    pub to: VersionView,
    /// Provider endpoints that it may call and the other may not.
    pub endpoints_added: Vec<String>,
    /// The other way round.
    pub endpoints_removed: Vec<String>,
    /// Models that it offers and the other does not.
    pub models_added: Vec<String>,
    /// The other way round: new jobs cannot take them any more.
    pub models_removed: Vec<String>,
    /// Models of both that are not the same, by id.
    pub models_changed: Vec<ModelDiff>,
}

impl PluginDiff {
    /// Whether promoting it changes nothing that this comparison sees.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.endpoints_added.is_empty()
            && self.endpoints_removed.is_empty()
            && self.models_added.is_empty()
            && self.models_removed.is_empty()
            && self.models_changed.is_empty()
    }
}

/// What differs in one model.
#[derive(Clone, Debug)]
pub struct ModelDiff {
    /// Its id.
    pub id: String,
    /// What a job with default settings costs, if that changes.
    pub price: Option<PriceChange>,
    /// Parameters, by name.
    pub parameters: Vec<ParameterChange>,
    /// Everything else that it says about itself, by name.
    pub fields: Vec<FieldChange>,
}

/// The likely cost of a job with default settings, in micro-dollars; `None` where the plugin gives no price for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// With the version on offer.
    pub before_microdollars: Option<u64>,
    /// With the version asked about.
    pub after_microdollars: Option<u64>,
}

/// A parameter that came, went, or has another rule.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterChange {
    /// Its name.
    pub name: String,
    /// Its rule (JSON Schema) with the version on offer; `None` for a new one.
    pub before: Option<Value>,
    /// Its rule with the version asked about; `None` for one that is gone.
    pub after: Option<Value>,
}

/// Something that a model says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// As in the manifest: `max_images`.
    pub field: String,
    /// With the version on offer.
    pub before: Value,
    /// With the version asked about.
    pub after: Value,
}

/// Compares a version with the one on offer. Nothing is called at the provider.
///
/// # Errors
/// [`crate::Error::Forbidden`] for anybody but an administrator, [`crate::Error::NotFound`] for a version that the plugin has not.
pub async fn diff(app: &App, user: &User, id: &str, digest: &str) -> Result<PluginDiff> {
    let details = find(app, user, id).await?;
    let to = details.version(digest)?.clone();
    let on_offer = details
        .versions
        .iter()
        .find(|version| version.state == VersionState::Default);
    let from = on_offer.cloned();
    let old_models = from.as_ref().map_or(&[][..], |version| &version.models);
    let (old, new) = (by_id(old_models), by_id(&to.models));
    let mut models_changed = Vec::new();
    for (id, after) in &new {
        if let Some(before) = old.get(id) {
            models_changed.extend(compare(app, before, after).await?);
        }
    }
    let no_endpoints = BTreeSet::new();
    let old_endpoints = from.as_ref().map_or(no_endpoints, VersionView::endpoints);
    let new_endpoints = to.endpoints();
    Ok(PluginDiff {
        endpoints_added: only(&new_endpoints, &old_endpoints),
        endpoints_removed: only(&old_endpoints, &new_endpoints),
        models_added: only(&new.keys().copied().collect(), &old.keys().copied().collect()),
        models_removed: only(&old.keys().copied().collect(), &new.keys().copied().collect()),
        models_changed,
        from,
        to,
    })
}

fn by_id(models: &[ModelInfo]) -> BTreeMap<&str, &ModelInfo> {
    models.iter().map(|info| (info.model.id.as_str(), info)).collect()
}

fn only(of: &BTreeSet<&str>, without: &BTreeSet<&str>) -> Vec<String> {
    of.difference(without).map(|text| (*text).to_owned()).collect()
}

/// `None` when both are the same to users.
async fn compare(app: &App, before: &ModelInfo, after: &ModelInfo) -> Result<Option<ModelDiff>> {
    let price = PriceChange {
        before_microdollars: price(app, before).await?,
        after_microdollars: price(app, after).await?,
    };
    let found = ModelDiff {
        id: after.model.id.clone(),
        price: (price.before_microdollars != price.after_microdollars).then_some(price),
        parameters: parameters(&before.model.parameters_schema, &after.model.parameters_schema),
        fields: fields(before, after),
    };
    let is_same = found.price.is_none() && found.parameters.is_empty() && found.fields.is_empty();
    Ok((!is_same).then_some(found))
}

async fn price(app: &App, info: &ModelInfo) -> Result<Option<u64>> {
    let (id, digest) = (&info.model.id, &info.plugin.digest);
    // Fetches the version where this process does not have it.
    if find_pinned(app, id, digest).await?.is_none() {
        return Ok(None);
    }
    let price = default_price(app, digest, id).await;
    Ok(price.ok().flatten().map(|price| price.expected_microdollars))
}

fn parameters(before: &Value, after: &Value) -> Vec<ParameterChange> {
    let empty = serde_json::Map::new();
    let rules = |schema: &Value| schema["properties"].as_object().unwrap_or(&empty).clone();
    let (old, new) = (rules(before), rules(after));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changes = names.into_iter().map(|name| ParameterChange {
        name: name.clone(),
        before: old.get(name).cloned(),
        after: new.get(name).cloned(),
    });
    changes.filter(|change| change.before != change.after).collect()
}

/// Everything but the id, which is the same, and the schema, which has its own list.
fn fields(before: &ModelInfo, after: &ModelInfo) -> Vec<FieldChange> {
    let (old, new) = (json!(before.model), json!(after.model));
    let names: BTreeSet<String> = [&old, &new]
        .into_iter()
        .flat_map(|model| model.as_object().into_iter().flatten())
        .map(|(name, _)| name.clone())
        .filter(|name| name != "parameters_schema")
        .collect();
    let changes = names.into_iter().map(|field| FieldChange {
        before: old[&field].clone(),
        after: new[&field].clone(),
        field,
    });
    changes.filter(|change| change.before != change.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_go_and_change() {
        let schema = |properties: Value| json!({ "type": "object", "properties": properties });
        let before = schema(json!({ "steps": { "maximum": 50 }, "style": {}, "same": { "default": 1 } }));
        let after = schema(json!({ "steps": { "maximum": 40 }, "sharp": {}, "same": { "default": 1 } }));
        let found: Vec<_> = parameters(&before, &after)
            .into_iter()
            .map(|change| (change.name, change.before.is_some(), change.after.is_some()))
            .collect();
        let expected = [("sharp", false, true), ("steps", true, true), ("style", true, false)];
        assert_eq!(found, expected.map(|(name, old, new)| (name.to_owned(), old, new)));
        assert_eq!(parameters(&before, &before), []);
    }
}
