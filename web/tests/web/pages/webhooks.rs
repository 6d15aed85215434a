//! The pages of webhooks without script: made, shown once, changed, tried, removed.

use sqlx::PgPool;

use crate::support::TestApp;

const PAGE: &str = "/settings/webhooks";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_webhook_is_made_shown_once_tried_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in("ada@example.org").await;
    assert!(person.get(PAGE).await.text().contains("No webhooks yet"));
    let pairs = [
        ("url", "http://localhost/"),
        ("description", "typed before"),
        ("events", "image.created"),
    ];
    let wrong = person.post_form(PAGE, &pairs).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert!(wrong.text().contains("id=\"url-error\"") && wrong.text().contains("typed before"));
    assert!(wrong.html().contains("value=\"image.created\" checked"));

    let pairs = [
        ("url", "https://example.org/hook"),
        ("description", "Printer"),
        ("events", "image.created"),
    ];
    let made = person.post_form(PAGE, &pairs).await;
    assert_eq!(
        (made.status, made.header("cache-control")),
        (201, "no-store"),
        "{made:?}"
    );
    assert!(made.text().contains("whsec_"));
    let list = person.get(PAGE).await.html();
    assert!(list.contains("Printer") && !list.contains("whsec_"));
    let id = list
        .split("href=\"/settings/webhooks/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let place = format!("{PAGE}/{id}");

    assert_eq!(
        person.post_form(&format!("{place}/test"), &[]).await.header("location"),
        format!("{place}?done=tried")
    );
    let page = person.get(&format!("{place}?done=tried")).await;
    assert!(page.text().contains("webhook.test") && page.text().contains("A test is on its way"));
    let resend = page
        .html()
        .split("action=\"")
        .find(|part| part.contains("/resend\""))
        .unwrap()
        .to_owned();
    let resend = resend.split('"').next().unwrap();
    let version = page
        .html()
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let change = [
        ("version", version.as_str()),
        ("url", "https://example.org/other"),
        ("description", "Old"),
        ("events", "job.failed"),
    ];

    let mut stranger = studio.signed_in("bob@example.org").await;
    for action in ["", "/test", "/secret", "/delete"] {
        assert_eq!(
            stranger.post_form(&format!("{place}{action}"), &change).await.status,
            404,
            "{action}"
        );
    }
    assert_eq!(stranger.post_form(resend, &[]).await.status, 404);
    assert_eq!(stranger.get(&place).await.status, 404);

    assert_eq!(
        person.post_form(resend, &[]).await.header("location"),
        format!("{place}?done=resent")
    );
    assert_eq!(
        person.post_form(&place, &change).await.header("location"),
        format!("{place}?done=saved")
    );
    let off = person.get(&place).await;
    assert!(
        off.html().contains("https://example.org/other") && !off.html().contains("/resend\""),
        "it is off"
    );
    let late = person.post_form(&place, &change).await;
    assert_eq!(late.status, 412, "{late:?}");
    let rotated = person.post_form(&format!("{place}/secret"), &[]).await;
    assert!(rotated.status == 201 && rotated.text().contains("whsec_") && rotated.text().contains("the secret before"));
    assert_eq!(
        person
            .post_form(&format!("{place}/delete"), &[])
            .await
            .header("location"),
        format!("{PAGE}?done=removed")
    );
    assert_eq!(person.get(&place).await.status, 404);
}
