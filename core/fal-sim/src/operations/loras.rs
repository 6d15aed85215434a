//! LoRA add-ons: checked like the provider's loader does before it downloads, and made part of what is drawn.

use std::fmt::Write as _;

use serde_json::json;

use crate::{
    catalogue::Inputs,
    errors::{Failure, Item},
};

/// Checks where the add-ons come from: an http(s) address or `owner/name` at Hugging Face.
///
/// # Errors
/// `file_download_error` at the first one that is neither.
pub(super) fn check(inputs: &Inputs) -> Result<(), Failure> {
    for (index, lora) in inputs.list("loras").enumerate() {
        if !is_loadable(lora.text("path")) {
            let loc = [json!("body"), json!("loras"), json!(index), json!("path")];
            let msg = "Failed to download the file. Please check if the URL is accessible.";
            return Err(Failure::Model {
                status: 422,
                items: vec![Item::new(&loc, "file_download_error", msg).documented()],
            });
        }
    }
    Ok(())
}

fn is_loadable(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    match url::Url::parse(path) {
        Ok(url) => matches!(url.scheme(), "http" | "https") && url.has_host(),
        Err(_) => path
            .split_once('/')
            .is_some_and(|(owner, name)| plain(owner) && plain(name)),
    }
}

/// What the add-ons bring to the dice of a picture: empty without any, so that those pictures stay what they were.
pub(super) fn signature(inputs: &Inputs) -> String {
    inputs.list("loras").fold(String::new(), |mut text, lora| {
        let scale = lora.number("scale").unwrap_or(1.0);
        if scale != 0.0 {
            let _ = write!(text, "+{}*{scale}", lora.text("path"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_repositories_can_be_loaded_and_nothing_else() {
        for path in ["https://a.example/ink.safetensors", "XLabs-AI/flux-RealismLora"] {
            assert!(is_loadable(path), "{path}");
        }
        for path in ["", "ink", "file:///etc/passwd", "a/b/c", "a/", "a b/c"] {
            assert!(!is_loadable(path), "{path}");
        }
    }
}
