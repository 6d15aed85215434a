use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const ME: &str = "/api/auth/me";
const AVATAR: &str = "/api/auth/avatar";

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([10, 120, 200]));
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

async fn version(browser: &mut Browser) -> String {
    browser.get(ME).await.header("etag").to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_name_is_changed_once_for_each_version_and_tricks_nobody(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let seen = version(&mut browser).await;
    browser
        .put("/api/auth/profile", &json!({ "name": "Eve" }))
        .await
        .problem(428, "version_missing");
    let mut knowing = browser.header("if-match", &seen);
    for name in [
        "",
        "a\u{202e}b",
        "admin\u{200b}",
        "a\r\nBcc: x@y.z",
        "nul\u{0}",
        &"x".repeat(101),
    ] {
        let answer = knowing.put("/api/auth/profile", &json!({ "name": name })).await;
        assert_eq!(answer.problem(422, "invalid"), ["name"], "{name:?}");
    }
    let name = " <b>'; DROP TABLE users; -- {{ 7 * 7 }} ";
    let answer = knowing.put("/api/auth/profile", &json!({ "name": name })).await;
    assert_eq!(
        (answer.status, &answer.json()["user"]["name"]),
        (200, &json!(name.trim())),
        "{answer:?}"
    );
    knowing
        .put("/api/auth/profile", &json!({ "name": "Late" }))
        .await
        .problem(412, "outdated");
    let page = browser.get("/settings/account").await;
    assert!(page.text().contains("&lt;b&gt;") && !page.text().contains("<b>'") && !page.text().contains("-- 49"));
    // And the same on registering.
    let body = json!({ "email": "eve@example.org", "password": PASSWORD, "name": "\u{2066}admin" });
    assert_eq!(
        studio
            .browser()
            .post("/api/auth/register", &body)
            .await
            .problem(422, "invalid"),
        ["name"]
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_is_written_anew_and_seen_by_those_who_are_signed_in(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let file = [png(800, 600), b"<script>alert(1)</script>".to_vec()].concat();
    let put = async |browser: &mut Browser, kind: &str, file: &[u8]| browser.put_bytes(AVATAR, kind, file).await;
    let answer = put(&mut browser, "image/png", &png(800, 600)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let url = answer.json()["user"]["avatar_url"].as_str().unwrap().to_owned();
    let mut eve = studio.signed_in("eve@example.org").await;
    let picture = eve.get(&url).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/webp"));
    let decoded = image::load_from_memory(&picture.bytes).unwrap();
    assert_eq!((decoded.width(), decoded.height()), (256, 256));
    assert!(browser.get("/settings/account").await.html().contains(&url));
    assert_eq!(studio.browser().get(&url).await.status, 401);

    // What follows on a picture is not kept, whether it is refused or not.
    let answer = put(&mut browser, "image/png", &file).await;
    if answer.status == 200 {
        let url = answer.json()["user"]["avatar_url"].as_str().unwrap().to_owned();
        assert!(!browser.get(&url).await.bytes.windows(6).any(|part| part == b"script"));
    }
    for (kind, file) in [
        ("image/png", &b"<svg onload='alert(1)'/>"[..]),
        ("image/png", &png(20, 20)[..40]),
    ] {
        assert_eq!(put(&mut browser, kind, file).await.problem(422, "invalid"), ["avatar"]);
    }
    put(&mut browser, "text/html", b"x")
        .await
        .problem(415, "unsupported_media_type");
    put(&mut browser, "image/png", &vec![0; 9_000_000])
        .await
        .problem(413, "too_large");

    let answer = browser.delete(AVATAR).await;
    assert_eq!(answer.json()["user"]["avatar_url"], json!(null));
    assert_eq!(eve.get(&url).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_address_is_changed_when_the_new_one_is_proven(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    studio.signed_in("taken@example.org").await;
    let ask = async |browser: &mut Browser, email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        browser.post("/api/auth/change-email", &body).await
    };
    assert_eq!(
        ask(&mut browser, "new@example.org", "wrong password")
            .await
            .problem(422, "invalid"),
        ["password"]
    );
    for email in [EMAIL, "new@example.org\r\nBcc: x@y.z", "new\u{202e}@example.org", ""] {
        assert_eq!(
            ask(&mut browser, email, PASSWORD).await.problem(422, "invalid"),
            ["email"],
            "{email:?}"
        );
    }
    // A taken address is answered like a free one, and gets no mail.
    let mails = studio.mails().await.len();
    let taken = ask(&mut browser, "taken@example.org", PASSWORD).await;
    assert_eq!(studio.mails().await.len(), mails);
    studio.app.clock.advance(TimeDelta::minutes(2));
    let free = ask(&mut browser, " NEW@example.org ", PASSWORD).await;
    assert_eq!((taken.status, taken.bytes.len()), (free.status, free.bytes.len()));
    assert_eq!(free.status, 202);
    assert_eq!(browser.get(ME).await.json()["user"]["email"], EMAIL);

    let body = json!({ "token": studio.mailed_token("new@example.org", "verify-email").await });
    let answer = studio.browser().post("/api/auth/verify-email", &body).await;
    assert_eq!(
        (answer.status, &answer.json()["email"]),
        (200, &json!("new@example.org")),
        "{answer:?}"
    );
    let user = browser.get(ME).await.json()["user"].clone();
    assert_eq!(
        (&user["email"], &user["email_verified"]),
        (&json!("new@example.org"), &json!(true))
    );
    assert!(studio.has_mailed(EMAIL, "Your e-mail address was changed").await);
    assert_eq!(studio.browser().log_in("new@example.org", PASSWORD).await.status, 200);
}
