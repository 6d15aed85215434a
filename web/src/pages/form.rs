//! What the forms of pages have in common: the version that they change, complaints beside controls, tags, and pictures to tick.

use chrono::{DateTime, SecondsFormat, Utc};
use studio_model::ImageId;

use crate::Error;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::FormPairs;
use crate::i18n::{self, Lang};
use crate::views::FieldError;

/// The version of a thing as the field `version` of a form carries it.
pub(super) fn version(updated_at: DateTime<Utc>) -> String {
    updated_at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The version that whoever sent the form saw.
///
/// # Errors
/// When the form does not say: its page was not one of ours.
pub(super) fn seen(version: &str) -> Result<DateTime<Utc>> {
    version.parse().map_err(|_| Error::invalid("", "Load the page again."))
}

/// Complaints by control; what is about the whole has no control.
pub(super) fn complaints(info: &ErrorInfo) -> Vec<FieldError> {
    if info.errors.is_empty() {
        return vec![FieldError::new("", info.detail.clone())];
    }
    let complaint = |error: &studio_app::FieldError| FieldError::new(&error.field, &error.message);
    info.errors.iter().map(complaint).collect()
}

/// Tags of a text, separated by commas; empty ones are passed over.
pub(super) fn split_tags(text: &str) -> Vec<String> {
    let tags = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    tags.map(str::to_owned).collect()
}

/// The pictures that are ticked, by the fields of this name.
pub(super) fn ticked(pairs: &FormPairs, name: &str) -> Vec<ImageId> {
    let ticked = pairs.iter().filter(|(field, _)| *field == name);
    ticked.filter_map(|(_, id)| id.parse().ok()).collect()
}

/// The picture that is chosen by a control, if one is.
///
/// # Errors
/// For what is no picture.
pub(super) fn chosen(field: &str, id: &str) -> Result<Option<ImageId>> {
    if id.is_empty() {
        return Ok(None);
    }
    let id = id.parse();
    id.map(Some)
        .map_err(|_| Error::invalid(field, "Choose one of the pictures."))
}

/// The whole number of a control of several that have one place for complaints, so each names the control. Nothing typed is 0, and so
/// is what is no number, which is complained about.
pub(super) fn whole_number(
    lang: Lang,
    (control, name): (&str, &str),
    pairs: &FormPairs,
    errors: &mut Vec<FieldError>,
) -> u32 {
    let text = pairs.get(control).trim();
    if text.is_empty() {
        return 0;
    }
    text.parse().unwrap_or_else(|_| {
        let (name, message) = (i18n::text(lang, name), i18n::text(lang, "field-not-a-whole-number"));
        errors.push(FieldError::new(control, format!("{name}: {message}")));
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_separated_by_commas() {
        assert_eq!(split_tags(" winter, ,red fox ,"), ["winter", "red fox"]);
        assert_eq!(split_tags(" "), [""; 0]);
    }

    #[test]
    fn a_version_comes_back_as_it_went() {
        let at: DateTime<Utc> = "2026-11-26T16:00:00.123456Z".parse().unwrap();
        assert_eq!(seen(&version(at)).unwrap(), at);
        assert!(seen("").is_err());
    }
}
