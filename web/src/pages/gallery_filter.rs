//! The filter bar of the gallery: what its fields hold, and what is taken away by its chips.

use studio_app::images::Facets;

use super::convert::ModelNames;
use crate::extract::FormPairs;
use crate::image_query::FILTERS;
use crate::paths;
use crate::views::{FilterChip, GalleryFilter};

/// Whether a parameter belongs to the address of a list.
pub(super) fn is_known(name: &str) -> bool {
    FILTERS.contains(&name) || matches!(name, "sort" | "order" | "select")
}

/// The parameters of a list's address, without empty ones and those of its pages.
pub(super) fn pairs(query: &FormPairs) -> Vec<(String, String)> {
    let known = query.iter().filter(|(name, value)| is_known(name) && !value.is_empty());
    known.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The address in which pictures can be chosen, or no longer.
pub(super) fn toggled(address: &[(String, String)]) -> Vec<(String, String)> {
    let others = address.iter().filter(|(name, _)| name != "select").cloned();
    let mut toggled: Vec<_> = others.collect();
    if toggled.len() == address.len() {
        toggled.push(("select".to_owned(), "1".to_owned()));
    }
    toggled
}

/// The bar for this address; sort and order are left empty.
pub(super) fn filter(
    query: &FormPairs,
    address: &[(String, String)],
    facets: &Facets,
    names: &ModelNames,
) -> GalleryFilter {
    let value = |name: &str| query.get(name).to_owned();
    let projects: Vec<_> = facets
        .projects
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    GalleryFilter {
        q: value("q"),
        from: value("from"),
        to: value("to"),
        model_id: value("model_id"),
        project_id: value("project_id"),
        tag: value("tag"),
        favorites: query.get("favorites") == "true",
        aspect: value("aspect"),
        resolution: value("resolution"),
        rating: value("rating"),
        kind: value("kind"),
        models: names.all(),
        chips: chips(address, &projects, names),
        projects,
        tags: facets.tags.clone(),
        ..GalleryFilter::default()
    }
}

/// One for each thing that limits the list, with the address of the list without it.
fn chips(address: &[(String, String)], projects: &[(String, String)], names: &ModelNames) -> Vec<FilterChip> {
    let limits = address
        .iter()
        .enumerate()
        .filter(|(_, (name, _))| FILTERS.contains(&name.as_str()));
    limits
        .map(|(place, (name, value))| {
            let others = address.iter().enumerate().filter(|(other, _)| *other != place);
            let others: Vec<_> = others.map(|(_, pair)| pair.clone()).collect();
            FilterChip {
                kind: name.clone(),
                value: match name.as_str() {
                    "model_id" => names.get(value).to_owned(),
                    "project_id" => projects
                        .iter()
                        .find(|(id, _)| id == value)
                        .map_or(value, |(_, name)| name)
                        .clone(),
                    _ => value.clone(),
                },
                href: paths::gallery_of(&others),
            }
        })
        .collect()
}
