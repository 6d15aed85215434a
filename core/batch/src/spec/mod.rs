//! What a user asks for, as it is stored and sent: one source of prompts and the axes that multiply them.

mod axes;
mod error;

use std::collections::BTreeMap;

pub use axes::{Axes, Seeds};
pub use error::SpecError;
use serde::{Deserialize, Serialize};

/// A batch. In JSON an object whose `source` is `prompts`, `csv` or `template`; unknown fields are refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum BatchSpec {
    /// A list of prompts.
    Prompts(PromptsSpec),
    /// A table with a record per prompt.
    Csv(CsvSpec),
    /// One template and lists of values to put into it.
    Template(TemplateSpec),
}

/// A list of prompts, one row each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptsSpec {
    /// The prompts in order. Blank ones are told as problems; a form drops blank lines before.
    pub prompts: Vec<String>,
    /// What multiplies every prompt.
    #[serde(default)]
    pub axes: Axes,
}

/// A table whose first line names its columns. See [`decode`](crate::decode) for how bytes become text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CsvSpec {
    /// The table. Cells are separated by `,`, `;` or tab, whichever the first line has most of; a table of one column
    /// has no separator, so its prompts may hold commas. Blank lines are passed over.
    pub text: String,
    /// What a column is for, by its name: the spellings of [`Target`](crate::Target). Columns that are not named here
    /// mean what [`Target::of_column`](crate::Target::of_column) says.
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
    /// Makes the prompt from the columns that are variables, where no column is the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// What multiplies every record.
    #[serde(default)]
    pub axes: Axes,
}

/// One template and lists of values: `{{ color }}` or `__color__` in the template stands for a value of the list
/// `color`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSpec {
    /// The template of the prompt.
    pub template: String,
    /// Values by name. A name is ASCII letters, digits and single underscores between them, a letter first.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
    /// How the lists that are used as variables are combined. Lists used only as wildcards take no part in it.
    #[serde(default)]
    pub combine: Combine,
    /// What multiplies every combination.
    #[serde(default)]
    pub axes: Axes,
}

/// How values of several lists come together. In JSON `"product"`, `"zip"` or `{"sample": {"size": 10, "seed": 1}}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Combine {
    /// Every value with every other; the list that is last in the alphabet changes fastest.
    #[default]
    Product,
    /// The first values together, then the second ones; all lists must be equally long.
    Zip,
    /// A random choice from the product.
    Sample {
        /// How many combinations, 1 or more. None comes twice as long as the product has that many; a larger sample is
        /// drawn with repetition. (Of products beyond 2^64 each value is drawn by itself, so that a combination comes
        /// twice in one of a billion samples.)
        size: u64,
        /// The same seed gives the same choice; a larger sample begins with the smaller one.
        seed: u64,
    },
}

impl BatchSpec {
    /// What multiplies every row of the source.
    #[must_use]
    pub fn axes(&self) -> &Axes {
        match self {
            Self::Prompts(spec) => &spec.axes,
            Self::Csv(spec) => &spec.axes,
            Self::Template(spec) => &spec.axes,
        }
    }

    /// The field that holds the rows.
    pub(crate) fn main_field(&self) -> &'static str {
        match self {
            Self::Prompts(_) => "prompts",
            Self::Csv(_) => "text",
            Self::Template(_) => "lists",
        }
    }
}
