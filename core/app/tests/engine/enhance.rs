//! Work on one's own pictures: enlarging, also in two calls, and cutting out.

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::Error;
use studio_app::generation::{self, Enhance, EnhanceKind, JobView};
use studio_app::images::ImageView;
use studio_model::{ImageId, JobStatus, UserId};
use uuid::Uuid;

use crate::harness::{Studio, request};

/// A finished picture of 64 × 48 pixels.
async fn small_picture(studio: &Studio) -> ImageView {
    let mut small = request("a harbour");
    small.num_images = 1;
    small.parameters.clear();
    for (name, value) in [
        ("image_size", json!("custom")),
        ("width", json!(64)),
        ("height", json!(48)),
    ] {
        small.parameters.insert(name.to_owned(), value);
    }
    let job = studio.submit(small).await;
    studio.ended(job.id).await.images[0].clone()
}

async fn edited(studio: &Studio, source: &ImageView, edit: Enhance) -> JobView {
    let request = generation::enhance(&studio.app, studio.user, source.id, edit)
        .await
        .unwrap();
    let job = studio.submit(request).await;
    let job = studio.ended(job.id).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error_message);
    assert_eq!(job.images[0].parent_image_id, Some(source.id.0));
    job
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_is_enlarged_in_one_call_or_two(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let source = small_picture(&studio).await;
    let twice = edited(&studio, &source, Enhance::new(EnhanceKind::Upscale(2))).await;
    assert_eq!((twice.images[0].width, twice.images[0].height), (128, 96));
    let before = studio.accepted().len();
    let two_calls = Enhance {
        model_id: Some("fal-ai/clarity-upscaler".to_owned()),
        ..Enhance::new(EnhanceKind::Upscale(8))
    };
    let eight = edited(&studio, &source, two_calls).await;
    assert_eq!((eight.images[0].width, eight.images[0].height), (512, 384));
    assert_eq!(studio.accepted().len() - before, 2);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_cut_out_is_a_png_of_the_same_size(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let source = small_picture(&studio).await;
    let job = edited(&studio, &source, Enhance::new(EnhanceKind::RemoveBackground)).await;
    let image = &job.images[0];
    assert_eq!(
        (image.width, image.height, image.format.as_str()),
        (source.width, source.height, "png")
    );
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_own_pictures_and_offered_factors_are_worked_on(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let source = small_picture(&studio).await;
    let upscale = |user: UserId, id: ImageId, factor: u32| {
        generation::enhance(&studio.app, user, id, Enhance::new(EnhanceKind::Upscale(factor)))
    };
    let odd = upscale(studio.user, source.id, 3).await;
    assert!(matches!(odd, Err(Error::Invalid(errors)) if errors[0].field == "factor"));
    let foreign = upscale(UserId(Uuid::nil()), source.id, 2).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
}
