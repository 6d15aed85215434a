//! What a user meets on a good day, and bad input.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation::{self, Operation};
use studio_app::{Error, FieldError, images};
use studio_model::{JobStatus, MicroDollars, PageLimit, Phase, UserId};
use uuid::Uuid;

use crate::harness::{START_BALANCE, Studio, request};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn four_pictures_arrive_and_are_paid_once(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let job = studio.submit(request("a lighthouse at dusk")).await;
    assert_eq!(job.status, JobStatus::Pending);
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 - job.held.0));

    studio.assert_paid_once(job.id, 4).await;
    // Four originals, each with two sizes in two formats: the pictures are 512 pixels wide.
    assert_eq!(studio.objects().await, 4 * 5);
    let page = images::list(
        &studio.app,
        studio.user,
        &images::ImageFilter::default(),
        None,
        PageLimit::default(),
    )
    .await
    .unwrap();
    assert_eq!(page.items.len(), 4);
    assert!(
        page.items
            .iter()
            .all(|image| image.prompt == "a lighthouse at dusk" && image.width == 512 && image.seed.is_some())
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_becomes_the_source_of_another(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let first = studio.submit(request("a harbour")).await;
    let source = studio.ended(first.id).await.images[0].clone();
    let mut again = request("the same harbour in snow");
    (again.operation, again.model_id) = (Operation::ImageToImage, "fal-ai/flux/dev/image-to-image".to_owned());
    (again.source_image, again.num_images) = (Some(source.id), 1);
    again.parameters.clear();
    let job = studio.submit(again).await;
    let job = studio.ended(job.id).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error_message);
    assert_eq!(job.images[0].parent_image_id, Some(source.id.0));
    assert_eq!(
        (job.images[0].width, job.images[0].height),
        (source.width, source.height)
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_field_is_named_and_nothing_is_held(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let fields = async |change: &dyn Fn(&mut generation::Submit)| {
        let mut wrong = request("fine");
        change(&mut wrong);
        match generation::submit(&studio.app, studio.user, wrong).await {
            Err(Error::Invalid(errors)) => errors
                .into_iter()
                .map(|FieldError { field, .. }| field)
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        fields(&|wrong| wrong.model_id = "fal-ai/nothing".to_owned()).await,
        ["model_id"]
    );
    assert_eq!(fields(&|wrong| wrong.prompt.clear()).await, ["prompt"]);
    assert_eq!(fields(&|wrong| wrong.prompt = "x".repeat(1 << 20)).await, ["prompt"]);
    assert_eq!(fields(&|wrong| wrong.num_images = 0).await, ["num_images"]);
    assert_eq!(fields(&|wrong| wrong.num_images = 99).await, ["num_images"]);
    assert_eq!(fields(&|wrong| wrong.priority = 1000).await, ["priority"]);
    assert_eq!(fields(&|wrong| wrong.seed = Some(u64::MAX)).await, ["seed"]);
    assert_eq!(
        fields(&|wrong| wrong.project_id = Some("00000000-0000-0000-0000-000000000001".parse().unwrap())).await,
        ["project_id"]
    );
    let both = fields(&|wrong| {
        wrong.parameters.insert("num_inference_steps".to_owned(), 999.into());
        wrong.parameters.insert("made_up".to_owned(), 1.into());
    })
    .await;
    assert!(
        both.contains(&"parameters.num_inference_steps".to_owned()) && both.contains(&"parameters.made_up".to_owned()),
        "{both:?}"
    );
    assert_eq!(studio.balance().await, START_BALANCE);
    assert_eq!(generation::count_active(&studio.app, studio.user).await.unwrap(), 0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_balance_is_never_overdrawn_by_simultaneous_requests(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    // Four pictures of a megapixel each cost 100,000 micro-dollars at most: ten fit.
    let expensive = || {
        let mut expensive = request("gold");
        expensive.model_id = "fal-ai/flux/dev".to_owned();
        expensive.parameters.insert("image_size".to_owned(), "square_hd".into());
        expensive
    };
    let submits = (0..25).map(|_| generation::submit(&studio.app, studio.user, expensive()));
    let results = futures::future::join_all(submits).await;
    let held: i64 = results.iter().flatten().map(|submitted| submitted.job.held.0).sum();
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 - held));
    let refused = results
        .iter()
        .filter(|result| matches!(result, Err(Error::InsufficientCredits { .. })))
        .count();
    assert!(
        refused > 0 && refused + results.iter().flatten().count() == 25,
        "{refused} refused"
    );
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_same_key_makes_one_job(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let keyed = |prompt: &str| {
        let mut keyed = request(prompt);
        keyed.idempotency_key = Some("order-1".to_owned());
        keyed
    };
    let submits = (0..8).map(|_| generation::submit(&studio.app, studio.user, keyed("once")));
    let results: Vec<_> = futures::future::join_all(submits)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(results.iter().all(|submitted| submitted.job.id == results[0].job.id));
    assert_eq!(results.iter().filter(|submitted| !submitted.replayed).count(), 1);
    let other = generation::submit(&studio.app, studio.user, keyed("twice")).await;
    assert!(matches!(other, Err(Error::Conflict(_))), "{other:?}");
    assert_eq!(generation::count_active(&studio.app, studio.user).await.unwrap(), 1);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_waiting_job_is_cancelled_at_once_and_can_be_started_again(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::new(options, database).await;
    let job = studio.submit(request("later")).await;
    let job = generation::cancel(&studio.app, studio.user, job.id).await.unwrap();
    studio.assert_refunded(job.id, JobStatus::Cancelled).await;
    let twice = generation::cancel(&studio.app, studio.user, job.id).await;
    assert!(matches!(twice, Err(Error::Conflict(_))));

    let _worker = studio.worker().await;
    generation::retry(&studio.app, studio.user, job.id).await.unwrap();
    let job = studio.ended(job.id).await;
    assert_eq!((job.status, job.images.len()), (JobStatus::Completed, 4));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn jobs_of_others_do_not_exist(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let job = studio.submit(request("mine")).await;
    let stranger = UserId(Uuid::from_u128(1));
    assert!(matches!(
        generation::find(&studio.app, stranger, job.id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        generation::cancel(&studio.app, stranger, job.id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        generation::retry(&studio.app, stranger, job.id).await,
        Err(Error::NotFound)
    ));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_graceful_stop_hands_the_job_over_without_an_attempt(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, slow_provider(), |_| ()).await;
    let first = studio.worker().await;
    let job = studio.submit(request("handed over")).await;
    studio.in_phase(job.id, Phase::Running).await;
    first.stop().await;
    let _second = studio.worker().await;
    studio.assert_paid_once(job.id, 4).await;
    let crashes: i32 = sqlx::query_scalar("SELECT crash_count FROM generation_queue")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(crashes, 0);
}

pub(crate) fn slow_provider() -> studio_fal_sim::SimConfig {
    let mut sim = studio_fal_sim::SimConfig::instant();
    sim.live.time_scale = 1.0;
    sim.live.queue_ms = 500;
    sim
}
