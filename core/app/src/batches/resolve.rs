//! From a row to a plugin's job: defaults filled in, checked against the model.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest as _, Sha256};
use studio_batch::Row;
use studio_plugin_host::{Job, JobRequest, ModelHandle, Operation, RequestInput};

use super::forecast::RowError;
use super::request::RowDefaults;
use crate::generation::StoredInput;

/// A row that can become a job.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    /// The 0-based number of the row.
    pub(crate) row: u32,
    pub(crate) job: Job,
    /// Values by axis.
    pub(crate) axes: BTreeMap<String, String>,
    /// The line of a table that it comes from.
    pub(crate) line: Option<u64>,
}

/// What rows are checked against. Checking runs no plugin code.
pub(crate) struct Resolver {
    handles: HashMap<String, ModelHandle>,
    defaults: RowDefaults,
    inputs: Vec<RequestInput>,
    seed: u32,
}

impl Resolver {
    pub(crate) fn new(
        handles: HashMap<String, ModelHandle>,
        defaults: RowDefaults,
        inputs: &[StoredInput],
        seed: u32,
    ) -> Self {
        let inputs = inputs.iter().map(StoredInput::as_request).collect();
        Self {
            handles,
            defaults,
            inputs,
            seed,
        }
    }

    pub(crate) fn handle(&self, model_id: &str) -> Option<&ModelHandle> {
        self.handles.get(model_id)
    }

    /// What every row is asked to do.
    pub(crate) fn operation(&self) -> Operation {
        if self.inputs.is_empty() {
            Operation::TextToImage
        } else {
            Operation::ImageToImage
        }
    }

    /// The job of a row.
    ///
    /// # Errors
    /// Every complaint there is, each with the row's number and line.
    pub(crate) fn resolve(&self, row: Row) -> Result<Checked, Vec<RowError>> {
        let error = |field: String, message: String| RowError {
            row: row.index,
            line: row.line,
            field,
            message,
        };
        let Some(model_id) = row.model_id.as_deref().or(self.defaults.model_id.as_deref()) else {
            let message = "name a model, for the row or for all rows as defaults.model_id";
            return Err(vec![error("model_id".to_owned(), message.to_owned())]);
        };
        let Some(handle) = self.handle(model_id) else {
            let shown: String = model_id.chars().take(100).collect();
            return Err(vec![error(
                "model_id".to_owned(),
                format!("there is no model `{shown}`"),
            )]);
        };
        let mut parameters = self.defaults.parameters.clone();
        parameters.extend(row.parameters.clone());
        let request = JobRequest {
            operation: self.operation(),
            prompt: row.prompt.clone(),
            negative_prompt: row
                .negative_prompt
                .clone()
                .or_else(|| self.defaults.negative_prompt.clone()),
            parameters,
            num_images: row.num_images.or(self.defaults.num_images).unwrap_or(1).into(),
            seed: row
                .seed
                .or(self.defaults.seed)
                .unwrap_or_else(|| self.seed_of(row.index)),
            inputs: self.inputs.clone(),
        };
        match handle.validate(&request) {
            Ok(job) => Ok(Checked {
                row: row.index,
                job,
                axes: row.axes,
                line: row.line,
            }),
            Err(errors) => Err(errors
                .into_iter()
                .map(|complaint| error(complaint.field, complaint.message))
                .collect()),
        }
    }

    /// The seed of a row that asks for none. The same on every walk, so that a batch can be loaded in pieces.
    fn seed_of(&self, row: u32) -> u64 {
        let digest = Sha256::new_with_prefix(self.seed.to_be_bytes())
            .chain_update(row.to_be_bytes())
            .finalize();
        let bytes: [u8; 4] = std::array::from_fn(|index| digest[index]);
        u32::from_be_bytes(bytes).into()
    }
}
