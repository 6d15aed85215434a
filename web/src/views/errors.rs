//! Errors of a submitted form, as the form shows them.

use std::collections::BTreeMap;

use serde::Serialize;

/// A complaint about one control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The control's name: `prompt`, `num_images`, `parameters.steps`; empty for the form as a whole.
    pub field: String,
    /// A sentence for the user.
    pub message: String,
}

impl FieldError {
    /// A complaint about `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// All complaints about one form: those of its own controls beside them, all others on top.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FormErrors {
    /// Shown on top of the form.
    pub form: Vec<String>,
    /// Shown under the control of that name; has every control of the form, so that templates need not ask first.
    pub fields: BTreeMap<String, Option<String>>,
}

impl FormErrors {
    /// Sorts `errors` to the controls named in `controls`; the first complaint about a control counts.
    #[must_use]
    pub fn sort(controls: &[&str], errors: &[FieldError]) -> Self {
        let mut sorted = Self::default();
        for control in controls {
            sorted.fields.insert((*control).to_owned(), None);
        }
        for error in errors {
            match sorted.fields.get_mut(&error.field) {
                Some(place) => drop(place.get_or_insert_with(|| error.message.clone())),
                None => sorted.form.push(error.message.clone()),
            }
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_about_nothing_on_the_page_stand_on_top() {
        let errors = [
            FieldError::new("email", "a"),
            FieldError::new("email", "b"),
            FieldError::new("", "c"),
        ];
        let sorted = FormErrors::sort(&["email", "password"], &errors);
        assert_eq!(sorted.form, ["c"]);
        assert_eq!(sorted.fields["email"].as_deref(), Some("a"));
        assert_eq!(sorted.fields["password"], None);
    }
}
