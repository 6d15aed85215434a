//! A gallery full of made-up pictures: the same each time, and good for everything that a gallery is for.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::images::{self, ImageFilter, ThumbnailFormat};
use studio_app::seed::{self, Fill, Filled};
use studio_app::{App, projects};
use studio_model::{PageLimit, ThumbnailSize, UserId};

use crate::harness::Studio;

const IMAGES: u32 = 3_000;

/// All that the rows say, in one word.
async fn digest(app: &App) -> String {
    let digest = "SELECT md5(string_agg(images::text, '|' ORDER BY id)) FROM images";
    sqlx::query_scalar(digest).fetch_one(&app.db).await.unwrap()
}

async fn count(app: &App, user: UserId, filter: ImageFilter) -> u64 {
    images::count_filtered(app, user, &filter).await.unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_seeded_gallery_is_the_same_each_time_and_works(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let (app, user) = (&studio.app, studio.user);
    assert!(!seed::is_in_use(app).await.unwrap());
    let until: DateTime<Utc> = "2026-11-27T00:00:00Z".parse().unwrap();
    let fill = Fill {
        user_id: user,
        images: IMAGES,
        seed: 7,
        until,
    };
    let drawn = seed::draw(app, 7, 2, || ()).await.unwrap();
    let filled = seed::fill(app, &drawn, fill, |_| ()).await.unwrap();
    seed::settle(app).await.unwrap();
    let (new, none) = (u64::from(IMAGES), 0);
    assert_eq!(
        filled,
        Filled {
            images: new,
            already: none
        }
    );
    let (first, stored) = (digest(app).await, studio.objects().await);
    let again = seed::fill(app, &drawn, fill, |_| ()).await.unwrap();
    assert_eq!(
        (again, digest(app).await),
        (
            Filled {
                images: none,
                already: new
            },
            first.clone()
        )
    );

    // What a gallery is for.
    let trashed = images::count_trash(app, user).await.unwrap();
    assert!((20..150).contains(&trashed), "{trashed}");
    assert_eq!(images::count(app, user).await.unwrap(), new - trashed);
    let newest = images::list(app, user, &ImageFilter::default(), None, PageLimit::default())
        .await
        .unwrap();
    let (last, oldest) = (newest.items[0].created_at, until - TimeDelta::days(731));
    assert!(last < until && last > until - TimeDelta::days(2), "{last}");
    let filter = |change: fn(&mut ImageFilter)| {
        let mut filter = ImageFilter::default();
        change(&mut filter);
        filter
    };
    let dated = ImageFilter {
        created_before: Some(oldest),
        ..ImageFilter::default()
    };
    assert_eq!(count(app, user, dated).await, 0);
    for (what, filter, expected) in [
        (
            "words",
            filter(|filter| filter.words = "lighthouse storm".to_owned()),
            60..1500,
        ),
        (
            "tag",
            filter(|filter| filter.tags = vec!["landscape".to_owned()]),
            100..1500,
        ),
        ("mark", filter(|filter| filter.favorites_only = true), 80..250),
        ("stars", filter(|filter| filter.min_rating = Some(4)), 200..900),
        (
            "model",
            filter(|filter| filter.model_id = Some("fal-ai/flux/dev".to_owned())),
            300..900,
        ),
    ] {
        let found = count(app, user, filter).await;
        assert!(expected.contains(&found), "{what}: {found}");
    }
    let projects = projects::list(app, user, projects::ProjectFilter::All, None, PageLimit::default())
        .await
        .unwrap();
    let filed: u64 = projects.items.iter().map(|project| project.image_count).sum();
    assert!((700..1300).contains(&filed), "{filed}");
    let opened = images::open_thumbnail(
        app,
        user,
        newest.items[0].id,
        ThumbnailSize::Medium,
        ThumbnailFormat::Webp,
    );
    opened.await.unwrap();

    // Files stay as long as a row names them, and go with the last.
    images::empty_trash(app, user).await.unwrap();
    assert_eq!(studio.objects().await, stored);
    sqlx::query("DELETE FROM images").execute(&app.db).await.unwrap();
    seed::fill(app, &drawn, fill, |_| ()).await.unwrap();
    assert_eq!(digest(app).await, first, "the same seed makes the same pictures");
    sqlx::query("UPDATE images SET deleted_at = now()")
        .execute(&app.db)
        .await
        .unwrap();
    images::empty_trash(app, user).await.unwrap();
    assert_eq!(studio.objects().await, 0);
}
