use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const DANGER: &str = "/settings/danger";
const LEAVING: &str = "/account/leaving";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_account_is_given_up_and_kept_by_forms(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let page = admin.post_form(DANGER, &[("password", PASSWORD)]).await;
    assert!(
        page.status == 409 && page.text().contains("last administrator"),
        "{page:?}"
    );

    let mut ada = studio.signed_in("ada@example.org").await;
    assert_eq!(ada.get(LEAVING).await.header("location"), DANGER, "she does not leave");
    assert_eq!(
        studio.browser().get(LEAVING).await.header("location"),
        "/login?next=%2F"
    );
    let page = ada.get(DANGER).await;
    assert!(page.html().contains("1,000 credits, which expire"), "{page:?}");
    assert!(!page.html().contains("name=\"code\""), "she has no second factor");
    let page = ada.post_form(DANGER, &[("password", "wrong password")]).await;
    assert!(
        page.status == 422 && page.text().contains("This is not your password."),
        "{page:?}"
    );
    let answer = ada.post_form(DANGER, &[("password", PASSWORD)]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/login?farewell=true"),
        "{answer:?}"
    );
    assert_eq!(answer.header("clear-site-data"), "\"cache\"");
    assert!(
        ada.get("/login?farewell=true")
            .await
            .text()
            .contains("going to be deleted")
    );

    let form = [
        ("email", "ada@example.org"),
        ("password", PASSWORD),
        ("next", "/gallery"),
    ];
    assert_eq!(ada.post_form("/login", &form).await.header("location"), "/gallery");
    assert_eq!(ada.get("/gallery").await.header("location"), LEAVING);
    let part = ada.get_part("/gallery").await;
    assert_eq!((part.status, part.header("hx-redirect")), (403, LEAVING));
    let page = ada.get(LEAVING).await;
    assert_eq!(
        (page.status, page.header("cache-control")),
        (200, "private, no-store"),
        "{page:?}"
    );
    // Without a word of the browser about where the form was, its token proves that it is the studio's.
    let html = page.html();
    let token = html
        .split("name=\"csrf\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let mut silent = ada.without("origin");
    assert_eq!(
        silent
            .post_form("/account/leaving/keep", &[("csrf", "wrong")])
            .await
            .status,
        403
    );
    let answer = silent.post_form("/account/leaving/keep", &[("csrf", token)]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/settings/account?done=kept"),
        "{answer:?}"
    );
    assert!(
        ada.get("/settings/account?done=kept")
            .await
            .text()
            .contains("Your account stays.")
    );
    assert_eq!(ada.get("/gallery").await.status, 200);
}
