//! Videos: from words and from a picture, stored with their first frame, and refused where a picture is needed.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches;
use studio_app::generation::{
    self, Canvas, Edit, Enhance, EnhanceKind, Extent, Extents, Operation, Outpaint, Submit, Vary,
};
use studio_app::images::{self, OpenedOriginal, ThumbnailFormat};
use studio_app::{Error, FieldError};
use studio_fal_sim::{Fault, FaultKind};
use studio_model::{ImageId, JobStatus, MicroDollars, ThumbnailSize, VideoFacts};

use crate::batches::{batch, prompts};
use crate::harness::{START_BALANCE, Studio, request};

const MODEL: &str = "fal-ai/ltx-video";

fn film(prompt: &str, source: Option<ImageId>) -> Submit {
    Submit {
        source_image: source,
        ..Submit::new(Operation::Video, MODEL.to_owned(), prompt.to_owned())
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn words_become_a_stored_video_with_a_poster(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let job = studio.submit(film("a lake at dusk", None)).await;
    studio.assert_paid_once(job.id, 1).await;
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 - 20_000));
    // The video, and its first frame in three sizes and two formats.
    assert_eq!(studio.objects().await, 1 + 3 * 2);
    let video = images::find(&studio.app, studio.user, studio.ended(job.id).await.images[0].id)
        .await
        .unwrap();
    assert_eq!((video.format.as_str(), video.width, video.height), ("mp4", 768, 512));
    let facts = VideoFacts {
        duration_ms: 2000,
        frames: 48,
    };
    assert_eq!(video.video, Some(facts));
    let opened = images::open_original(&studio.app, studio.user, video.id, None)
        .await
        .unwrap();
    let OpenedOriginal::Here { file, file_name } = opened else {
        panic!("{opened:?}")
    };
    assert_eq!(
        (file.content_type, file.object.info.size_bytes),
        ("video/mp4", video.file_size)
    );
    assert!(
        file_name.starts_with("a-lake-at-dusk-") && file_name.ends_with(".mp4"),
        "{file_name}"
    );
    let (size, format) = (ThumbnailSize::Large, ThumbnailFormat::Avif);
    let poster = images::open_thumbnail(&studio.app, studio.user, video.id, size, format).await;
    assert_eq!(poster.unwrap().content_type, "image/avif");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_is_filmed_and_a_video_is_no_picture(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let picture = studio
        .submit(Submit {
            num_images: 1,
            ..request("a harbour")
        })
        .await;
    let picture = studio.ended(picture.id).await.images[0].clone();
    let job = studio.submit(film("the boats rock", Some(picture.id))).await;
    let job = studio.ended(job.id).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error_message);
    let video = job.images[0].clone();
    assert_eq!(video.parent_image_id, Some(picture.id.0));
    // Square, as the picture is.
    assert_eq!(video.width, video.height);
    let called: Vec<String> = studio.accepted().into_iter().map(|entry| entry.endpoint).collect();
    assert_eq!(called[1], "fal-ai/ltx-video/image-to-video");

    refuses_where_a_picture_is_needed(&studio, video.id).await;
    // The same again with another seed starts from the picture, as the video did.
    let vary = Vary {
        count: 1,
        priority: 0,
        idempotency_key: None,
    };
    let again = generation::vary(&studio.app, studio.user, video.id, vary)
        .await
        .unwrap();
    let again = studio.ended(again.job.id).await;
    assert_eq!(again.images[0].format, "mp4", "{:?}", again.error_message);
    assert_eq!(again.images[0].parent_image_id, Some(video.id.0));
    studio.check_books().await;
}

async fn refuses_where_a_picture_is_needed(studio: &Studio, video: ImageId) {
    let (app, user) = (&studio.app, studio.user);
    let enlarge = generation::enhance(app, user, video, Enhance::new(EnhanceKind::Upscale(2)))
        .await
        .unwrap();
    let cut_out = generation::enhance(app, user, video, Enhance::new(EnhanceKind::RemoveBackground))
        .await
        .unwrap();
    let mut repaint = film("in winter", Some(video));
    (repaint.operation, repaint.model_id) = (Operation::ImageToImage, "fal-ai/flux/dev/image-to-image".to_owned());
    for submit in [enlarge, cut_out, repaint, film("again", Some(video))] {
        let operation = submit.operation;
        let refusal = generation::submit(app, user, submit).await.unwrap_err();
        assert_is_video(&refusal, "source_image_id", operation.as_str());
    }
    let edit = Edit {
        prompt: "more sea".to_owned(),
        model_id: None,
        negative_prompt: None,
        parameters: serde_json::Map::new(),
        num_images: 1,
        seed: None,
        project_id: None,
        priority: 0,
        idempotency_key: None,
    };
    let half = Extent::Ratio(0.5);
    let extents = Extents {
        left: half,
        right: half,
        top: half,
        bottom: half,
    };
    let refusal = generation::outpaint(
        app,
        user,
        video,
        Outpaint {
            edit,
            canvas: Canvas::Sides(extents),
        },
    )
    .await;
    assert_is_video(&refusal.unwrap_err(), "source_image_id", "outpaint");
    let mut batch = batch(prompts(2));
    batch.defaults.source_image_id = Some(video);
    let refusal = batches::forecast(app, user, &batch).await;
    assert_is_video(&refusal.unwrap_err(), "defaults.source_image_id", "batch");
}

fn assert_is_video(error: &Error, field: &str, what: &str) {
    let Error::Invalid(errors) = error else {
        panic!("{what}: {error:?}")
    };
    let expected = FieldError::new(field, "this is a video; choose a picture");
    assert_eq!(errors, &[expected], "{what}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_in_place_of_a_video_costs_nothing(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    studio.set_faults(vec![Fault::always(FaultKind::BombImage { side: 64 })]);
    let _worker = studio.worker().await;
    let job = studio.submit(film("a lake", None)).await;
    let job = studio.assert_refunded(job.id, JobStatus::Failed).await;
    assert_eq!(job.error_code.as_deref(), Some("bad_result"));
    let message = job.error_message.unwrap_or_default();
    assert!(message.contains("not an MP4 video but a PNG picture"), "{message}");
}
