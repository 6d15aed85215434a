//! `batch submit`: first what it would be, then the question, then the batch.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Context as _;
use serde_json::json;
use studio_client::{Client, Forecast};
use uuid::Uuid;

use super::request::SubmitOptions;
use super::{follow, show};
use crate::client::context::Context;
use crate::client::failure::Failure;
use crate::client::table::facts;
use crate::client::text::{credits, duration, plain};

/// Complaints that are printed.
const SHOWN: usize = 20;

/// Forecasts, asks, submits, and waits if that is wanted.
///
/// # Errors
/// When rows are wrong, nobody agreed, the studio refuses, or rows failed.
pub(super) async fn run(client: &Client, options: &SubmitOptions, context: &Context) -> Result<(), Failure> {
    let request = options.request(client).await?;
    let forecast = client.preview_batch(&request).await?;
    if options.dry_run {
        context.result(&json!({"forecast": forecast}), || told(&forecast))?;
    } else if !context.json {
        eprintln!("{}", told(&forecast));
    }
    if forecast.broken_rows > 0 && !request.skip_broken_rows {
        return Err(Failure::WouldRefuse(format!(
            "{} of {} rows are wrong; --skip-broken leaves them out{}",
            forecast.broken_rows,
            forecast.rows,
            first_error(&forecast, context.json),
        )));
    }
    if options.dry_run {
        return Ok(());
    }
    if !options.yes {
        tokio::task::block_in_place(|| agree(options))?;
    }
    let key = options
        .idempotency_key
        .clone()
        .unwrap_or_else(|| Uuid::new_v4().to_string());
    let batch = client.submit_batch(&request, &key).await?;
    if options.wait {
        follow(client, batch.id, context).await
    } else {
        show(&batch, context)
    }
}

/// People have seen the complaints already.
fn first_error(forecast: &Forecast, json: bool) -> String {
    let first = forecast.errors.first().filter(|_| json);
    first
        .map(|error| format!("; row {}, {}: {}", error.row, error.field, error.message))
        .unwrap_or_default()
}

/// What it would be, for people.
fn told(forecast: &Forecast) -> String {
    let seconds = |name| duration(forecast.duration.get(name).copied().unwrap_or_default());
    let mut words = facts(&[
        ("rows", forecast.rows.to_string()),
        ("pictures", forecast.images.to_string()),
        (
            "price",
            format!(
                "{} (at most {})",
                credits(forecast.cost.expected_credits),
                credits(forecast.cost.high_credits)
            ),
        ),
        ("you have", credits(forecast.balance_credits)),
        ("takes", format!("{} to {}", seconds("from_s"), seconds("to_s"))),
        (
            "wrong rows",
            Some(forecast.broken_rows)
                .filter(|rows| *rows > 0)
                .map(|rows| rows.to_string())
                .unwrap_or_default(),
        ),
    ]);
    for error in forecast.errors.iter().take(SHOWN) {
        let place = error
            .line
            .map_or_else(|| format!("row {}", error.row), |line| format!("line {line}"));
        words += &format!("\n  {place}, {}: {}", plain(&error.field), plain(&error.message));
    }
    words
}

/// Asks on the terminal.
///
/// # Errors
/// When the answer is not yes, or nobody can be asked.
fn agree(options: &SubmitOptions) -> Result<(), Failure> {
    if options.reads_input() || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::Usage(
            "nothing was begun: --yes begins without asking".to_owned(),
        ));
    }
    eprint!("Begin? [y/N] ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .context("the answer cannot be read")?;
    if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Failure::Usage("nothing was begun".to_owned()))
}
