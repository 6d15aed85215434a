//! What a column is for.

use std::{fmt, str::FromStr};

/// The use of a column. Its spelling is that of the row's field: `prompt`, `parameters.steps`, `variable`, `ignore`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The prompt.
    Prompt,
    /// What the picture should not show.
    NegativePrompt,
    /// The model.
    ModelId,
    /// The seed, a whole number up to `u64::MAX`.
    Seed,
    /// Pictures wanted.
    NumImages,
    /// The model parameter of this name. A cell that is a number, `true`, `false`, or a JSON list, object or quoted text
    /// is taken as that, any other as plain text.
    Parameter(String),
    /// A variable of the template, and a label of the row.
    Variable,
    /// Nothing.
    Ignore,
}

/// There is no such use of a column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no use of a column; allowed are prompt, negative_prompt, model_id, seed, num_images, parameters.<name>, \
     variable and ignore"
)]
pub struct UnknownTarget(pub String);

impl Target {
    /// What a column of this name is for where nothing else is said: a field's name means that field, any other name a
    /// variable.
    #[must_use]
    pub fn of_column(name: &str) -> Self {
        match name.parse() {
            Ok(Self::Variable | Self::Ignore) | Err(_) => Self::Variable,
            Ok(field) => field,
        }
    }
}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, UnknownTarget> {
        Ok(match text {
            "prompt" => Self::Prompt,
            "negative_prompt" => Self::NegativePrompt,
            "model_id" => Self::ModelId,
            "seed" => Self::Seed,
            "num_images" => Self::NumImages,
            "variable" => Self::Variable,
            "ignore" => Self::Ignore,
            _ => match text.strip_prefix("parameters.") {
                Some(name) if !name.is_empty() => Self::Parameter(name.to_owned()),
                _ => return Err(UnknownTarget(text.to_owned())),
            },
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prompt => f.write_str("prompt"),
            Self::NegativePrompt => f.write_str("negative_prompt"),
            Self::ModelId => f.write_str("model_id"),
            Self::Seed => f.write_str("seed"),
            Self::NumImages => f.write_str("num_images"),
            Self::Parameter(name) => write!(f, "parameters.{name}"),
            Self::Variable => f.write_str("variable"),
            Self::Ignore => f.write_str("ignore"),
        }
    }
}
