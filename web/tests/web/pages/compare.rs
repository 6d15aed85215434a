//! Pictures beside each other.

use sqlx::PgPool;
use uuid::Uuid;

use crate::api::images::{picture, user_id};
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn two_to_four_of_ones_own_pictures_are_compared(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    studio.signed_in("eve@example.org").await;
    let own = user_id(&studio, "ada@example.org").await;
    let mut ids = Vec::new();
    for prompt in ["a lighthouse", "a lighthouse at night", "c", "d", "e"] {
        ids.push(picture(&studio, own, prompt).await);
    }
    let theirs = picture(&studio, user_id(&studio, "eve@example.org").await, "theirs").await;
    let video = picture(&studio, own, "a wave").await;
    let facts = r#"{"video": {"duration_ms": 4000, "frames": 97}}"#;
    for (statement, id) in [
        (
            "UPDATE images SET seed = 7, parameters = '{\"steps\": 4}' WHERE id = $1",
            ids[0],
        ),
        (
            "UPDATE images SET seed = 7, parameters = '{\"steps\": 8}' WHERE id = $1",
            ids[1],
        ),
    ] {
        sqlx::query(statement).bind(id).execute(&studio.app.db).await.unwrap();
    }
    sqlx::query("UPDATE images SET metadata = $2::jsonb, format = 'mp4', parent_image_id = $3 WHERE id = $1")
        .bind(video)
        .bind(facts)
        .bind(ids[0])
        .execute(&studio.app.db)
        .await
        .unwrap();
    sqlx::query("UPDATE images SET parent_image_id = $2 WHERE id = $1")
        .bind(ids[1])
        .bind(ids[0])
        .execute(&studio.app.db)
        .await
        .unwrap();

    let page = |ids: &[Uuid]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        format!("/compare?ids={}", ids.join(","))
    };
    let html = ada.get(&page(&[ids[1], ids[0]])).await.html();
    let (first, second) = (
        html.find("data-pane=\"A\"").unwrap(),
        html.find("data-pane=\"B\"").unwrap(),
    );
    assert!(
        html[first..second].contains("a lighthouse at night") && html.contains("<mark>night</mark>"),
        "the order is that of the address"
    );
    assert!(html.contains("2 things differ"), "prompt and steps: {html}");
    let seed = html.find("Seed").unwrap();
    assert!(html.find("Steps").unwrap() < seed, "what is the same comes last");
    assert_eq!(ada.get(&page(&ids[..4])).await.status, 200);

    for (wanted, status, part) in [
        (page(&ids[..1]), 422, "2 to 4 different"),
        (page(&[ids[0], ids[0]]), 422, "2 to 4 different"),
        (page(&ids), 422, "2 to 4 different"),
        ("/compare".to_owned(), 422, "2 to 4 different"),
        (page(&[ids[0], theirs]), 404, "not there"),
        (page(&[ids[0], Uuid::nil()]), 404, "not there"),
        ("/compare?ids=x,y".to_owned(), 404, "not there"),
        (page(&[ids[0], video]), 422, "Videos cannot"),
    ] {
        let answer = ada.get(&wanted).await;
        assert_eq!(answer.status, status, "{wanted}");
        assert!(answer.html().contains(part), "{wanted}: {answer:?}");
    }

    let link = format!("href=\"{}\"", page(&[ids[0], ids[1]]));
    assert!(ada.get(&format!("/images/{}", ids[1])).await.html().contains(&link));
    assert!(!ada.get(&format!("/images/{video}")).await.html().contains("/compare?"));
    let [a, b] = [ids[0].to_string(), ids[1].to_string()];
    let bulk = [("action", "compare"), ("id", a.as_str()), ("id", b.as_str())];
    assert_eq!(
        ada.post_form("/gallery/bulk", &bulk).await.header("location"),
        page(&[ids[0], ids[1]])
    );
}
