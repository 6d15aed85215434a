//! A library of a million pictures of one user: filling it, every way of listing it, and tagging a tenth of it.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_fal_sim::SimConfig;
use studio_model::Cursor;
use uuid::Uuid;

use crate::client::{BROWSER_ENCODINGS, Client};
use crate::options::Options;
use crate::report::{Figure, Section, Timed};
use crate::rig::Rig;
use crate::samples::Samples;

/// Promise for every list.
const TARGET: Duration = Duration::from_millis(50);
/// Promise for a page in the middle: it is as quick as the first one, give or take what two series differ anyway.
const DEEP_RATIO: f64 = 1.5;
/// Promise for filling a million, in seconds; fewer have their part of it.
const FILL_S: f64 = 300.0;
/// Promise for tagging a hundred thousand, in seconds.
const TAG_S: f64 = 5.0;
/// Requests that tag, one after the other, and pictures of each: a filter may choose 10,000.
const TAGGING: (u32, u32) = (20, 5_000);
/// Rounds that are not counted.
const WARM_UP: usize = 5;
const EMAIL: &str = "library@example.org";

/// Ways of listing, with what follows `limit=50`. The page in the middle is added to them.
const LISTS: [(&str, &str); 13] = [
    ("first page", ""),
    ("by name", "&sort=name"),
    ("by rating", "&sort=rating"),
    ("by model", "&sort=model"),
    ("of a model", "&model_id=fal-ai/flux/dev"),
    ("with a tag that many have", "&tag=landscape"),
    ("with two tags", "&tag=landscape&tag=night+sky"),
    ("favourites", "&favorites=true"),
    ("four stars or more, by rating", "&rating=4&sort=rating"),
    ("square ones", "&aspect=square"),
    ("large ones", "&resolution=large"),
    ("with a word that many have", "&q=lighthouse"),
    ("with two words, by name", "&q=whales+gouache&sort=name"),
];

pub(super) async fn run(options: &Options) -> Result<Section> {
    let mut rig = Rig::start(options, SimConfig::instant()).await?;
    // What is measured is the studio, not how it holds people back.
    for limit in ["RATE_LIMIT_CLIENT", "RATE_LIMIT_USER"] {
        rig.set(limit, "100000/10000");
    }
    let studio = rig.serve().await?;
    let member = studio.client.register("library").await?;
    let begun = Instant::now();
    let images = options.library.to_string();
    rig.run(&["seed", "--images", &images, "--user", EMAIL]).await?;
    let filled = begun.elapsed().as_secs_f64();

    let deep = cursor(&rig.db, member.id, options.library / 2).await?;
    let mut lists: Vec<_> = LISTS
        .map(|(what, more)| (what, format!("/api/images?limit=50{more}")))
        .to_vec();
    lists.push(("page in the middle", format!("/api/images?limit=50&cursor={deep}")));
    let times = measure(&member.client, &lists, options.samples()).await?;
    let (first, middle) = (times[0].clone(), times[lists.len() - 1].clone());
    let ratio = middle.median().as_secs_f64() / first.median().as_secs_f64().max(1e-9);
    let tagged = tag(&rig.db, &member.client, member.id, options.library).await?;

    let part = f64::from(options.library) / 1e6;
    let timed = lists.iter().zip(times).map(|((what, _), samples)| {
        Timed::new(format!("`GET /api/images?limit=50`, {what}"), samples)
            .over(&first)
            .within(TARGET)
    });
    Ok(Section {
        title: "A library of a million pictures",
        times: timed.collect(),
        figures: vec![
            Figure::new("`studio seed`, statistics included", filled, "s").within(FILL_S * part),
            Figure::new("page in the middle, of the first page's median", ratio, "").within(DEEP_RATIO),
            Figure::new(format!("tagging {} pictures by filters", tagged.0), tagged.1, "s").within(TAG_S),
        ],
        notes: vec![
            format!(
                "{} pictures of one user; times are from the request to the last byte on the same machine.",
                options.library
            ),
            format!(
                "Tags were given in {} requests one after the other, since a filter may choose 10,000.",
                TAGGING.0
            ),
        ],
    })
}

/// Each round asks for everything once, so that a disturbance meets all series alike.
async fn measure(client: &Client, lists: &[(&str, String)], samples: usize) -> Result<Vec<Samples>> {
    let mut times: Vec<Vec<Duration>> = lists.iter().map(|_| Vec::new()).collect();
    for round in 0..samples + WARM_UP {
        for ((what, path), times) in lists.iter().zip(&mut times) {
            let answer = client
                .get(path, BROWSER_ENCODINGS)
                .await
                .with_context(|| (*what).to_owned())?;
            times.extend((round >= WARM_UP).then_some(answer.took));
        }
    }
    Ok(times.into_iter().map(Samples::new).collect())
}

/// Tags pictures from the oldest one on; gives how many, and in how many seconds.
async fn tag(db: &PgPool, client: &Client, owner: Uuid, all: u32) -> Result<(u64, f64)> {
    let (requests, each) = TAGGING;
    let (mut tagged, mut took_s) = (0, 0.0);
    // Counted from the newest one; the very oldest are left out, because some of all are in the trash.
    let oldest = all - all / 20;
    for request in 0..requests.min(oldest / each) {
        let from = time(db, owner, oldest - request * each).await?;
        let to = time(db, owner, oldest - (request + 1) * each).await?;
        let body = json!({"filter": {"from": from, "to": to}, "add": ["measured"]});
        let (took, done): (_, Value) = client.send_json("/api/images/bulk-tag", &body).await?;
        tagged += done["changed"].as_u64().context("no number of changed pictures")?;
        took_s += took.as_secs_f64();
    }
    ensure!(tagged > 0, "nothing was tagged");
    Ok((tagged, took_s))
}

async fn time(db: &PgPool, owner: Uuid, offset: u32) -> Result<String> {
    let (at, _) = place(db, owner, offset).await?;
    Ok(at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

async fn cursor(db: &PgPool, owner: Uuid, offset: u32) -> Result<Cursor> {
    let (at, id) = place(db, owner, offset).await?;
    Ok(Cursor { at, id })
}

/// The picture with so many newer ones.
async fn place(db: &PgPool, owner: Uuid, offset: u32) -> Result<(DateTime<Utc>, Uuid)> {
    let row = sqlx::query_as(
        "SELECT created_at, id FROM images WHERE user_id = $1 AND deleted_at IS NULL
        ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1",
    );
    let found = row.bind(owner).bind(i64::from(offset)).fetch_optional(db).await?;
    found.context("the user has too few pictures")
}
