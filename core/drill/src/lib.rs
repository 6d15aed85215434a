//! A drill: many jobs, and processes that die under them, then a look at what became of every job.
//!
//! Everything is real but the provider's models: PostgreSQL with `fsync` on, `studio web` and `studio work` processes, the
//! simulator over HTTP, objects in a folder. All of it is made for the drill and gone after it.
//! What a newcomer gets wrong: the seed decides what is killed, in which order and after which pauses, and which faults the
//! provider has; what each process was doing at that moment is up to the clock, so two runs of one seed differ in that.

mod client;
mod deck;
mod fleet;
mod invariants;
mod options;
mod report;
mod run;
mod strikes;

pub use deck::{Attempt, Deck, Imbalance, Job, Object, Picture, Request, RequestOutcome};
pub use invariants::{Violation, check};
pub use options::{InvalidOptions, Options, Plugins};
pub use report::Report;
pub use run::run;
