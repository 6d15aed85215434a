//! Names, texts and tags of things that people make: checked field by field, with every complaint at once.

use studio_model::normalize_tags;

use crate::{Error, FieldError, Result};

/// Complaints about a request so far.
#[derive(Debug, Default)]
pub(crate) struct Complaints(Vec<FieldError>);

impl Complaints {
    /// Another one.
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError::new(field, message));
    }

    /// Whether there is none so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Those of another check; everything that is not about fields is given back.
    ///
    /// # Errors
    /// The error when it is no complaint about fields.
    pub(crate) fn take<T>(&mut self, checked: Result<T>) -> Result<Option<T>> {
        match checked {
            Ok(value) => Ok(Some(value)),
            Err(Error::Invalid(errors)) => {
                self.0.extend(errors);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A name of one line: 1 to 200 characters, none of them a control character.
    pub(crate) fn name(&mut self, field: &str, text: &str) -> String {
        let text = text.trim();
        if !(1..=200).contains(&text.chars().count()) || text.chars().any(char::is_control) {
            self.add(field, "use 1 to 200 characters, none of them a control character");
        }
        text.to_owned()
    }

    /// A word or two of one line, at most `most` characters; may be empty.
    pub(crate) fn line(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        if text.chars().count() > most || text.chars().any(char::is_control) {
            self.add(
                field,
                format!("use at most {most} characters, none of them a control character"),
            );
        }
        text.to_owned()
    }

    /// A text of any number of lines, at most `most` characters; may be empty.
    pub(crate) fn text(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        if text.chars().count() > most || text.contains('\0') {
            self.add(field, format!("use at most {most} characters"));
        }
        text.to_owned()
    }

    /// Tags as they are kept.
    pub(crate) fn tags(&mut self, field: &str, tags: &[String]) -> Vec<String> {
        normalize_tags(tags.iter().map(String::as_str)).unwrap_or_else(|problem| {
            self.add(field, problem.to_string());
            Vec::new()
        })
    }

    /// # Errors
    /// [`Error::Invalid`] when there was any complaint.
    pub(crate) fn finish(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}
