//! What the template engine complains about, in one line.

use crate::problem::Flaw;

/// A template does not compile or does not render.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", line.map(|line| format!("line {line}: ")).unwrap_or_default())]
pub struct TemplateError {
    /// The 1-based line of the template, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl From<TemplateError> for Flaw {
    fn from(error: TemplateError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        let kind = error.kind();
        Self {
            line: error.line(),
            message: error
                .detail()
                .map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
        }
    }
}
