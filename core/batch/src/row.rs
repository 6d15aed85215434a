//! What a batch makes: one request for pictures per row.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// One request. What is `None` or absent is left to the defaults that the batch is submitted with.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// The 0-based place among all rows of the batch. Rows that a problem took out leave a gap.
    pub index: u32,
    /// The 1-based line of the CSV text where the row's record begins; `None` for other sources.
    pub line: Option<u64>,
    /// The prompt, without white space at its ends; never empty.
    pub prompt: String,
    /// What the picture should not show.
    pub negative_prompt: Option<String>,
    /// The model, as the specification spells it; whether there is one of that name is not checked here.
    pub model_id: Option<String>,
    /// Model parameters by name, not checked against the model.
    pub parameters: Map<String, Value>,
    /// The seed; the whole range of `u64`.
    pub seed: Option<u64>,
    /// Pictures wanted, 1 to [`Limits::max_num_images`](crate::Limits::max_num_images).
    pub num_images: Option<u32>,
    /// Where the row stands in the grid: the values of the template's variables or CSV labels by name, or, where there
    /// are none, `prompt` with the 0-based number of the prompt; then `model`, `seed` and the parameters by name, each
    /// only where the specification has that axis.
    pub axes: BTreeMap<String, String>,
}
