//! The filter bar of the gallery: what its fields hold, and what is taken away by its chips.

use studio_app::images::Facets;
use studio_model::{ImageSort, SortOrder};

use super::convert::ModelNames;
use crate::extract::FormPairs;
use crate::image_query::FILTERS;
use crate::paths;
use crate::views::{FilterChip, GalleryFilter, SortLink};

/// Whether a parameter belongs to the address of a list.
pub(super) fn is_known(name: &str) -> bool {
    FILTERS.contains(&name) || matches!(name, "sort" | "order" | "view" | "at" | "select")
}

/// The parameters of a list's address, without empty ones and those of its pages.
pub(super) fn pairs(query: &FormPairs) -> Vec<(String, String)> {
    let known = query.iter().filter(|(name, value)| is_known(name) && !value.is_empty());
    known.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The address without these parameters.
pub(super) fn without(address: &[(String, String)], names: &[&str]) -> Vec<(String, String)> {
    let others = address.iter().filter(|(name, _)| !names.contains(&name.as_str()));
    others.cloned().collect()
}

/// The heads of the columns that the list can be sorted by. The one that it is sorted by turns it round.
pub(super) fn sorts(address: &[(String, String)], by: (ImageSort, SortOrder)) -> Vec<SortLink> {
    let rest = without(address, &["sort", "order", "at"]);
    let link = |sort: ImageSort| {
        let is_current = sort == by.0;
        let order = match by.1 {
            SortOrder::Ascending if is_current => SortOrder::Descending,
            SortOrder::Descending if is_current => SortOrder::Ascending,
            _ => sort.usual_order(),
        };
        let sorted = [("sort", sort.as_str()), ("order", order.as_str())];
        let sorted = sorted.map(|(name, value)| (name.to_owned(), value.to_owned()));
        SortLink {
            sort: sort.to_string(),
            order: is_current.then(|| by.1.to_string()),
            href: paths::gallery_of(&[rest.as_slice(), &sorted].concat()),
        }
    };
    ImageSort::ALL.iter().map(|sort| link(*sort)).collect()
}

/// The address in which pictures can be chosen, or no longer.
pub(super) fn toggled(address: &[(String, String)]) -> Vec<(String, String)> {
    let mut toggled = without(address, &["select"]);
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
