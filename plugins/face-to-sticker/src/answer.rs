//! The model's answer, which has a shape of its own: `{images, sticker_image, sticker_image_background_removed, seed, has_nsfw_concepts}`,
//! with `has_nsfw_concepts` as an object of words and booleans.
//!
//! What `images` holds beside the two named pictures is not written down, so it counts only where both are missing. Source: the
//! endpoint's OpenAPI, read 2026-10.

use serde_json::{Map, Value, json};

/// The named pictures, in the order of the results.
const NAMED: [&str; 2] = ["sticker_image", "sticker_image_background_removed"];

/// The same answer as other image models would give it; what is no object comes back as it is.
pub(crate) fn in_the_usual_shape(body: &str) -> String {
    let Ok(Value::Object(mut answer)) = serde_json::from_str(body) else {
        return body.to_owned();
    };
    let named: Vec<Value> = NAMED.iter().filter_map(|name| answer.remove(*name)).collect();
    let named: Vec<Value> = named.into_iter().filter(|picture| !picture.is_null()).collect();
    if !named.is_empty() {
        answer.insert("images".to_owned(), Value::Array(named));
    }
    spread_flags(&mut answer);
    Value::Object(answer).to_string()
}

/// One finding of the checker concerns every picture: they show the same sticker.
fn spread_flags(answer: &mut Map<String, Value>) {
    let Some(Value::Object(findings)) = answer.get("has_nsfw_concepts") else {
        return;
    };
    let flagged = findings.values().any(|finding| finding == true);
    let pictures = answer.get("images").and_then(Value::as_array).map_or(0, Vec::len);
    answer.insert("has_nsfw_concepts".to_owned(), json!(vec![flagged; pictures]));
}
