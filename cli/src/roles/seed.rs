//! `seed`: a gallery full of made-up pictures.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use chrono::{NaiveTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use studio_app::seed::{self, Fill};
use studio_app::{App, Error};
use tokio_util::sync::CancellationToken;

use super::start;
use crate::args::SeedOptions;

/// Draws, fills and settles. What a stop leaves is whole, and the same command goes on there.
///
/// # Errors
/// When the account is unknown, the studio is in use and nobody agreed, or the database or the store is away.
pub(crate) async fn run(options: &SeedOptions, stop: &CancellationToken) -> anyhow::Result<()> {
    let app = start::open().await?;
    if !start::prepare(&app, stop).await? {
        bail!("stopped before anything was done");
    }
    if !options.yes && seed::is_in_use(&app).await? {
        bail!("this studio is in use: it has jobs or several accounts. --yes fills a gallery all the same");
    }
    let filled = tokio::select! {
        filled = fill(&app, options) => filled?,
        () = stop.cancelled() => bail!("stopped; the same command goes on"),
    };
    println!("{filled}");
    Ok(())
}

async fn fill(app: &App, options: &SeedOptions) -> anyhow::Result<String> {
    let begun = Instant::now();
    let user_id = seed::find_user(app, &options.user).await.map_err(|error| match error {
        Error::NotFound => anyhow::anyhow!("there is no account `{}`; it has to be registered first", options.user),
        error => error.into(),
    })?;
    let files = bar("drawing files", options.files.into());
    let drawn = seed::draw(app, options.seed, options.files, || files.inc(1)).await;
    files.finish_and_clear();
    let drawn = drawn.context("the files cannot be stored")?;
    let fill = Fill {
        user_id,
        images: options.images,
        seed: options.seed,
        until: Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc(),
    };
    let rows = bar("storing pictures", options.images.into());
    let filled = seed::fill(app, &drawn, fill, |done| rows.inc(done)).await;
    rows.finish_and_clear();
    let filled = filled.context("the pictures cannot be stored")?;
    seed::settle(app)
        .await
        .context("the statistics cannot be brought up to date")?;
    Ok(format!(
        "{} pictures are new, {} were there already, {:.1} s",
        filled.images,
        filled.already,
        begun.elapsed().as_secs_f64()
    ))
}

/// On standard error, where that is a terminal.
fn bar(what: &'static str, length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {bar:32} {human_pos}/{human_len}  {msg}  {elapsed}");
    let bar = ProgressBar::new(length).with_style(style.expect("the template is part of the program"));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar.with_message(what)
}
