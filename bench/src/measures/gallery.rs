//! Opening a gallery with 100,000 pictures: server and loopback time of a whole answer.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use studio_db::images::{self, ImageFilter};
use studio_fal_sim::SimConfig;
use studio_model::{Cursor, PageLimit, UserId};
use tokio::time::{Instant as Clock, sleep_until};
use uuid::Uuid;

use crate::client::{BROWSER_ENCODINGS, Client, Member};
use crate::options::Options;
use crate::report::{Section, Timed};
use crate::rig::Rig;
use crate::samples::Samples;
use crate::seed;

/// Promise for every page.
const TARGET: Duration = Duration::from_millis(20);
/// Pictures of a page.
const TILES: u16 = 48;
/// A user may ask ten times a second in the long run; more is refused.
const PACE: Duration = Duration::from_millis(101);
/// Rounds that are not counted: connections, prepared statements, caches.
const WARM_UP: usize = 5;

/// One way of opening the gallery.
struct Case {
    what: &'static str,
    path: String,
    kind: Kind,
    /// Which baseline it is compared with: the first page's statement or the deep one's.
    is_deep: bool,
}

enum Kind {
    Whole,
    Uncompressed,
    Part,
}

pub(super) async fn run(options: &Options) -> Result<Section> {
    let rig = Rig::start(options, SimConfig::instant()).await?;
    let studio = rig.serve().await?;
    let member = studio.client.register("gallery").await?;
    seed::gallery(&rig, member.id, options.pictures).await?;
    let deep = middle(&rig.db, member.id, options.pictures).await?;
    let cases = cases(deep);

    let mut times: Vec<Vec<Duration>> = cases.iter().map(|_| Vec::new()).collect();
    let (mut first_sql, mut deep_sql, mut count_sql) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = Clock::now();
    // Each round asks for everything once, so that a disturbance meets all series alike.
    for round in 0..options.samples() + WARM_UP {
        let is_counted = round >= WARM_UP;
        for (case, times) in cases.iter().zip(&mut times) {
            sleep_until(next).await;
            next = Clock::now() + PACE;
            let took = open(&member, case).await?;
            times.extend(is_counted.then_some(took));
        }
        first_sql.extend(Some(time_list(&rig.db, &member, None).await?).filter(|_| is_counted));
        deep_sql.extend(Some(time_list(&rig.db, &member, Some(deep)).await?).filter(|_| is_counted));
        count_sql.extend(Some(time_count(&rig.db, &member).await?).filter(|_| is_counted));
    }
    let (first_sql, deep_sql) = (Samples::new(first_sql), Samples::new(deep_sql));
    let pages = cases.iter().zip(times).map(|(case, times)| {
        let baseline = if case.is_deep { &deep_sql } else { &first_sql };
        Timed::new(case.what, Samples::new(times)).over(baseline).within(TARGET)
    });
    let baselines = [
        Timed::new("baseline: the page's statement alone, first page", first_sql.clone()),
        Timed::new(
            "baseline: the page's statement alone, page in the middle",
            deep_sql.clone(),
        ),
        Timed::new("baseline: counting the user's pictures", Samples::new(count_sql)),
    ];
    Ok(Section {
        title: "A page of 48 pictures",
        times: baselines.into_iter().chain(pages).collect(),
        notes: vec![format!(
            "{} pictures of one user and as many of twenty others. Times are from the request to the last byte on the same machine.",
            options.pictures
        )],
        ..Section::default()
    })
}

fn cases(deep: Cursor) -> Vec<Case> {
    let list = format!("/api/images?limit={TILES}");
    let case = |what, path, kind, is_deep| Case {
        what,
        path,
        kind,
        is_deep,
    };
    vec![
        case(
            "`GET /api/images?limit=48`, first page",
            list.clone(),
            Kind::Whole,
            false,
        ),
        case(
            "`GET /api/images?limit=48`, page in the middle",
            format!("{list}&cursor={deep}"),
            Kind::Whole,
            true,
        ),
        case("`GET /gallery`", "/gallery".to_owned(), Kind::Whole, false),
        case(
            "`GET /gallery`, uncompressed",
            "/gallery".to_owned(),
            Kind::Uncompressed,
            false,
        ),
        case(
            "`GET /gallery`, part added by scrolling, in the middle",
            format!("/gallery?page=2&cursor={deep}"),
            Kind::Part,
            true,
        ),
    ]
}

async fn open(member: &Member, case: &Case) -> Result<Duration> {
    let client: &Client = &member.client;
    let fetched = match case.kind {
        Kind::Whole => client.get(&case.path, BROWSER_ENCODINGS).await?,
        Kind::Uncompressed => client.get(&case.path, "identity").await?,
        Kind::Part => client.get_part(&case.path, BROWSER_ENCODINGS).await?,
    };
    ensure!(
        fetched.body.len() > 1000,
        "{} answered {} bytes",
        case.path,
        fetched.body.len()
    );
    Ok(fetched.took)
}

/// The place in the middle of the list.
async fn middle(db: &PgPool, owner: Uuid, pictures: u32) -> Result<Cursor> {
    let row: Option<(DateTime<Utc>, Uuid)> = sqlx::query_as(
        "SELECT created_at, id FROM images WHERE user_id = $1 ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1",
    )
    .bind(owner)
    .bind(i64::from(pictures / 2))
    .fetch_optional(db)
    .await?;
    let (at, id) = row.context("the user has no pictures")?;
    Ok(Cursor { at, id })
}

async fn time_list(db: &PgPool, member: &Member, after: Option<Cursor>) -> Result<Duration> {
    let mut conn = db.acquire().await?;
    let limit = PageLimit::new(TILES).unwrap_or_default();
    let begun = Instant::now();
    let images = images::list(&mut conn, UserId(member.id), &ImageFilter::default(), after, limit).await?;
    let took = begun.elapsed();
    ensure!(
        images.len() == usize::from(TILES),
        "{} pictures on a page",
        images.len()
    );
    Ok(took)
}

async fn time_count(db: &PgPool, member: &Member) -> Result<Duration> {
    let mut conn = db.acquire().await?;
    let begun = Instant::now();
    studio_db::overview::count_images(&mut conn, UserId(member.id)).await?;
    Ok(begun.elapsed())
}
