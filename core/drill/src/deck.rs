//! What is known when all is over: the database's rows, the provider's ledger, the objects.

use std::collections::BTreeMap;

use uuid::Uuid;

/// A job as its row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// `completed`, …
    pub status: String,
    /// Pictures asked for.
    pub num_images: u32,
    /// What it still holds, in micro-dollars.
    pub held: i64,
    /// What was paid, in micro-dollars.
    pub captured: Option<i64>,
    /// How often it was started.
    pub rounds: u32,
    /// Rows of `usage_logs`.
    pub usage_rows: u32,
    /// Settlements in the ledger.
    pub settlements: u32,
}

/// A call as its row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The job.
    pub job_id: Uuid,
    /// `succeeded`, …
    pub state: String,
    /// The provider's name for it, where it is known.
    pub request_id: Option<String>,
}

/// A picture as its row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The job.
    pub job_id: Uuid,
    /// Path of the original.
    pub path: String,
    /// Bytes of the original.
    pub size: u64,
    /// SHA-256 of the original, in hex.
    pub sha256: String,
}

/// An object as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its bytes.
    pub size: u64,
    /// Their SHA-256, in hex.
    pub sha256: String,
}

/// How the provider ended a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// With pictures, which are paid.
    Succeeded,
    /// Without.
    Failed,
    /// Not at all so far.
    Open,
}

/// A request as the provider's ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The provider's name for it.
    pub id: String,
    /// The prompt, which is another one for each job.
    pub prompt: String,
    /// How it ended.
    pub outcome: RequestOutcome,
}

/// A user whose books do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// Whose.
    pub user: String,
    /// What is in the user's row, in micro-dollars.
    pub balance: i64,
    /// What the ledger says is there.
    pub available: i64,
    /// What the ledger says is held.
    pub held: i64,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    /// By the prompt that was sent with it, the job that the studio's answer named.
    pub asked: BTreeMap<String, Uuid>,
    /// By id.
    pub jobs: BTreeMap<Uuid, Job>,
    /// The prompts that jobs have, to find those that nobody asked for twice.
    pub prompts: Vec<(String, Uuid)>,
    /// All calls.
    pub attempts: Vec<Attempt>,
    /// All pictures.
    pub pictures: Vec<Picture>,
    /// The provider's ledger.
    pub requests: Vec<Request>,
    /// All objects by their paths.
    pub objects: BTreeMap<String, Object>,
    /// Every user's books.
    pub books: Vec<Imbalance>,
    /// Sum of all entries of the ledger, in micro-dollars.
    pub ledger_sum: i64,
}
