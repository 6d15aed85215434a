use sqlx::PgPool;

use crate::api::auth::two_factor::code;
use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const TWO_FACTOR: &str = "/settings/security/two-factor";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn it_is_set_up_used_and_switched_off_by_forms(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let page = desk.post_form(TWO_FACTOR, &[("password", "wrong password")]).await;
    assert!(
        page.status == 422 && page.text().contains("This is not your password."),
        "{page:?}"
    );
    let answer = desk.post_form(TWO_FACTOR, &[("password", PASSWORD)]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, TWO_FACTOR),
        "{answer:?}"
    );
    let page = desk.get(TWO_FACTOR).await;
    assert_eq!(page.header("cache-control"), "no-store");
    let html = page.html();
    assert!(
        html.contains("src=\"data:image/svg+xml;base64,") && html.contains("href=\"otpauth://totp/"),
        "{html}"
    );
    let secret = html
        .split("data-text=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let page = desk
        .post_form("/settings/security/two-factor/confirm", &[("code", "12")])
        .await;
    assert!(
        page.status == 422 && page.html().contains(&secret),
        "the same secret again: {page:?}"
    );
    let confirm = code(&studio, &secret, 0);
    let page = desk
        .post_form("/settings/security/two-factor/confirm", &[("code", &confirm)])
        .await;
    assert_eq!(
        (page.status, page.header("cache-control")),
        (201, "no-store"),
        "{page:?}"
    );
    let html = page.html();
    let list = html.split("two-factor__codes").nth(1).unwrap();
    let recovery = list.split("<li>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(
        html.contains("data:text/plain;charset=utf-8,") && recovery.len() == 19,
        "{html}"
    );
    assert!(!desk.get(TWO_FACTOR).await.html().contains(&recovery), "shown once");

    let mut phone = studio.browser();
    assert_eq!(phone.get("/login/code").await.header("location"), "/login");
    let form = [("email", EMAIL), ("password", PASSWORD), ("next", "/queue")];
    let answer = phone.post_form("/login", &form).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/login/code?next=%2Fqueue"),
        "{answer:?}"
    );
    let page = phone.get("/login/code?next=%2Fqueue").await.html();
    assert!(
        page.contains("autocomplete=\"one-time-code\"") && page.contains("value=\"/queue\""),
        "{page}"
    );
    let page = phone
        .post_form("/login/code", &[("code", "000000"), ("next", "/queue")])
        .await;
    assert!(
        page.status == 422 && page.html().contains("value=\"/queue\""),
        "{page:?}"
    );
    let form = [("recovery_code", recovery.as_str()), ("next", "/queue")];
    assert_eq!(phone.post_form("/login/code", &form).await.header("location"), "/queue");
    assert!(phone.get("/settings/security").await.text().contains("With a code"));

    let next = code(&studio, &secret, 1);
    let form = [("password", PASSWORD), ("code", next.as_str())];
    let answer = phone.post_form("/settings/security/two-factor/off", &form).await;
    assert_eq!(
        answer.header("location"),
        "/settings/security?done=two-factor",
        "{answer:?}"
    );
    assert!(
        phone
            .get("/settings/security?done=two-factor")
            .await
            .text()
            .contains("Two-factor log-in is off.")
    );
}
