//! Many jobs asked for at once: forecast, asked for, looked at, held back, ended.
//!
//! A request is walked through row by row ([`walk`]), never held as a whole: each row is checked against its model
//! ([`resolve`]) and priced ([`prices`]). A forecast adds that up; asking for the batch does the same first, holds the
//! money and stores the request. Its rows become jobs in `tasks::batches`, piece by piece and on any worker, so an
//! accepted batch survives every crash and nobody waits for 100,000 inserts.

mod cancel;
mod export;
mod find;
mod forecast;
mod order;
mod pause;
pub mod presets;
mod prices;
mod request;
mod rerun;
mod resolve;
mod rows;
mod run;
mod submit;
mod view;
mod walk;

pub use cancel::cancel;
pub use export::export;
pub use find::{find, list, list_open};
pub use forecast::{AxisValues, Forecast, ForecastRow, ModelShare, RowError, forecast};
pub use order::set_priority;
pub use pause::{pause, resume};
pub(crate) use prices::Prices;
pub use request::{BatchRequest, RowDefaults};
pub(crate) use request::{StoredRequest, put_table, take_table};
pub use rerun::{Restarted, Stopped, find_request, rerun_all, rerun_failed};
pub(crate) use resolve::{Checked, Resolver};
pub use rows::{RowFilter, list_rows};
pub(crate) use run::{Allowance, Ran, submit_run};
pub use studio_batch::{Axes, BatchSpec, Combine, CsvSpec, PromptsSpec, Seeds, Target, TemplateSpec, decode};
pub(crate) use submit::check;
pub use submit::{SubmittedBatch, submit};
pub use view::{BatchState, BatchView};
pub(crate) use walk::{Walked, walk};

use studio_db::batches::Batch;
use studio_model::{BatchId, UserId};

use crate::{Error, Result};

/// A batch of the user that has not ended, locked.
async fn lock_open(conn: &mut studio_db::PgConnection, user_id: UserId, id: BatchId) -> Result<Batch> {
    let batch = studio_db::batches::lock_for_user(conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if batch.ended_at.is_some() {
        return Err(Error::Conflict("the batch has ended".to_owned()));
    }
    if batch.cancel_requested_at.is_some() {
        return Err(Error::Conflict("the batch is being cancelled".to_owned()));
    }
    Ok(batch)
}
