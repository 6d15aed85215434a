//! What every prompt has to satisfy, wherever it comes from.

use crate::{Limits, problem::Flaw};

/// The prompt without white space at its ends.
pub(crate) fn prompt(text: &str, limits: &Limits) -> Result<String, Flaw> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Flaw::new("the prompt is empty"));
    }
    bounded(text, "prompt", limits)
}

/// The negative prompt, or `None` where there is nothing but white space.
pub(crate) fn negative_prompt(text: &str, limits: &Limits) -> Result<Option<String>, Flaw> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    bounded(text, "negative prompt", limits).map(Some)
}

fn bounded(text: &str, what: &str, limits: &Limits) -> Result<String, Flaw> {
    let most = limits.max_prompt_chars;
    // Bytes are at least as many as characters, so most texts need no counting.
    if text.len() > most {
        let chars = text.chars().count();
        if chars > most {
            let message = format!("the {what} has {chars} characters; at most {most} are allowed");
            return Err(Flaw::new(message));
        }
    }
    // The database stores no text with a NUL character.
    if text.contains('\0') {
        return Err(Flaw::new(format!("the {what} has a NUL character")));
    }
    Ok(text.to_owned())
}
