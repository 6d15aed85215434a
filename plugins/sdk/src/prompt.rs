//! The weighting syntax that people bring from other tools, for models that do not know it.
//!
//! `(red hat:1.3)` and `((red hat))` ask for more attention, `[red hat]` for less, `<lora:name:0.8>` for an add-on. A model that knows
//! none of it would paint brackets or worse. [`without_weights`] removes the syntax, keeps the words, and says what it did: the
//! user sees that as a note. A single pair of round brackets without a number is ordinary writing and stays.

use crate::{Error, Job};

/// The words of a job for a model that knows neither weights nor add-ons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The prompt to send.
    pub prompt: String,
    /// The negative prompt to send.
    pub negative_prompt: Option<String>,
    /// What the user must know about the translation.
    pub notes: Vec<String>,
}

impl Words {
    /// The words of `job` without weights, for a model called `model`.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when the prompt asks for add-ons, which cannot be translated.
    pub fn plain(job: &Job, model: &str) -> Result<Self, Error> {
        if let Some(token) = lora_tokens(&job.prompt).first() {
            let message = format!("{model} takes no LoRA: remove {} from the prompt", shorten(token));
            return Err(Error::field("prompt", message));
        }
        Ok(Self::unweighted(job, &job.prompt, model))
    }

    /// As [`Words::plain`], for a model that takes add-ons: `prompt` is what is left of the job's prompt without them.
    pub fn unweighted(job: &Job, prompt: &str, model: &str) -> Self {
        let prompt = without_weights(prompt);
        let negative = job.negative_prompt.as_deref().map(without_weights);
        let notes = [
            prompt.note(model, "prompt"),
            negative.as_ref().and_then(|plain| plain.note(model, "negative prompt")),
        ];
        Self {
            notes: notes.into_iter().flatten().collect(),
            prompt: prompt.text,
            negative_prompt: negative.map(|plain| plain.text),
        }
    }
}

/// A prompt without weighting syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainPrompt {
    /// What to send.
    pub text: String,
    /// The pieces of syntax that were taken out, as they were written.
    pub removed: Vec<String>,
}

impl PlainPrompt {
    /// A sentence for the user when anything was removed.
    pub fn note(&self, model: &str, what: &str) -> Option<String> {
        /// Pieces quoted in the note.
        const SHOWN: usize = 3;
        if self.removed.is_empty() {
            return None;
        }
        let shown: Vec<_> = self.removed.iter().take(SHOWN).map(|piece| shorten(piece)).collect();
        let more = if self.removed.len() > SHOWN { " and more" } else { "" };
        Some(format!(
            "{model} takes no prompt weights: {}{more} in the {what} went out as plain words.",
            shown.join(", ")
        ))
    }
}

/// Removes weights and keeps the words. Text without such syntax comes back unchanged.
pub fn without_weights(prompt: &str) -> PlainPrompt {
    let mut removed = Vec::new();
    let text = plain(prompt, &mut removed);
    PlainPrompt { text, removed }
}

/// The add-on tokens (`<lora:…>`) of a prompt, as they were written.
pub fn lora_tokens(prompt: &str) -> Vec<&str> {
    prompt
        .match_indices("<lora:")
        .filter_map(|(start, _)| {
            let end = prompt[start..].find('>')?;
            Some(&prompt[start..=start + end])
        })
        .collect()
}

fn plain(text: &str, removed: &mut Vec<String>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[']) {
        let escaped = rest[..open].ends_with('\\');
        let group = if escaped { None } else { Group::at(&rest[open..]) };
        let Some(group) = group else {
            result.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        result.push_str(&rest[..open]);
        let whole = &rest[open..open + group.length];
        match group.words() {
            Some(words) => {
                removed.push(whole.to_owned());
                result.push_str(&plain_inside(words));
            }
            None => {
                result.push_str(&whole[..1]);
                result.push_str(&plain(group.inner, removed));
                result.push_str(&whole[whole.len() - 1..]);
            }
        }
        rest = &rest[open + group.length..];
    }
    result.push_str(rest);
    result
}

/// Nested weights go with the group that holds them; they are reported once, as part of it.
fn plain_inside(words: &str) -> String {
    plain(words, &mut Vec::new())
}

/// A balanced pair of brackets.
struct Group<'a> {
    /// Bytes, brackets included.
    length: usize,
    inner: &'a str,
    square: bool,
}

impl<'a> Group<'a> {
    /// The group that starts at the first byte of `text`, if there is one and it is closed. Nesting is bounded: deeper text is left alone.
    fn at(text: &'a str) -> Option<Self> {
        const MAX_DEPTH: usize = 16;
        let square = text.starts_with('[');
        if !square && !text.starts_with('(') {
            return None;
        }
        let (open, close) = if square { (b'[', b']') } else { (b'(', b')') };
        let mut depth = 0;
        for (index, byte) in text.bytes().enumerate() {
            if byte == open {
                depth += 1;
            } else if byte == close {
                depth -= 1;
            }
            if depth > MAX_DEPTH {
                return None;
            }
            if depth == 0 {
                return Some(Self {
                    length: index + 1,
                    inner: &text[1..index],
                    square,
                });
            }
        }
        None
    }

    /// The words inside, when the group is a weight; `None` when it is ordinary writing.
    fn words(&self) -> Option<&'a str> {
        if let Some((words, weight)) = self.inner.rsplit_once(':')
            && is_weight(weight)
        {
            return Some(words);
        }
        if self.square {
            return Some(self.inner);
        }
        let doubled = Group::at(self.inner).filter(|inside| !inside.square);
        doubled
            .filter(|inside| inside.length == self.inner.len())
            .map(|inside| inside.inner)
    }
}

/// `1.3`, `0.8`, `2`: a number that people use as a weight, not a time of day.
fn is_weight(text: &str) -> bool {
    let text = text.trim();
    let numeric = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    numeric && text.parse::<f64>().is_ok_and(|weight| weight <= 10.0)
}

fn shorten(piece: &str) -> String {
    const SHOWN_CHARS: usize = 40;
    let mut short: String = piece.chars().take(SHOWN_CHARS).collect();
    if piece.chars().count() > SHOWN_CHARS {
        short.push('…');
    }
    format!("“{short}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(prompt: &str, text: &str, removed: &[&str]) {
        let plain = without_weights(prompt);
        assert_eq!(plain.text, text);
        assert_eq!(plain.removed, removed);
    }

    #[test]
    fn weights_are_taken_out_and_words_stay() {
        check("a (red hat:1.3) on a cat", "a red hat on a cat", &["(red hat:1.3)"]);
        check("a ((red)) hat", "a red hat", &["((red))"]);
        check("a [blurry] hat", "a blurry hat", &["[blurry]"]);
        check("(a:1.2), (b:0.5)", "a, b", &["(a:1.2)", "(b:0.5)"]);
    }

    #[test]
    fn nested_weights_are_reported_with_the_group_that_holds_them() {
        check("((red:1.1) hat:1.3)", "red hat", &["((red:1.1) hat:1.3)"]);
        check(
            "a photo (with a (red:1.2) hat)",
            "a photo (with a red hat)",
            &["(red:1.2)"],
        );
    }

    #[test]
    fn ordinary_writing_stays() {
        for prompt in [
            "a photo (black and white)",
            "a clock at (quarter past 12:45)",
            "smile :) and (unfinished",
            r"an escaped \(red:1.3\) hat",
            "größe (ü) 日本語",
            "",
        ] {
            check(prompt, prompt, &[]);
        }
    }

    #[test]
    fn deep_nesting_ends() {
        let prompt = "(".repeat(10_000);
        assert_eq!(without_weights(&prompt).text, prompt);
    }

    #[test]
    fn the_note_quotes_what_was_removed() {
        let note = without_weights("(a:1.2)").note("FLUX", "prompt");
        assert_eq!(
            note.as_deref(),
            Some("FLUX takes no prompt weights: “(a:1.2)” in the prompt went out as plain words.")
        );
        assert_eq!(without_weights("a").note("FLUX", "prompt"), None);
    }

    #[test]
    fn add_ons_are_found() {
        assert_eq!(lora_tokens("a cat <lora:ink:0.8> sits"), ["<lora:ink:0.8>"]);
        assert_eq!(lora_tokens("a <lora: without an end"), Vec::<&str>::new());
    }
}
