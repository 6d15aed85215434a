//! Samples of the comparison of models.

use super::models;
use crate::views::{ModelRow, ModelsPage};

/// With models, measured and not, and without any.
#[must_use]
pub fn model_comparisons() -> Vec<ModelsPage> {
    let rows = models().into_iter().enumerate().map(|(index, model)| ModelRow {
        operations: vec!["text-to-image", "inpaint"],
        prices: vec![(25.0, "megapixel".to_owned()), (1.11, "second".to_owned())],
        price_read_on: Some("2026-10-01".to_owned()),
        times: index.is_multiple_of(2).then_some((3.4, 7.1)),
        success_percent: index.is_multiple_of(2).then_some(98.5),
        presets: vec!["Draft".to_owned()],
        try_href: index.is_multiple_of(2).then(|| "/generate?model=acme".to_owned()),
        model,
    });
    let choice = |name| (name, format!("/models?sort={name}"), name == "name");
    let page = ModelsPage {
        rows: rows.collect(),
        sorts: ["name", "price", "speed", "success"].map(choice).into(),
        operations: vec![
            ("all", "/models".to_owned(), true),
            ("inpaint", "/models?operation=inpaint".to_owned(), false),
        ],
    };
    let none = ModelsPage {
        rows: Vec::new(),
        ..page.clone()
    };
    vec![page, none]
}
