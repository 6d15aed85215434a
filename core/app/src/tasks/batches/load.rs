//! Rows of a batch becoming jobs.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use studio_db::batches::load::{self, Common, NewRow, OpenBatch};
use studio_db::batches::{self, Batch};
use studio_db::budgets::{self, Budget};
use studio_db::events::{self, EventKind};
use studio_db::ledger::{self, BatchMoney};
use studio_model::{JobId, MicroDollars};
use studio_plugin_host::ModelHandle;

use crate::batches::{Checked, Prices, Resolver, RowError, StoredRequest, Walked, put_table, walk};
use crate::models::{digest_bytes, find_pinned};
use crate::tasks::notices;
use crate::{App, Error, Result};

/// Jobs made of one batch before the next one has its turn.
const TURN: usize = 20_000;

/// A batch of so many rows changes what the queue is like.
const STATISTICS_FROM: i32 = 1000;

/// A batch that cannot go on is tried again after this time.
const STALL: TimeDelta = TimeDelta::seconds(5);

/// A row with its expected and its highest price.
type Priced = (Checked, MicroDollars, MicroDollars);

/// Loads rows until all are jobs, the window is full, or the turn is over.
pub(super) async fn load(app: &App, open: OpenBatch) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    let Some(batch) = batches::find_for_user(&mut conn, open.user_id, open.id).await? else {
        return Ok(());
    };
    if batch.stall_until.is_some_and(|until| until > app.clock.now()) {
        return Ok(());
    }
    let Some(mut room) = room(&mut conn, &batch).await? else {
        return Ok(());
    };
    let mut stored: StoredRequest = serde_json::from_value(batch.request.clone()).map_err(Error::internal)?;
    put_table(&mut stored.spec, batches::find_table(&mut conn, batch.id).await?);
    drop(conn);
    let handles = match pinned_handles(app, &batch).await? {
        Ok(handles) => handles,
        Err(missing) => {
            let message =
                format!("The plugin of {missing} in the version of this batch is not installed on this worker.");
            return stall(app, &batch, "plugin_missing", &message).await;
        }
    };
    let seed = u32::try_from(batch.seed).map_err(Error::internal)?;
    let resolver = Resolver::new(handles, stored.defaults.clone(), &stored.inputs, seed);
    let mut loading = Loading {
        app,
        next_row: batch.next_row,
        inputs: serde_json::to_value(&stored.inputs).map_err(Error::internal)?,
        source: stored.defaults.source_image_id.map(|id| id.0),
        resolver: Arc::new(resolver),
        prices: Prices::default(),
        batch,
    };
    let from = u32::try_from(loading.next_row).map_err(Error::internal)?;
    let mut walked = walk(Arc::new(stored.spec), Arc::clone(&loading.resolver), from);
    while room > 0 {
        let rows = match walked.recv().await {
            Some(Walked::Count(_)) => continue,
            Some(Walked::Rows(rows)) => rows,
            // It was walked through once before it was stored.
            Some(Walked::Refused(problems)) => {
                let why = problems.first().map_or_else(String::new, ToString::to_string);
                return stall(
                    app,
                    &loading.batch,
                    "unreadable",
                    &format!("The batch cannot be read any more: {why}"),
                )
                .await;
            }
            None => return loading.finish().await,
        };
        match loading.store(rows, room).await? {
            Some(made) => room -= made,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// How many jobs may be made now; `None` when none.
async fn room(conn: &mut studio_db::PgConnection, batch: &Batch) -> Result<Option<usize>> {
    let Some(window) = batch.window_jobs else {
        return Ok(Some(TURN));
    };
    if batch.is_paused {
        return Ok(None);
    }
    let unfinished = load::count_unfinished(conn, batch.id, window.into()).await?;
    let room = usize::try_from(i64::from(window) - unfinished).unwrap_or(0);
    Ok(Some(room.min(TURN)).filter(|room| *room > 0))
}

/// The models in the versions that the batch was priced with, or the one that is not there.
async fn pinned_handles(app: &App, batch: &Batch) -> Result<std::result::Result<HashMap<String, ModelHandle>, String>> {
    let digests: HashMap<String, String> = serde_json::from_value(batch.models.clone()).map_err(Error::internal)?;
    let mut handles = HashMap::new();
    for (model, digest) in digests {
        match find_pinned(app, &model, &digest).await? {
            Some(handle) => drop(handles.insert(model, handle)),
            None => return Ok(Err(model)),
        }
    }
    Ok(Ok(handles))
}

async fn stall(app: &App, batch: &Batch, code: &str, message: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if load::stall(&mut tx, batch.id, code, message, app.clock.now() + STALL).await? {
        events::insert(&mut tx, batch.user_id, EventKind::Batch, batch.id.0).await?;
        notices::batch_stalled(&mut tx, batch, (code, message), app.clock.now()).await?;
        tracing::info!(batch.id = %batch.id, code, "the batch cannot go on");
    }
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

struct Loading<'a> {
    app: &'a App,
    batch: Batch,
    next_row: i32,
    inputs: serde_json::Value,
    source: Option<uuid::Uuid>,
    resolver: Arc<Resolver>,
    prices: Prices,
}

impl Loading<'_> {
    /// Makes jobs of up to `room` rows in one transaction and gives their number; `None` when the batch cannot go on.
    async fn store(
        &mut self,
        rows: Vec<std::result::Result<Checked, Vec<RowError>>>,
        room: usize,
    ) -> Result<Option<usize>> {
        // Broken rows were told when the batch was asked for.
        let rows: Vec<Checked> = rows.into_iter().filter_map(std::result::Result::ok).collect();
        self.prices.learn(&self.resolver, rows.iter()).await?;
        let priced = rows.into_iter().filter_map(|row| {
            let cost = self.prices.find(&row).ok()?;
            Some((
                row,
                MicroDollars::saturating_from(cost.expected),
                MicroDollars::saturating_from(cost.high),
            ))
        });
        let mut rows: Vec<Priced> = priced.take(room).collect();
        let (mut tx, now) = (self.app.db.begin().await?, self.app.clock.now());
        if load::lock_at(&mut tx, self.batch.id, self.next_row).await?.is_none() {
            // Cancelled meanwhile, or somebody else was quicker.
            return Ok(None);
        }
        let (mut taken, mut unaffordable) = (MicroDollars::ZERO, None);
        if self.batch.window_jobs.is_some() {
            let funds = self.funds(&mut tx, now).await?;
            let affordable = affordable(&rows, funds.left);
            unaffordable = rows.get(affordable).map(|row| funds.too_little(row.2));
            rows.truncate(affordable);
            let sum = rows.iter().map(|row| row.2).sum();
            if !self.hold(&mut tx, sum, now).await? {
                // Spent elsewhere this very moment: seen again soon.
                return Ok(None);
            }
        } else {
            taken = rows.iter().map(|row| row.2).sum();
        }
        let made = rows.len();
        if let Some(last) = rows.last() {
            self.next_row = i32::try_from(last.0.row + 1).map_err(Error::internal)?;
            self.insert(&mut tx, rows, taken, now).await?;
            tx.commit().await?;
            self.app.live.changed();
        } else {
            tx.rollback().await?;
        }
        let Some((code, message)) = unaffordable else {
            return Ok(Some(made));
        };
        stall(self.app, &self.batch, code, &message).await?;
        Ok(None)
    }

    /// What can be spent on the batch now: the balance, or what a budget leaves of it.
    async fn funds(&self, conn: &mut studio_db::PgConnection, now: DateTime<Utc>) -> Result<Funds> {
        let batch = &self.batch;
        let balance = ledger::find_balance(conn, batch.user_id).await?.unwrap_or_default();
        let tightest = budgets::find_tightest(conn, batch.user_id, batch.id, now).await?;
        Ok(match tightest {
            Some((budget, left)) if left < balance => Funds {
                left,
                budget: Some(budget),
            },
            _ => Funds {
                left: balance,
                budget: None,
            },
        })
    }

    async fn insert(
        &self,
        conn: &mut studio_db::PgConnection,
        rows: Vec<Priced>,
        taken: MicroDollars,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let new_rows = rows.into_iter().map(|row| self.new_row(row, now));
        let new_rows: Vec<NewRow> = new_rows.collect::<Result<_>>()?;
        let common = Common {
            batch: &self.batch,
            operation: self.resolver.operation().as_str(),
            inputs: &self.inputs,
            parent_image_id: self.source,
            held_at: match self.batch.window_jobs {
                None => self.batch.created_at,
                Some(_) => now,
            },
        };
        load::insert_rows(conn, &common, &new_rows).await?;
        load::advance(conn, self.batch.id, self.next_row, taken, now).await?;
        if self.batch.window_jobs.is_some() {
            events::insert(conn, self.batch.user_id, EventKind::Balance, self.batch.user_id.0).await?;
        }
        Ok(())
    }

    async fn hold(&self, conn: &mut studio_db::PgConnection, sum: MicroDollars, now: DateTime<Utc>) -> Result<bool> {
        if sum == MicroDollars::ZERO {
            return Ok(true);
        }
        let money = BatchMoney {
            id: self.app.clock.new_id(),
            user_id: self.batch.user_id,
            batch_id: self.batch.id,
        };
        Ok(ledger::hold_for_batch(conn, &money, sum, now).await?)
    }

    fn new_row(&self, (row, estimate, held): Priced, now: DateTime<Utc>) -> Result<NewRow> {
        let handle = self.resolver.handle(&row.job.model_id);
        let digest = handle.map_or("", |handle| &handle.plugin().digest);
        Ok(NewRow {
            id: JobId(self.app.clock.new_id()),
            row: i32::try_from(row.row).map_err(Error::internal)?,
            prompt: row.job.prompt,
            negative_prompt: row.job.negative_prompt,
            model_id: row.job.model_id,
            plugin_digest: digest_bytes(digest)?,
            parameters: row.job.parameters.into(),
            num_images: i32::try_from(row.job.num_images).map_err(Error::internal)?,
            seed: i64::try_from(row.job.seed).map_err(Error::internal)?,
            estimate,
            held,
            axes: serde_json::to_value(&row.axes).map_err(Error::internal)?,
            // The order of the rows, and after what is there already.
            created_at: now + TimeDelta::microseconds(i64::from(row.row)),
        })
    }

    /// All rows were seen.
    async fn finish(self) -> Result<()> {
        let (mut tx, now) = (self.app.db.begin().await?, self.app.clock.now());
        let Some(batch) = load::lock_at(&mut tx, self.batch.id, self.next_row).await? else {
            return Ok(());
        };
        // Rows that the plugin priced lower than when it was asked first leave something over.
        if batch.held > MicroDollars::ZERO {
            let money = BatchMoney {
                id: self.app.clock.new_id(),
                user_id: batch.user_id,
                batch_id: batch.id,
            };
            ledger::release_for_batch(&mut tx, &money, &[(batch.created_at, batch.held)], now).await?;
            events::insert(&mut tx, batch.user_id, EventKind::Balance, batch.user_id.0).await?;
        }
        load::advance(&mut tx, batch.id, batch.row_count, batch.held, now).await?;
        events::insert(&mut tx, batch.user_id, EventKind::Batch, batch.id.0).await?;
        tx.commit().await?;
        self.app.live.changed();
        tracing::info!(batch.id = %batch.id, rows = batch.row_count, "the batch is loaded");
        if batch.row_count >= STATISTICS_FROM {
            load::refresh_statistics(&mut *self.app.db.acquire().await?).await?;
        }
        Ok(())
    }
}

/// What can be spent.
struct Funds {
    left: MicroDollars,
    /// The budget that says so, unless it is the balance.
    budget: Option<Budget>,
}

impl Funds {
    /// Why a batch cannot go on whose next row costs this.
    fn too_little(&self, price: MicroDollars) -> (&'static str, String) {
        match &self.budget {
            Some(budget) => ("budget_reached", crate::budgets::reached(budget, price, self.left)),
            None => {
                let left = self.left;
                let message = format!("The next job costs up to {price} credits and {left} are left.");
                ("no_credits", message)
            }
        }
    }
}

/// How many of the first rows this pays for.
fn affordable(rows: &[Priced], balance: MicroDollars) -> usize {
    let mut left = balance.0;
    rows.iter()
        .take_while(|row| {
            left = left.saturating_sub(row.2.0);
            left >= 0
        })
        .count()
}
