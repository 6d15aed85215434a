//! The pages of collections without script: made, filled, put in order, and closed to strangers.

use sqlx::PgPool;

use crate::api::recipes::picture;
use crate::support::{Browser, TestApp};

const ADA: &str = "ada@example.org";

/// The ids of the pictures on the page, in their order.
async fn order(browser: &mut Browser, page: &str) -> Vec<String> {
    let html = browser.get(page).await.html();
    let tiles = html.split("<article class=\"tile\" id=\"image-").skip(1);
    tiles.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_collection_is_made_filled_and_put_in_order(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    assert!(browser.get("/collections").await.text().contains("No collections yet"));
    let wrong = browser
        .post_form("/collections/new", &[("name", ""), ("description", "typed before")])
        .await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert!(
        wrong.text().contains("id=\"name-error\"") && wrong.text().contains("typed before"),
        "{wrong:?}"
    );
    let made = browser.post_form("/collections/new", &[("name", "Owls")]).await;
    assert_eq!(made.status, 303, "{made:?}");
    let page = made.header("location").to_owned();
    let mut ids = Vec::new();
    for side in 0..3 {
        ids.push(picture(&studio, ADA, 64 + side).await.to_string());
    }
    let mut pairs = vec![("action", "add")];
    pairs.extend(ids.iter().map(|id| ("image", id.as_str())));
    assert_eq!(browser.post_form(&format!("{page}/images"), &pairs).await.status, 303);
    assert_eq!(order(&mut browser, &page).await, ids);

    let moving = format!("{page}/move");
    for (image, to, expected) in [
        (2, "earlier", [0, 2, 1]),
        (0, "later", [2, 0, 1]),
        (1, "first", [1, 2, 0]),
        (1, "last", [2, 0, 1]),
        (1, "later", [2, 0, 1]),
    ] {
        let answer = browser.post_form(&moving, &[("image", &ids[image]), ("to", to)]).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        assert_eq!(
            order(&mut browser, &page).await,
            expected.map(|place| ids[place].clone()),
            "{to}"
        );
    }
    assert_eq!(
        browser
            .post_form(&moving, &[("image", &ids[0]), ("to", "away")])
            .await
            .status,
        422
    );
    assert_eq!(
        browser
            .post_form(&moving, &[("image", "x"), ("to", "first")])
            .await
            .status,
        404
    );

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&page).await.status, 404);
    for action in ["/images", "/move", "/edit", "/delete"] {
        let pairs = [
            ("image", ids[0].as_str()),
            ("to", "first"),
            ("action", "remove"),
            ("name", "Mine"),
        ];
        let answer = stranger.post_form(&format!("{page}{action}"), &pairs).await;
        assert_eq!(answer.status, 404, "{action}: {answer:?}");
    }
    let off = [("action", "remove"), ("image", ids[0].as_str())];
    assert_eq!(browser.post_form(&format!("{page}/images"), &off).await.status, 303);
    assert_eq!(order(&mut browser, &page).await, [ids[2].clone(), ids[1].clone()]);
    assert_eq!(
        browser
            .post_form(&format!("{page}/images"), &[("action", "remove")])
            .await
            .status,
        422
    );

    let form = browser.get(&format!("{page}/edit")).await;
    let version = form
        .text()
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let changed = [
        ("name", "Owls and foxes"),
        ("cover_image_id", ids[1].as_str()),
        ("version", version.as_str()),
    ];
    assert_eq!(browser.post_form(&format!("{page}/edit"), &changed).await.status, 303);
    assert_eq!(browser.post_form(&format!("{page}/edit"), &changed).await.status, 412);
    let list = browser.get("/collections").await.html();
    assert!(
        list.contains("Owls and foxes") && list.contains(&format!("/media/{}/512.webp", ids[1])),
        "{list}"
    );
    assert_eq!(browser.post_form(&format!("{page}/delete"), &[]).await.status, 303);
    assert_eq!(browser.get(&page).await.status, 404);
}
