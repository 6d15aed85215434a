//! Lists of pictures against PostgreSQL: every order page by page, every filter, and the plan of every statement that reads pictures.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::Path;

use sqlx::{PgPool, Row as _};
use studio_db::images::{self, Image, ImageFilter};
use studio_model::{Aspect, ImageCursor, ImageKind, ImageSort, PageLimit, Resolution, SortKey, SortOrder, UserId};
use uuid::Uuid;

async fn user(pool: &PgPool, name: &str) -> UserId {
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO users (id, email, password_hash, name) VALUES ($1, $2 || '@example.org', 'none', $2)")
        .bind(id)
        .bind(name)
        .execute(pool)
        .await
        .unwrap();
    UserId(id)
}

/// Pictures number 1 to `count`: their values repeat after different numbers of pictures, so every order has many equal ones.
async fn seed(pool: &PgPool, user: UserId, count: i32) {
    sqlx::query(
        "INSERT INTO images (
            id, user_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height, file_size, format, sha256,
            average_color, placeholder, prompt, model_id, model_version, parameters, name, rating, is_favorite, tags, notes, created_at
        ) SELECT gen_random_uuid(), $1, 0, gen_random_uuid(), 'none', 'none', 'none',
            CASE n % 3 WHEN 0 THEN 1024 WHEN 1 THEN 1920 ELSE 1080 END, CASE n % 3 WHEN 0 THEN 1024 WHEN 1 THEN 1080 ELSE 3840 END,
            1, CASE WHEN n % 9 = 0 THEN 'mp4' ELSE 'png' END, sha256('x'), '#808080', '', 'picture ' || n || ' of a ' || CASE WHEN n % 500 = 0 THEN 'lighthouse' ELSE 'fox' END,
            'model/' || n % 4, '1', '{}', CASE WHEN n % 5 = 0 THEN 'Name ' || n % 7 ELSE '' END, NULLIF(n % 6, 0), n % 10 = 0,
            CASE WHEN n % 8 = 0 THEN ARRAY['sea', 'night sky'] ELSE '{}' END, '', '2026-11-01T00:00:00Z'::timestamptz + n / 3 * interval '1 min'
        FROM generate_series(1, $2) AS n",
    )
    .bind(user.0)
    .bind(count)
    .execute(pool)
    .await
    .unwrap();
}

/// The whole list, page by page.
async fn walk(pool: &PgPool, user: UserId, filter: &ImageFilter, by: (ImageSort, SortOrder), rows: u16) -> Vec<Image> {
    let (mut conn, limit) = (pool.acquire().await.unwrap(), PageLimit::new(rows).unwrap());
    let (mut all, mut after): (Vec<Image>, Option<ImageCursor>) = (Vec::new(), None);
    loop {
        let page = images::list_sorted(&mut conn, user, filter, by, after.as_ref(), limit)
            .await
            .unwrap();
        let Some(last) = page.last().cloned() else { return all };
        let key = match by.0 {
            ImageSort::Date => SortKey::Date(last.created_at),
            ImageSort::Name => SortKey::Name(images::find_sort_name(&mut conn, user, last.id).await.unwrap().unwrap()),
            ImageSort::Rating => SortKey::Rating(last.rating.unwrap_or(0)),
            ImageSort::Model => SortKey::Model(last.model_id.clone()),
        };
        after = Some(ImageCursor { key, id: last.id.0 });
        all.extend(page);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_order_shows_every_picture_once(pool: PgPool) {
    let (ada, eve) = (user(&pool, "ada").await, user(&pool, "eve").await);
    seed(&pool, ada, 100).await;
    seed(&pool, eve, 20).await;
    sqlx::query("UPDATE images SET deleted_at = now() WHERE id IN (SELECT id FROM images WHERE user_id = $1 LIMIT 10)")
        .bind(ada.0)
        .execute(&pool)
        .await
        .unwrap();
    for sort in ImageSort::ALL {
        let up = walk(&pool, ada, &ImageFilter::default(), (*sort, SortOrder::Ascending), 7).await;
        let mut down = walk(&pool, ada, &ImageFilter::default(), (*sort, SortOrder::Descending), 9).await;
        down.reverse();
        let ids = |images: &[Image]| images.iter().map(|image| image.id).collect::<Vec<_>>();
        assert_eq!(ids(&up), ids(&down), "{sort}");
        assert_eq!(up.len(), 90, "{sort}");
        assert!(up.iter().all(|image| image.user_id == ada));
        let in_order = match sort {
            ImageSort::Date => up.is_sorted_by_key(|image| image.created_at),
            ImageSort::Rating => up.is_sorted_by_key(|image| image.rating.unwrap_or(0)),
            ImageSort::Model => up.is_sorted_by(|a, b| a.model_id <= b.model_id),
            ImageSort::Name => up.is_sorted_by_key(|image| {
                if image.name.is_empty() {
                    image.prompt.clone()
                } else {
                    image.name.to_lowercase()
                }
            }),
        };
        assert!(in_order, "{sort}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn capitals_and_accents_make_no_difference_to_names(pool: PgPool) {
    let ada = user(&pool, "ada").await;
    seed(&pool, ada, 5).await;
    for (index, name) in ["Zebra", "\u{c4}pfel", "apfel", "\u{e9}t\u{e9}", "Birne"]
        .iter()
        .enumerate()
    {
        sqlx::query("UPDATE images SET name = $1 WHERE id = (SELECT id FROM images ORDER BY id OFFSET $2 LIMIT 1)")
            .bind(name)
            .bind(i64::try_from(index).unwrap())
            .execute(&pool)
            .await
            .unwrap();
    }
    let sorted = walk(
        &pool,
        ada,
        &ImageFilter::default(),
        (ImageSort::Name, SortOrder::Ascending),
        2,
    )
    .await;
    let names: Vec<_> = sorted.iter().map(|image| image.name.to_lowercase()).collect();
    assert_eq!(names[2..], ["birne", "\u{e9}t\u{e9}", "zebra"], "{names:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn filters_compose_with_one_another_and_with_every_order(pool: PgPool) {
    let (ada, eve) = (user(&pool, "ada").await, user(&pool, "eve").await);
    seed(&pool, ada, 240).await;
    seed(&pool, eve, 40).await;
    let counted = |filter: ImageFilter, sql: &'static str| {
        let pool = pool.clone();
        async move {
            let expected: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
                "SELECT count(*) FROM images WHERE user_id = $1 AND {sql}"
            )))
            .bind(ada.0)
            .fetch_one(&pool)
            .await
            .unwrap();
            assert!(expected > 0, "{sql}");
            let mut conn = pool.acquire().await.unwrap();
            assert_eq!(images::count(&mut conn, ada, &filter).await.unwrap(), expected, "{sql}");
            for sort in ImageSort::ALL {
                for order in SortOrder::ALL {
                    let found = walk(&pool, ada, &filter, (*sort, *order), 50).await;
                    assert_eq!(found.len(), usize::try_from(expected).unwrap(), "{sql}, {sort} {order}");
                }
            }
        }
    };
    let none = ImageFilter::default;
    let day = |text: &str| Some(text.parse().unwrap());
    counted(
        ImageFilter {
            favorites_only: true,
            ..none()
        },
        "is_favorite",
    )
    .await;
    counted(
        ImageFilter {
            model_id: Some("model/2".to_owned()),
            ..none()
        },
        "model_id = 'model/2'",
    )
    .await;
    counted(
        ImageFilter {
            tags: vec!["sea".to_owned()],
            ..none()
        },
        "'sea' = ANY(tags)",
    )
    .await;
    counted(
        ImageFilter {
            min_rating: Some(4),
            ..none()
        },
        "rating >= 4",
    )
    .await;
    counted(
        ImageFilter {
            aspect: Some(Aspect::Square),
            ..none()
        },
        "width = height",
    )
    .await;
    counted(
        ImageFilter {
            aspect: Some(Aspect::Ratio(16, 9)),
            ..none()
        },
        "width = 1920",
    )
    .await;
    counted(
        ImageFilter {
            aspect: Some(Aspect::Portrait),
            ..none()
        },
        "width < height",
    )
    .await;
    counted(
        ImageFilter {
            resolution: Some(Resolution::Large),
            ..none()
        },
        "width * height >= 4000000",
    )
    .await;
    for (kind, sql) in [
        (ImageKind::Image, "format <> 'mp4'"),
        (ImageKind::Video, "format = 'mp4'"),
    ] {
        let only = ImageFilter {
            kind: Some(kind),
            ..none()
        };
        counted(only, sql).await;
    }
    let range = ImageFilter {
        created_from: day("2026-11-01T00:10:00Z"),
        created_before: day("2026-11-01T00:20:00Z"),
        ..none()
    };
    counted(
        range,
        "created_at >= '2026-11-01T00:10:00Z' AND created_at < '2026-11-01T00:20:00Z'",
    )
    .await;
    counted(
        ImageFilter {
            words: "FO picture".to_owned(),
            ..none()
        },
        "prompt LIKE '%fox%'",
    )
    .await;
    counted(
        ImageFilter {
            words: "night".to_owned(),
            ..none()
        },
        "'night sky' = ANY(tags)",
    )
    .await;
    let all = ImageFilter {
        favorites_only: true,
        tags: vec!["sea".to_owned(), "night sky".to_owned()],
        min_rating: Some(2),
        words: "fox".to_owned(),
        ..none()
    };
    counted(all, "is_favorite AND tags <> '{}' AND rating >= 2").await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_fits_best_is_found_first_and_only_ones_own(pool: PgPool) {
    let (ada, eve) = (user(&pool, "ada").await, user(&pool, "eve").await);
    seed(&pool, ada, 1000).await;
    seed(&pool, eve, 1000).await;
    sqlx::query("UPDATE images SET name = 'A lighthouse' WHERE id = (SELECT id FROM images WHERE user_id = $1 AND prompt LIKE '% 7 %')")
        .bind(ada.0)
        .execute(&pool)
        .await
        .unwrap();
    let mut conn = pool.acquire().await.unwrap();
    let limit = PageLimit::new(2).unwrap();
    let first = images::search(&mut conn, ada, "LIGHT", None, limit).await.unwrap();
    let rest = images::search(
        &mut conn,
        ada,
        "LIGHT",
        first.last().map(|(id, rank)| (*rank, id.0)),
        limit,
    )
    .await
    .unwrap();
    assert_eq!(
        (first.len(), rest.len()),
        (2, 1),
        "one by its name, two by their prompts; none of Eve's"
    );
    assert!(first[0].1 > first[1].1, "a name counts more than a prompt");
    assert!(!first.contains(&rest[0]));
    assert_eq!(
        images::search(&mut conn, ada, "ouse", None, limit).await.unwrap(),
        [],
        "words begin with it"
    );
    assert_eq!(
        images::search(&mut conn, ada, "!&|():*'", None, limit).await.unwrap(),
        []
    );
}

/// Statements in the committed descriptions that read or change pictures.
fn statements() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.sqlx");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let description: serde_json::Value = serde_json::from_str(&text).unwrap();
        let query = description["query"].as_str().unwrap().to_owned();
        let words: Vec<&str> = query.split_whitespace().collect();
        let names_them = words
            .windows(2)
            .any(|pair| matches!(pair[0], "FROM" | "JOIN" | "UPDATE") && pair[1] == "images");
        if names_them {
            found.push(query);
        }
    }
    found
}

/// Every statement is planned for unknown values, as a pooled connection does after a while, over 20,000 pictures of one user among
/// those of others. Reading the whole table is a mistake in all of them.
#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn no_statement_reads_all_pictures(pool: PgPool) {
    let ada = user(&pool, "ada").await;
    seed(&pool, ada, 20_000).await;
    for number in 0..40 {
        seed(&pool, user(&pool, &format!("user{number}")).await, 250).await;
    }
    sqlx::raw_sql("ANALYZE").execute(&pool).await.unwrap();
    let statements = statements();
    assert!(statements.len() > 20, "{}", statements.len());
    let mut conn = pool.acquire().await.unwrap();
    sqlx::raw_sql("SET plan_cache_mode = force_generic_plan")
        .execute(&mut *conn)
        .await
        .unwrap();
    let mut pages = 0;
    for (number, statement) in statements.iter().enumerate() {
        let prepare = format!("PREPARE look_{number} AS {statement}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(prepare))
            .execute(&mut *conn)
            .await
            .unwrap();
        let values = (1..)
            .take_while(|place| statement.contains(&format!("${place}")))
            .count();
        let nulls = vec!["NULL"; values].join(", ");
        let explain = format!("EXPLAIN EXECUTE look_{number}({nulls})").replace("()", "");
        let plan = sqlx::raw_sql(sqlx::AssertSqlSafe(explain))
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get::<String, _>(0)).collect();
        let reads_all = plan.iter().any(|line| line.contains("Seq Scan on images"));
        assert!(!reads_all, "{statement}\n{}", plan.join("\n"));
        // A page of a list without words comes out of its order's index, however many pictures there are.
        let is_page =
            statement.contains("ORDER BY") && statement.contains("LIMIT $16") && !statement.contains("to_tsquery");
        let sorts = plan.iter().any(|line| {
            line.trim_start()
                .trim_start_matches("->")
                .trim_start()
                .starts_with("Sort")
        });
        assert!(!(is_page && sorts), "{statement}\n{}", plan.join("\n"));
        pages += usize::from(is_page);
    }
    assert_eq!(pages, 10, "each order, the newest favourites, and the newest videos");
}
