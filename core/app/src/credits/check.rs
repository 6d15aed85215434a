//! Proving that the books agree.

use std::fmt;

use serde::Serialize;
use studio_db::ledger::check::{self, Extent, Finding};

use crate::{App, Result};

/// What was looked at, and what does not agree.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerReport {
    /// How much was looked at.
    #[serde(flatten)]
    pub extent: Extent,
    /// What does not agree; of each kind up to 1,000.
    pub findings: Vec<Finding>,
}

/// Looks at all of the ledger as it is at one moment, however much money moves meanwhile.
///
/// # Errors
/// When the database is away, or its schema is another.
pub async fn check_ledger(app: &App) -> Result<LedgerReport> {
    let mut tx = app.db.begin().await?;
    check::hold_still(&mut tx).await?;
    let mut findings = check::list_transactions(&mut tx).await?;
    findings.extend(check::list_users(&mut tx).await?);
    findings.extend(check::list_rounds(&mut tx).await?);
    findings.extend(check::find_departed(&mut tx).await?);
    let extent = check::find_extent(&mut tx).await?;
    tx.rollback().await?;
    Ok(LedgerReport { extent, findings })
}

impl LedgerReport {
    /// Whether everything agrees.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for LedgerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Extent { users, transactions } = self.extent;
        for finding in &self.findings {
            match finding {
                Finding::Transaction {
                    transaction_id,
                    user_id,
                    sum,
                } => {
                    let of = user_id.map_or_else(|| "nobody".to_owned(), |id| format!("user {id}"));
                    writeln!(
                        f,
                        "transaction {transaction_id} of {of} sums to {sum} micro-dollars, not to 0"
                    )
                }
                Finding::Balance {
                    user_id,
                    balance,
                    available,
                } => writeln!(
                    f,
                    "user {user_id} has a balance of {balance} micro-dollars, and {available} in the ledger"
                ),
                Finding::Held { user_id, held, by_jobs } => writeln!(
                    f,
                    "user {user_id} has {held} micro-dollars held in the ledger, and {by_jobs} by open jobs and batches"
                ),
                Finding::Unsettled {
                    transaction_id,
                    user_id,
                    job_id,
                    round,
                } => writeln!(
                    f,
                    "hold {transaction_id} of user {user_id} for round {round} of job {job_id} was neither captured nor released"
                ),
                Finding::SettledAlive {
                    transaction_id,
                    user_id,
                    job_id,
                    round,
                } => writeln!(
                    f,
                    "settlement {transaction_id} of user {user_id} is for round {round} of job {job_id}, which has not ended"
                ),
                Finding::Departed { available, held } => writeln!(
                    f,
                    "accounts that are gone left {available} micro-dollars and {held} held behind, not 0"
                ),
            }?;
        }
        let verdict = if self.is_clean() {
            "the books agree"
        } else {
            "the books do not agree"
        };
        writeln!(f, "{verdict}: {users} users, {transactions} transactions")
    }
}
