//! The forms to log in and to register.

use serde::Serialize;

use super::{FieldError, FormErrors, PartView, View};

/// Which of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AuthMode {
    Login,
    Register,
}

/// A form to log in or register, empty or as it came back. A password is never sent back.
#[derive(Debug, Clone, Serialize)]
pub struct AuthForm {
    pub mode: AuthMode,
    pub email: String,
    /// Only when registering.
    pub name: String,
    /// Where to go afterwards: a path of this site, or empty.
    pub next: String,
    /// The password was changed by a link a moment ago.
    pub is_reset: bool,
    /// The visitor asked a moment ago for the end of an account.
    pub is_farewell: bool,
    pub errors: FormErrors,
}

impl AuthForm {
    /// The controls that show their own errors: `email`, `password`, `name`.
    const CONTROLS: [&str; 3] = ["email", "password", "name"];

    /// The empty form.
    #[must_use]
    pub fn new(mode: AuthMode, next: &str) -> Self {
        let next = if is_local(next) { next.to_owned() } else { String::new() };
        let errors = FormErrors::sort(&Self::CONTROLS, &[]);
        Self {
            mode,
            email: String::new(),
            name: String::new(),
            next,
            is_reset: false,
            is_farewell: false,
            errors,
        }
    }

    /// The form as it came back with what was wrong.
    #[must_use]
    pub fn with_errors(mut self, errors: &[FieldError]) -> Self {
        self.errors = FormErrors::sort(&Self::CONTROLS, errors);
        self
    }
}

/// Whether `next` is a path on this site and nothing that a browser takes for another one.
fn is_local(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t'])
}

impl View for AuthForm {
    const PAGE: &'static str = "pages/auth/page.html";
}

impl PartView for AuthForm {
    const PART: &'static str = "pages/auth/_form.html";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        let next = |next: &str| AuthForm::new(AuthMode::Login, next).next;
        assert_eq!(next("/gallery?x=1"), "/gallery?x=1");
        for evil in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "gallery",
            "/\t/evil.example",
        ] {
            assert_eq!(next(evil), "", "{evil}");
        }
    }
}
