//! `/compare`: two to four pictures beside each other, and in what they differ.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use studio_app::images::{self, ImageView, NotComparable};
use studio_app::models::{self, ModelView};
use studio_model::ImageId;

use super::convert::{ModelNames, image_tile};
use super::respond;
use super::signed_in::SignedInPage;
use crate::AppState;
use crate::error::Result;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::schema_form::describe;
use crate::views::{CellPart, ComparePage, CompareRow, ComparedImage, View};

/// `GET /compare`: `ids` are two to four pictures of the user, separated by commas.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let found = match named(&query) {
        Some(ids) => images::compare(&state.app, user.id, &ids).await?,
        None => Err(NotComparable::Missing),
    };
    let (status, page) = match found {
        Ok(images) => (StatusCode::OK, page(&images, &models::list(&state.app).await?)),
        Err(problem) => refusal(problem),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// None when one of them is no id, and so nothing that exists.
fn named(query: &FormPairs) -> Option<Vec<ImageId>> {
    let ids = query.get("ids").split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| id.parse().ok()).collect()
}

fn refusal(problem: NotComparable) -> (StatusCode, ComparePage) {
    let (status, problem) = match problem {
        NotComparable::Count => (StatusCode::UNPROCESSABLE_ENTITY, "count"),
        NotComparable::Missing => (StatusCode::NOT_FOUND, "missing"),
        NotComparable::Video => (StatusCode::UNPROCESSABLE_ENTITY, "video"),
    };
    let page = ComparePage {
        problem: Some(problem),
        ..ComparePage::default()
    };
    (status, page)
}

fn page(images: &[ImageView], models: &[ModelView]) -> ComparePage {
    let names = ModelNames::of(models);
    let rows = rows(images, &names, models);
    ComparePage {
        images: ('A'..)
            .zip(images)
            .map(|(letter, image)| ComparedImage {
                letter,
                tile: image_tile(image, &names),
            })
            .collect(),
        different: rows.iter().filter(|row| row.differs).count(),
        rows,
        problem: None,
    }
}

/// What differs comes first; what none of them has is left out.
fn rows(images: &[ImageView], names: &ModelNames, models: &[ModelView]) -> Vec<CompareRow> {
    let known = |key, text: &dyn Fn(&ImageView) -> String| row(key, String::new(), images.iter().map(text).collect());
    let mut rows = vec![
        known("prompt", &|image| image.prompt.clone()),
        known("negative-prompt", &|image| {
            image.negative_prompt.clone().unwrap_or_default()
        }),
        known("model", &|image| names.get(&image.model_id).to_owned()),
        known("seed", &|image| image.seed.clone().unwrap_or_default()),
    ];
    rows.extend(parameters(images, models));
    rows.push(known("image-size", &|image| {
        format!("{} × {}", image.width, image.height)
    }));
    rows.push(known("image-format", &|image| image.format.to_uppercase()));
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows.sort_by_key(|row| !row.differs);
    rows
}

fn row(key: &'static str, label: String, texts: Vec<String>) -> CompareRow {
    let differs = texts.windows(2).any(|pair| pair[0] != pair[1]);
    let is_prose = matches!(key, "prompt" | "negative-prompt");
    CompareRow {
        key,
        label,
        cells: if is_prose && differs {
            by_words(&texts)
        } else {
            whole(texts)
        },
        differs,
    }
}

fn whole(texts: Vec<String>) -> Vec<Vec<CellPart>> {
    let part = |text| CellPart { text, is_own: false };
    let cell = |text: String| Some(text).filter(|text| !text.is_empty()).map(part);
    texts.into_iter().map(|text| cell(text).into_iter().collect()).collect()
}

/// The words of each text; those that one of the others lacks are its own, whatever surrounds them.
fn by_words(texts: &[String]) -> Vec<Vec<CellPart>> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let sets: Vec<HashSet<String>> = texts
        .iter()
        .map(|text| text.split_whitespace().map(bare).collect())
        .collect();
    let part = |word: &str| CellPart {
        text: word.to_owned(),
        is_own: sets.iter().any(|set| !set.contains(&bare(word))),
    };
    let cell = |text: &String| text.split_whitespace().map(part).collect();
    texts.iter().map(cell).collect()
}

/// The parameters of all pictures by their names, in the order of the first that has them.
fn parameters(images: &[ImageView], models: &[ModelView]) -> Vec<CompareRow> {
    let mut order: Vec<(String, String)> = Vec::new();
    let mut texts: HashMap<(String, usize), String> = HashMap::new();
    for (place, image) in images.iter().enumerate() {
        let model = models.iter().find(|model| model.id == image.model_id);
        let schema = model.map_or(&Value::Null, |model| &model.parameters_schema);
        for row in describe(schema, &image.parameters) {
            if !order.iter().any(|(name, _)| *name == row.name) {
                order.push((row.name.clone(), row.label));
            }
            let text = format!("{} {}", row.text, row.unit);
            texts.insert((row.name, place), text.trim_end().to_owned());
        }
    }
    let cells = |name: &String| {
        let places = 0..images.len();
        places
            .map(|place| texts.get(&(name.clone(), place)).cloned().unwrap_or_default())
            .collect()
    };
    order
        .iter()
        .map(|(name, label)| row("", label.clone(), cells(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_another_text_lacks_are_marked() {
        let texts = ["A fox, at dawn".to_owned(), "a fox at night".to_owned(), String::new()];
        let marked = |texts: &[String]| -> Vec<Vec<String>> {
            let own = |cell: Vec<CellPart>| {
                cell.into_iter()
                    .filter(|part| part.is_own)
                    .map(|part| part.text)
                    .collect()
            };
            by_words(texts).into_iter().map(own).collect()
        };
        assert_eq!(marked(&texts[..2]), [["dawn"], ["night"]]);
        assert_eq!(marked(&texts)[0].len(), 4, "the third has none of them");
    }
}
