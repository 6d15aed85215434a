use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const TWO_FACTOR: &str = "/api/auth/two-factor";
const LOGIN_CODE: &str = "/api/auth/login/code";

/// The code that an app with this secret shows, `steps` of 30 seconds from now.
pub(crate) fn code(studio: &TestApp, secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    let at = studio.app.clock.now().timestamp() + 30 * steps;
    totp.generate(at.try_into().unwrap()).to_string()
}

/// Switches it on; gives the secret and the recovery codes.
pub(crate) async fn switch_on(studio: &TestApp, browser: &mut Browser) -> (String, Vec<String>) {
    let setup = browser.post(TWO_FACTOR, &json!({ "password": PASSWORD })).await;
    assert_eq!(
        (setup.status, setup.header("cache-control")),
        (200, "no-store"),
        "{setup:?}"
    );
    let secret = setup.json()["secret"].as_str().unwrap().to_owned();
    let confirm = json!({ "code": code(studio, &secret, 0) });
    let answer = browser.post(&format!("{TWO_FACTOR}/confirm"), &confirm).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let codes = answer.json()["recovery_codes"].as_array().unwrap().clone();
    let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned());
    (secret, codes.collect())
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn it_is_on_once_the_app_has_shown_a_code_and_off_by_password_and_code(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let confirm = |code: String| json!({ "code": code });
    let path = format!("{TWO_FACTOR}/confirm");
    browser
        .post(&path, &confirm("123456".to_owned()))
        .await
        .problem(409, "conflict");
    let wrong = browser.post(TWO_FACTOR, &json!({ "password": "wrong password" })).await;
    assert_eq!(wrong.problem(422, "invalid"), ["password"]);

    // A secret that nobody confirmed changes nothing, and is of no use after a while.
    let setup = browser.post(TWO_FACTOR, &json!({ "password": PASSWORD })).await.json();
    let secret = setup["secret"].as_str().unwrap();
    assert!(
        setup["uri"].as_str().unwrap().contains(secret)
            && setup["qr_code"].as_str().unwrap().starts_with("data:image/svg")
    );
    let stored: Vec<u8> = sqlx::query_scalar("SELECT secret FROM two_factor")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    let plain = totp_rs::Secret::try_from_base32(secret).unwrap();
    assert!(!stored.windows(20).any(|part| part == plain.as_bytes()), "it is sealed");
    assert_eq!(
        browser
            .post(&path, &confirm("000000".to_owned()))
            .await
            .problem(422, "invalid"),
        ["code"]
    );
    assert_eq!(studio.browser().log_in(EMAIL, PASSWORD).await.status, 200);
    studio.app.clock.advance(TimeDelta::minutes(16));
    browser
        .post(&path, &confirm(code(&studio, secret, 0)))
        .await
        .problem(409, "conflict");

    let (secret, codes) = switch_on(&studio, &mut browser).await;
    assert_eq!(codes.len(), 10);
    assert!(studio.has_mailed(EMAIL, "Two-factor log-in is on").await);
    browser
        .post(TWO_FACTOR, &json!({ "password": PASSWORD }))
        .await
        .problem(409, "conflict");
    let state = browser.get(TWO_FACTOR).await.json();
    assert_eq!(
        (&state["is_on"], &state["recovery_codes_left"]),
        (&json!(true), &json!(10))
    );
    studio.browser().get(TWO_FACTOR).await.problem(401, "unauthenticated");

    // The code that switched it on was taken; the next one is good for one thing.
    let proof = |password: &str, code: &str| json!({ "password": password, "code": code });
    let (renew, disable) = (format!("{TWO_FACTOR}/recovery-codes"), format!("{TWO_FACTOR}/disable"));
    let used = code(&studio, &secret, 0);
    assert_eq!(
        browser
            .post(&renew, &proof(PASSWORD, &used))
            .await
            .problem(422, "invalid"),
        ["code"]
    );
    let next = code(&studio, &secret, 1);
    assert_eq!(
        browser
            .post(&renew, &proof("wrong password", &next))
            .await
            .problem(422, "invalid"),
        ["password"]
    );
    let renewed = browser.post(&renew, &proof(PASSWORD, &next)).await.json();
    assert_eq!(
        browser
            .post(&disable, &proof(PASSWORD, &codes[0]))
            .await
            .problem(422, "invalid"),
        ["code"],
        "an old one"
    );
    let new = renewed["recovery_codes"][0].as_str().unwrap();
    assert_eq!(browser.post(&disable, &proof(PASSWORD, new)).await.status, 204);
    browser
        .post(&disable, &proof(PASSWORD, new))
        .await
        .problem(409, "conflict");
    assert_eq!(studio.browser().log_in(EMAIL, PASSWORD).await.status, 200);
    let log = browser.get("/api/audit").await.json();
    let actions: Vec<_> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].clone())
        .collect();
    for action in ["two_factor.on", "two_factor.codes", "two_factor.off"] {
        assert!(actions.contains(&json!(action)), "{actions:?}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_log_in_takes_two_steps_and_each_code_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let (secret, codes) = switch_on(&studio, &mut desk).await;
    let key = desk
        .post("/api/keys", &json!({ "name": "A script", "scopes": ["read"] }))
        .await
        .json();

    let mut phone = studio.browser();
    let answer = phone.log_in(EMAIL, PASSWORD).await;
    answer.problem(401, "code_needed");
    assert!(phone.cookie("studio_session").is_none() && phone.cookie("studio_step").is_some());
    phone.get("/api/auth/me").await.problem(401, "unauthenticated");
    // The cookie of the first step is no session, and a code without it is nothing.
    let step = phone.cookie("studio_step").unwrap().to_owned();
    let planted = studio
        .browser()
        .without("origin")
        .header("cookie", &format!("studio_session={step}"));
    planted
        .clone()
        .get("/api/auth/me")
        .await
        .problem(401, "unauthenticated");
    let next = json!({ "code": code(&studio, &secret, 1) });
    studio
        .browser()
        .post(LOGIN_CODE, &next)
        .await
        .problem(401, "unauthenticated");

    // A replay of the code that switched it on, then one step of drift, then the same code again.
    let used = json!({ "code": code(&studio, &secret, 0) });
    assert_eq!(phone.post(LOGIN_CODE, &used).await.problem(422, "invalid"), ["code"]);
    let mut elsewhere = phone.clone();
    let answer = phone.post(LOGIN_CODE, &next).await;
    assert_eq!(
        (answer.status, answer.json()["user"]["email"].as_str()),
        (200, Some(EMAIL)),
        "{answer:?}"
    );
    assert!(phone.cookie("studio_step").is_none());
    assert_eq!(phone.get("/api/auth/me").await.status, 200);
    elsewhere.post(LOGIN_CODE, &next).await.problem(401, "unauthenticated");
    let mut tablet = studio.browser();
    tablet.log_in(EMAIL, PASSWORD).await;
    assert_eq!(
        tablet.post(LOGIN_CODE, &next).await.problem(422, "invalid"),
        ["code"],
        "a replay"
    );

    // A recovery code lets in once; keys never ask; a new password does not switch it off.
    let recovery = json!({ "code": codes[3].to_uppercase().replace('-', " ") });
    assert_eq!(tablet.post(LOGIN_CODE, &recovery).await.status, 200);
    assert_eq!(desk.get(TWO_FACTOR).await.json()["recovery_codes_left"], 9);
    let sessions = desk.get("/api/auth/sessions").await.json();
    let with_code: Vec<_> = sessions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["has_code"].clone())
        .collect();
    assert_eq!(
        with_code.iter().filter(|has| **has == json!(true)).count(),
        2,
        "{sessions:#}"
    );
    let bearer = format!("Bearer {}", key["secret"].as_str().unwrap());
    let mut program = studio.browser().without("origin").header("authorization", &bearer);
    assert_eq!(program.get("/api/images").await.status, 200);

    let mut late = studio.browser();
    late.log_in(EMAIL, PASSWORD).await.problem(401, "code_needed");
    studio
        .browser()
        .post("/api/auth/forgot-password", &json!({ "email": EMAIL }))
        .await;
    let token = studio.mailed_token(EMAIL, "reset-password").await;
    let reset = json!({ "token": token, "password": "green ferry over snow" });
    assert_eq!(
        studio.browser().post("/api/auth/reset-password", &reset).await.status,
        204
    );
    let fresh = json!({ "code": codes[4] });
    late.post(LOGIN_CODE, &fresh).await.problem(401, "unauthenticated");
    late.log_in(EMAIL, "green ferry over snow")
        .await
        .problem(401, "code_needed");
    studio.app.clock.advance(TimeDelta::minutes(11));
    late.post(LOGIN_CODE, &fresh).await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn guessed_codes_lock_the_second_step_whatever_the_password(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let (secret, _) = switch_on(&studio, &mut desk).await;
    studio.app.clock.advance(TimeDelta::minutes(1));
    let mut eve = studio.browser();
    let guess = json!({ "code": "0123-4567-89ab-cdef" });
    for _ in 0..5 {
        // The right password forgets failures of passwords, not of codes.
        eve.log_in(EMAIL, PASSWORD).await.problem(401, "code_needed");
        assert_eq!(eve.post(LOGIN_CODE, &guess).await.problem(422, "invalid"), ["code"]);
    }
    let right = json!({ "code": code(&studio, &secret, 0) });
    let answer = eve.post(LOGIN_CODE, &right).await;
    answer.problem(429, "limit_reached");
    assert_eq!(answer.header("retry-after"), "60");
    studio.app.clock.advance(TimeDelta::seconds(61));
    let right = json!({ "code": code(&studio, &secret, -1) });
    assert_eq!(
        eve.post(LOGIN_CODE, &right).await.status,
        200,
        "and one step late is fine"
    );
    let log = eve.get("/api/audit").await.json();
    let refused = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["action"] == "session.code_refused");
    assert_eq!(refused.count(), 5);
}
