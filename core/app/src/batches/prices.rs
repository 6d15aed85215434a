//! What rows cost, each different one asked once.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use studio_plugin_host::{CallError, Job, PluginError};

use super::forecast::RowError;
use super::resolve::{Checked, Resolver};
use crate::{Error, Result};

/// A price range in micro-dollars.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) low: u64,
    pub(crate) expected: u64,
    pub(crate) high: u64,
}

/// A row's price, or what the plugin has against it.
type Answer = std::result::Result<Cost, Vec<(String, String)>>;

/// Prices that are known already.
///
/// Two rows cost the same when they differ in nothing but words and seed: a plugin may count the characters of a prompt,
/// but what it means is no matter of price. So 100,000 rows are some hundred questions.
#[derive(Default)]
pub(crate) struct Prices(HashMap<[u8; 16], Answer>);

impl Prices {
    /// Asks for the prices of rows that are not known yet.
    ///
    /// # Errors
    /// When a plugin breaks.
    pub(crate) async fn learn(&mut self, resolver: &Resolver, rows: impl Iterator<Item = &Checked>) -> Result<()> {
        let mut unknown: HashMap<&str, HashMap<[u8; 16], Job>> = HashMap::new();
        for row in rows {
            let key = key(&row.job);
            if !self.0.contains_key(&key) {
                let jobs = unknown.entry(&row.job.model_id).or_default();
                jobs.entry(key).or_insert_with(|| row.job.clone());
            }
        }
        for (model_id, jobs) in unknown {
            let Some(handle) = resolver.handle(model_id) else {
                continue;
            };
            let (keys, jobs): (Vec<[u8; 16]>, Vec<Job>) = jobs.into_iter().unzip();
            let answers = handle.estimate_many(&jobs).await;
            for (key, answer) in keys.into_iter().zip(answers) {
                let answer = match answer {
                    Ok(price) => Ok(Cost {
                        low: price.low_microdollars,
                        expected: price.expected_microdollars,
                        high: price.high_microdollars,
                    }),
                    Err(error) => Err(declined(error)?),
                };
                self.0.insert(key, answer);
            }
        }
        Ok(())
    }

    /// The price of a row that [`Self::learn`] has seen.
    ///
    /// # Errors
    /// What the plugin has against the row.
    pub(crate) fn find(&self, row: &Checked) -> std::result::Result<Cost, Vec<RowError>> {
        let complaint = |(field, message): &(String, String)| RowError {
            row: row.row,
            line: row.line,
            field: field.clone(),
            message: message.clone(),
        };
        match self.0.get(&key(&row.job)) {
            Some(Ok(cost)) => Ok(*cost),
            Some(Err(complaints)) => Err(complaints.iter().map(complaint).collect()),
            None => Err(vec![complaint(&(
                "model_id".to_owned(),
                "the model has no price".to_owned(),
            ))]),
        }
    }
}

fn key(job: &Job) -> [u8; 16] {
    let chars = |text: &str| u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let mut hash = Sha256::new();
    hash.update(job.model_id.as_bytes());
    hash.update([0]);
    hash.update(job.operation.as_str().as_bytes());
    hash.update(job.num_images.to_be_bytes());
    hash.update(chars(&job.prompt).to_be_bytes());
    hash.update(job.negative_prompt.as_deref().map_or(u64::MAX, chars).to_be_bytes());
    for (name, value) in &job.parameters {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(value.to_string().as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    std::array::from_fn(|index| digest[index])
}

/// A plugin's refusal of a row.
fn declined(error: CallError) -> Result<Vec<(String, String)>> {
    let one = |field: &str, text: String| Ok(vec![(field.to_owned(), text)]);
    match error {
        CallError::Declined(PluginError::InvalidInput(errors)) => {
            Ok(errors.into_iter().map(|error| (error.field, error.message)).collect())
        }
        CallError::Declined(PluginError::Unsupported(text)) => one("model_id", text),
        CallError::Declined(PluginError::Rejected(text)) => one("prompt", text),
        other => Err(Error::internal(other)),
    }
}
