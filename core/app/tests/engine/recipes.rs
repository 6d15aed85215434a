//! Recipes: each picture becomes one job of each step, is paid once and keeps what came before, whatever happens meanwhile.

use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation::{self, Operation};
use studio_app::recipes::{self, RecipeRequest, RunRequest, RunState, RunView, Step, Take};
use studio_db::ledger::{self, Grant};
use studio_fal_sim::{Fault, FaultKind};
use studio_model::{ImageId, JobStatus, MicroDollars, PageLimit, RecipeId, RecipeRunId};

use crate::harness::{Studio, request};
use crate::lifecycle::slow_provider;

const MODEL: &str = "fal-ai/flux/dev/image-to-image";

pub(crate) fn step(num_images: i64, take: Take) -> Step {
    Step {
        operation: Operation::ImageToImage,
        model_id: MODEL.to_owned(),
        prompt: None,
        negative_prompt: None,
        parameters: json!({ "strength": 0.6 }).as_object().unwrap().clone(),
        num_images,
        seed: None,
        take,
    }
}

pub(crate) async fn recipe(studio: &Studio, steps: Vec<Step>) -> RecipeId {
    let request = RecipeRequest {
        name: "Winter, twice".to_owned(),
        steps,
    };
    recipes::create(&studio.app, studio.user, request).await.unwrap().id
}

/// Makes pictures, `count` of them, 4 at the most.
pub(crate) async fn pictures(studio: &Studio, count: i64) -> Vec<ImageId> {
    let mut asked = request("a harbour");
    asked.num_images = count;
    let job = studio.submit(asked).await;
    let job = studio.ended(job.id).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error_message);
    job.images.iter().map(|image| image.id).collect()
}

pub(crate) async fn run(studio: &Studio, recipe: RecipeId, image_ids: Vec<ImageId>) -> RunView {
    let request = RunRequest {
        image_ids,
        project_id: None,
        idempotency_key: None,
    };
    recipes::run(&studio.app, studio.user, recipe, request)
        .await
        .unwrap()
        .run
}

pub(crate) async fn until(studio: &Studio, id: RecipeRunId, enough: impl Fn(&RunView) -> bool) -> RunView {
    let start = Instant::now();
    loop {
        let run = recipes::find_run(&studio.app, studio.user, id).await.unwrap();
        if enough(&run) {
            return run;
        }
        assert!(start.elapsed() < Duration::from_secs(180), "still {run:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(crate) async fn ended(studio: &Studio, id: RecipeRunId) -> RunView {
    until(studio, id, |run| {
        matches!(run.state, RunState::Ended | RunState::Cancelled)
    })
    .await
}

/// Of each step: completed jobs, failed ones, refused pictures, cancelled ones.
pub(crate) fn counts(run: &RunView) -> Vec<(i64, i64, i64, i64)> {
    let tallies = run.steps.iter().map(|step| step.tally);
    tallies
        .map(|tally| (tally.completed, tally.failed, tally.refused, tally.cancelled))
        .collect()
}

/// Requests that the provider took for steps.
fn step_calls(studio: &Studio) -> usize {
    let calls = studio.accepted();
    calls.iter().filter(|call| call.endpoint == MODEL).count()
}

pub(crate) async fn give(studio: &Studio, amount: i64) {
    let grant = Grant {
        id: studio.app.clock.new_id(),
        user_id: studio.user,
        amount: MicroDollars(amount),
        note: "test",
    };
    let mut conn = studio.app.db.acquire().await.unwrap();
    ledger::grant(&mut conn, &grant, studio.app.clock.now()).await.unwrap();
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn steps_follow_on_each_picture(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let sources = pictures(&studio, 2).await;
    let before = studio.balance().await;
    let recipe = recipe(&studio, vec![step(2, Take::All), step(1, Take::First)]).await;
    let asked = run(&studio, recipe, sources.clone()).await;
    assert_eq!((asked.name.as_str(), asked.state), ("Winter, twice", RunState::Running));

    let done = ended(&studio, asked.id).await;
    assert_eq!(done.state, RunState::Ended);
    assert_eq!(counts(&done), [(2, 0, 0, 0), (2, 0, 0, 0)], "{done:#?}");
    assert_eq!((done.held, done.failures.len()), (MicroDollars::ZERO, 0));
    assert!(
        done.captured > MicroDollars::ZERO && done.captured <= done.upper,
        "{done:#?}"
    );
    assert_eq!(studio.balance().await, MicroDollars(before.0 - done.captured.0));
    assert_eq!(step_calls(&studio), 4);
    studio.check_books().await;

    let all = recipes::RunJobFilter::default();
    let two = PageLimit::new(2).unwrap();
    let (page, next) = recipes::list_run_jobs(&studio.app, studio.user, asked.id, &all, None, two)
        .await
        .unwrap();
    let (rest, end) = recipes::list_run_jobs(&studio.app, studio.user, asked.id, &all, next, PageLimit::default())
        .await
        .unwrap();
    let listed: Vec<_> = page
        .iter()
        .chain(&rest)
        .map(|job| (job.recipe.unwrap().1, job.source_image.unwrap()))
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((listed.len(), end), (4, None));
    assert_eq!(listed, sorted, "by step and picture, each once");
    assert!(
        page.iter()
            .all(|job| job.recipe == Some((asked.id, 1)) && job.images.len() == 2)
    );

    // The words come along, and every picture knows what it was made from.
    let jobs = generation::list(
        &studio.app,
        studio.user,
        &generation::JobFilter::default(),
        None,
        PageLimit::default(),
    )
    .await
    .unwrap();
    let steps: Vec<_> = jobs.items.iter().filter(|job| job.recipe.is_some()).collect();
    assert!(steps.iter().all(|job| job.prompt == "a harbour"));
    let made_by = |number: u32| {
        let jobs = steps.iter().filter(move |job| job.recipe == Some((asked.id, number)));
        jobs.flat_map(|job| &job.images).collect::<Vec<_>>()
    };
    let (first, second) = (made_by(1), made_by(2));
    assert_eq!((first.len(), second.len()), (4, 2));
    assert!(
        first
            .iter()
            .all(|image| sources.contains(&ImageId(image.parent_image_id.unwrap())))
    );
    let parents = second.iter().map(|image| image.parent_image_id.unwrap());
    assert!(
        parents
            .into_iter()
            .all(|parent| first.iter().any(|image| image.id.0 == parent))
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_goes_on_once_however_often_workers_die(options: PgPoolOptions, database: PgConnectOptions) {
    // A worker that dies between committing to a call and making it leaves no trace: the job waits for the bound.
    let studio = Studio::with(options, database, studio_fal_sim::SimConfig::instant(), |config| {
        config.submit_unknown_s = 10;
    })
    .await;
    give(&studio, 100_000_000).await;
    let first = studio.worker().await;
    let mut sources = Vec::new();
    for _ in 0..3 {
        sources.extend(pictures(&studio, 4).await);
    }
    first.kill();
    let recipe = recipe(
        &studio,
        vec![step(1, Take::All), step(1, Take::All), step(1, Take::All)],
    )
    .await;
    let asked = run(&studio, recipe, sources).await;
    for _ in 0..5 {
        let pair = (studio.worker().await, studio.worker().await);
        tokio::time::sleep(Duration::from_millis(900)).await;
        pair.0.kill();
        pair.1.kill();
    }
    studio.lapse_leases().await;
    let _both = (studio.worker().await, studio.worker().await);
    let done = until(&studio, asked.id, |run| run.state == RunState::Ended).await;
    assert_eq!(counts(&done), [(12, 0, 0, 0); 3], "{done:#?}");
    let (jobs, pictures): (i64, i64) = sqlx::query_as(
        "SELECT count(*), count(DISTINCT (recipe_step, parent_image_id)) FROM generation_queue WHERE recipe_step > 0",
    )
    .fetch_one(&studio.app.db)
    .await
    .unwrap();
    assert_eq!((jobs, pictures), (36, 36));
    let paid = studio
        .accepted()
        .iter()
        .filter(|call| call.endpoint == MODEL && call.billable_units > 0.0)
        .count();
    assert_eq!(paid, 36, "each was paid once at the provider");
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_failed_step_keeps_what_came_before_and_runs_again(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let sources = pictures(&studio, 2).await;
    let refused = FaultKind::ModelError {
        error: "content_policy_violation".to_owned(),
    };
    studio.set_faults(vec![Fault::always(refused).at(MODEL).times(1)]);
    let recipe = recipe(&studio, vec![step(1, Take::All), step(1, Take::All)]).await;
    let asked = run(&studio, recipe, sources.clone()).await;
    let done = ended(&studio, asked.id).await;
    assert_eq!(counts(&done), [(1, 1, 0, 0), (1, 0, 0, 0)], "{done:#?}");
    let failure = &done.failures[0];
    assert_eq!((failure.step, failure.code.as_str()), (1, "rejected"), "{failure:?}");
    assert!(sources.contains(&failure.source) && failure.job_id.is_some());
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM images")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(kept, 4, "two to begin with, and one for each step that worked");
    studio.check_books().await;

    let again = recipes::retry_run(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(again.state, RunState::Running, "it is open again");
    let done = ended(&studio, asked.id).await;
    assert_eq!(counts(&done), [(2, 0, 0, 0), (2, 0, 0, 0)], "{done:#?}");
    assert!(
        recipes::retry_run(&studio.app, studio.user, asked.id).await.is_err(),
        "nothing failed"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_in_the_trash_is_refused_and_told(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let sources = pictures(&studio, 2).await;
    worker.stop().await;
    let recipe = recipe(&studio, vec![step(1, Take::All)]).await;
    let asked = run(&studio, recipe, sources.clone()).await;
    let in_trash = async |is: bool| {
        sqlx::query("UPDATE images SET deleted_at = CASE WHEN $2 THEN now() END WHERE id = $1")
            .bind(sources[0].0)
            .bind(is)
            .execute(&studio.app.db)
            .await
            .unwrap();
    };
    in_trash(true).await;
    let _worker = studio.worker().await;
    let done = ended(&studio, asked.id).await;
    assert_eq!(counts(&done), [(1, 0, 1, 0)], "{done:#?}");
    assert_eq!(
        (done.failures[0].code.as_str(), done.failures[0].source),
        ("refused", sources[0])
    );
    in_trash(false).await;
    recipes::retry_run(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(counts(&ended(&studio, asked.id).await), [(2, 0, 0, 0)]);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_blanked_picture_goes_on_only_when_asked(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let sources = pictures(&studio, 1).await;
    studio.set_faults(vec![Fault::always(FaultKind::Nsfw {}).at(MODEL).times(1)]);
    let recipe = recipe(&studio, vec![step(1, Take::All), step(1, Take::All)]).await;
    let asked = run(&studio, recipe, sources).await;
    let done = ended(&studio, asked.id).await;
    assert_eq!(counts(&done), [(1, 0, 0, 0), (0, 0, 1, 0)], "{done:#?}");
    assert!(done.failures[0].message.contains("blanked"), "{done:#?}");
    recipes::retry_run(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(counts(&ended(&studio, asked.id).await)[1], (1, 0, 0, 0));
    worker.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_paused_run_waits_and_a_cancelled_one_ends(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, slow_provider(), |config| config.job_slots = 1).await;
    let _worker = studio.worker().await;
    let sources = pictures(&studio, 4).await;
    let before = studio.balance().await;
    let recipe = recipe(&studio, vec![step(1, Take::All), step(1, Take::All)]).await;
    let asked = run(&studio, recipe, sources).await;
    until(&studio, asked.id, |run| run.steps[0].tally.running == 1).await;
    recipes::pause_run(&studio.app, studio.user, asked.id).await.unwrap();
    // The one that has begun goes on; what it makes waits, and so do the others.
    let held = until(&studio, asked.id, |run| run.steps[0].tally.completed == 1).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let later = recipes::find_run(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(
        (later.steps[0].tally, later.steps[1].tally.waiting),
        (held.steps[0].tally, 1)
    );
    assert_eq!(
        (later.state, later.waiting.unwrap().code),
        (RunState::Paused, "recipe_paused")
    );
    let jobs = generation::list(
        &studio.app,
        studio.user,
        &generation::JobFilter::default(),
        None,
        PageLimit::default(),
    )
    .await
    .unwrap();
    let waiting = jobs.items.iter().find(|job| job.status == JobStatus::Pending).unwrap();
    assert_eq!(waiting.waiting.as_ref().unwrap().code, "recipe_paused");

    recipes::resume_run(&studio.app, studio.user, asked.id).await.unwrap();
    until(&studio, asked.id, |run| {
        run.steps.iter().any(|step| step.tally.running == 1)
    })
    .await;
    recipes::cancel_run(&studio.app, studio.user, asked.id).await.unwrap();
    let done = ended(&studio, asked.id).await;
    assert_eq!(
        (done.state, done.held),
        (RunState::Cancelled, MicroDollars::ZERO),
        "{done:#?}"
    );
    let all: i64 = counts(&done).iter().map(|count| count.0 + count.3).sum();
    let first: i64 = counts(&done)[0].0;
    assert!(first >= 1 && all >= 4, "{done:#?}");
    assert_eq!(studio.balance().await, MicroDollars(before.0 - done.captured.0));
    studio.check_books().await;
    assert!(recipes::cancel_run(&studio.app, studio.user, asked.id).await.is_err());
    assert!(recipes::retry_run(&studio.app, studio.user, asked.id).await.is_err());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_goes_on_without_its_recipe(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let sources = pictures(&studio, 1).await;
    let id = recipe(&studio, vec![step(1, Take::All), step(1, Take::All)]).await;
    let asked = run(&studio, id, sources).await;
    recipes::delete(&studio.app, studio.user, id).await.unwrap();
    let done = ended(&studio, asked.id).await;
    assert_eq!((done.recipe_id, done.name.as_str()), (None, "Winter, twice"));
    assert_eq!(counts(&done), [(1, 0, 0, 0), (1, 0, 0, 0)]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn steps_follow_on_a_single_request(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let mut asked = request("a lighthouse");
    asked.num_images = 3;
    asked.then.steps = Some(vec![step(1, Take::First)]);
    let job = studio.submit(asked).await;
    let (id, number) = job.recipe.unwrap();
    assert_eq!(number, 0);
    let done = ended(&studio, id).await;
    assert_eq!(counts(&done), [(1, 0, 0, 0)], "only the first picture goes on");
    assert_eq!(studio.ended(job.id).await.images.len(), 3);
    studio.check_books().await;
}
