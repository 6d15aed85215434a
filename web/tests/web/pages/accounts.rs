use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const NEW: &str = "green ferry over snow";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn one_proves_the_address_forgets_and_comes_back_by_forms(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    assert!(desk.get("/settings/account").await.text().contains("Not confirmed"));
    let token = studio.mailed_token(EMAIL, "verify-email").await;
    // Programs that look into mails change nothing.
    let page = studio.browser().get(&format!("/verify-email?token={token}")).await;
    assert!(
        page.text().contains(&token) && page.header("referrer-policy") == "no-referrer",
        "{page:?}"
    );
    assert!(desk.get("/settings/account").await.text().contains("Not confirmed"));
    let page = studio.browser().post_form("/verify-email", &[("token", &token)]).await;
    assert!(
        page.status == 200 && page.text().contains("ada@example.org is confirmed."),
        "{page:?}"
    );
    assert!(!desk.get("/settings/account").await.text().contains("Not confirmed"));
    let page = studio.browser().post_form("/verify-email", &[("token", &token)]).await;
    assert!(
        page.status == 422 && page.text().contains("This link has expired"),
        "{page:?}"
    );

    let mut phone = studio.browser();
    let page = phone.post_form("/forgot-password", &[("email", EMAIL)]).await;
    assert!(
        page.status == 200 && page.text().contains("If ada@example.org has an account"),
        "{page:?}"
    );
    let token = studio.mailed_token(EMAIL, "reset-password").await;
    let page = phone
        .post_form("/reset-password", &[("token", &token), ("password", "short")])
        .await;
    assert!(page.status == 422 && page.text().contains("Use 10 to 200 characters.") && page.text().contains(&token));
    let answer = phone
        .post_form("/reset-password", &[("token", &token), ("password", NEW)])
        .await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/login?reset=true"),
        "{answer:?}"
    );
    assert!(
        phone
            .get("/login?reset=true")
            .await
            .text()
            .contains("Your password is changed.")
    );
    assert_eq!(
        desk.get("/settings/account").await.header("location"),
        "/login?next=%2Fsettings%2Faccount"
    );
    let answer = phone.post_form("/login", &[("email", EMAIL), ("password", NEW)]).await;
    assert_eq!(answer.status, 303);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_password_is_changed_and_browsers_are_logged_out_on_the_page(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let mut phone = studio
        .browser()
        .header("user-agent", "<script>alert(1)</script> Firefox/140.0");
    phone.log_in(EMAIL, PASSWORD).await;
    let page = desk.get("/settings/security").await.html();
    assert!(
        page.contains("This browser") && !page.contains("<script>alert"),
        "{page}"
    );
    let action = page.split("action=\"/settings/security/sessions/").nth(1).unwrap();
    let revoke = format!("/settings/security/sessions/{}", action.split('"').next().unwrap());
    assert_eq!(
        studio
            .signed_in("eve@example.org")
            .await
            .post_form(&revoke, &[])
            .await
            .status,
        404
    );
    let answer = desk.post_form(&revoke, &[]).await;
    assert_eq!(answer.header("location"), "/settings/security?done=session");
    phone.get("/api/auth/me").await.problem(401, "unauthenticated");

    let form = [("current_password", "wrong password"), ("new_password", NEW)];
    let page = desk.post_form("/settings/security/password", &form).await;
    assert!(
        page.status == 422 && page.text().contains("This is not your password."),
        "{page:?}"
    );
    let form = [("current_password", PASSWORD), ("new_password", NEW)];
    let answer = desk.post_form("/settings/security/password", &form).await;
    assert_eq!(answer.header("location"), "/settings/security?done=password");
    let page = desk.get("/settings/security?done=password").await;
    assert!(page.text().contains("Your password is changed"));
}
