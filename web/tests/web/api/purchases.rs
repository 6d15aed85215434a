//! Credits that are bought, from a payment service that behaves as Stripe's documentation says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const PURCHASES: &str = "/api/credits/purchases";
const SECRET: &str = "whsec_test";

/// The sessions that were opened, by their id.
type Sessions = Arc<Mutex<HashMap<String, Value>>>;

/// A service of this test's own, and a studio that sells through it.
struct Shop {
    studio: TestApp,
    sessions: Sessions,
}

impl Shop {
    async fn open(db: PgPool) -> Self {
        let sessions = Sessions::default();
        let router = Router::new()
            .route("/v1/checkout/sessions", post(create))
            .route("/v1/checkout/sessions/{id}", get(find))
            .with_state(sessions.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let variables = [
            ("STRIPE_SECRET_KEY", "sk_test_1"),
            ("STRIPE_WEBHOOK_SECRET", SECRET),
            ("STRIPE_API_URL", url.as_str()),
            ("CREDIT_PACKS", "1000:5.00,5000:20.00"),
        ];
        Self {
            studio: TestApp::with(db, &variables).await,
            sessions,
        }
    }

    /// The session of a purchase as the service tells of it.
    fn session(&self, purchase_id: &str) -> Value {
        self.sessions.lock().unwrap()[&session_id(purchase_id)].clone()
    }

    fn change(&self, purchase_id: &str, changes: &Value) -> Value {
        let mut sessions = self.sessions.lock().unwrap();
        let session = sessions.get_mut(&session_id(purchase_id)).unwrap();
        let changes = changes.as_object().unwrap().clone();
        session.as_object_mut().unwrap().extend(changes);
        session.clone()
    }

    fn pay(&self, purchase_id: &str) -> Value {
        let payment = format!("pi_{purchase_id}");
        self.change(
            purchase_id,
            &json!({ "status": "complete", "payment_status": "paid", "payment_intent": payment, "url": null }),
        )
    }

    async fn check_books(&self) {
        let report = studio_app::credits::check_ledger(&self.studio.app).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }

    /// Sends an event with the service's signature of it.
    async fn notify(&self, kind: &str, object: &Value) -> u16 {
        let event = json!({ "id": "evt_1", "object": "event", "type": kind, "data": { "object": object } }).to_string();
        let header = sign(&event, self.studio.app.clock.now().timestamp());
        let mut service = self
            .studio
            .browser()
            .without("origin")
            .header("stripe-signature", &header);
        service
            .post_text("/webhooks/stripe", "application/json", &event)
            .await
            .status
    }
}

fn session_id(purchase_id: &str) -> String {
    format!("cs_test_{purchase_id}")
}

fn sign(body: &str, at: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

async fn create(
    State(sessions): State<Sessions>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let field = |name: &str| form[name].clone();
    let id = session_id(&field("client_reference_id"));
    assert_eq!(headers["authorization"], "Bearer sk_test_1");
    assert_eq!(headers["idempotency-key"], form["client_reference_id"].as_str());
    assert!(headers.contains_key("stripe-version") && form["mode"] == "payment");
    assert_eq!(form["success_url"], form["cancel_url"]);
    if field("customer_email").starts_with("refused") {
        let error = json!({ "error": { "type": "invalid_request_error", "message": "Invalid email address" } });
        return (StatusCode::BAD_REQUEST, Json(error)).into_response();
    }
    let amount: i64 = field("line_items[0][price_data][unit_amount]").parse().unwrap();
    let session = json!({
        "id": id, "object": "checkout.session", "status": "open", "payment_status": "unpaid", "payment_intent": null,
        "amount_total": amount, "currency": field("line_items[0][price_data][currency]"),
        "client_reference_id": field("client_reference_id"), "url": format!("https://checkout.stripe.com/c/pay/{id}"),
        "success_url": field("success_url"),
    });
    sessions.lock().unwrap().insert(id, session.clone());
    Json(session).into_response()
}

async fn find(State(sessions): State<Sessions>, Path(id): Path<String>) -> Json<Value> {
    Json(sessions.lock().unwrap()[&id].clone())
}

async fn begin(browser: &mut Browser, credits: u32) -> String {
    let answer = browser.post(PURCHASES, &json!({ "credits": credits })).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["purchase"]["id"].as_str().unwrap().to_owned()
}

/// In credits; all amounts here are whole ones.
async fn balance(browser: &mut Browser) -> i64 {
    let credits = browser.get("/api/credits/balance").await.json()["credits"]
        .as_f64()
        .unwrap();
    format!("{credits}").parse().unwrap()
}

async fn state(browser: &mut Browser, id: &str) -> Value {
    browser.get(&format!("{PURCHASES}/{id}")).await.json()["purchase"]["state"].clone()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn credits_come_once_when_the_service_says_that_they_are_paid(db: PgPool) {
    let shop = Shop::open(db).await;
    let mut ada = shop.studio.signed_in("ada@example.org").await;
    let packs = ada.get("/api/credits/packs").await.json();
    assert_eq!(
        packs["packs"][1],
        json!({ "credits": 5000, "price": "20.00", "currency": "usd" })
    );
    let before = balance(&mut ada).await;
    let id = begin(&mut ada, 1000).await;
    assert_eq!(
        (state(&mut ada, &id).await, balance(&mut ada).await),
        (json!("open"), before)
    );
    let session = shop.session(&id);
    assert_eq!(
        (&session["amount_total"], &session["currency"]),
        (&json!(500), &json!("usd"))
    );
    assert!(
        session["success_url"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/credits/purchases/{id}"))
    );

    // A transfer that is under way is no money.
    let under_way = shop.change(&id, &json!({ "status": "complete" }));
    assert_eq!(shop.notify("checkout.session.completed", &under_way).await, 204);
    assert_eq!(balance(&mut ada).await, before);
    let paid = shop.pay(&id);
    for _ in 0..2 {
        assert_eq!(
            shop.notify("checkout.session.async_payment_succeeded", &paid).await,
            204
        );
        assert_eq!(
            shop.notify("checkout.session.expired", &paid).await,
            204,
            "late news change nothing"
        );
    }
    assert_eq!(
        (state(&mut ada, &id).await, balance(&mut ada).await),
        (json!("paid"), before + 1000)
    );
    let movement = ada.get("/api/credits/history?limit=1").await.json()["items"][0].clone();
    assert_eq!(
        (&movement["kind"], &movement["credits"]),
        (&json!("purchase"), &json!(1000.0))
    );

    // The notice is lost: whoever looks at the purchase asks.
    let id = begin(&mut ada, 5000).await;
    shop.pay(&id);
    assert_eq!(
        (state(&mut ada, &id).await, balance(&mut ada).await),
        (json!("paid"), before + 6000)
    );
    let list = ada.get(PURCHASES).await.json();
    assert_eq!(
        (
            list["items"].as_array().unwrap().len(),
            &list["items"][0]["checkout_url"]
        ),
        (2, &Value::Null)
    );
    let mut bob = shop.studio.signed_in("bob@example.org").await;
    assert_eq!(bob.get(&format!("{PURCHASES}/{id}")).await.status, 404);
    shop.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_given_back_is_taken_as_far_as_it_is_there(db: PgPool) {
    let shop = Shop::open(db).await;
    let mut ada = shop.studio.signed_in("ada@example.org").await;
    let before = balance(&mut ada).await;
    let id = begin(&mut ada, 1000).await;
    assert_eq!(shop.notify("checkout.session.completed", &shop.pay(&id)).await, 204);
    let charge = |refunded: i64| json!({ "id": "ch_1", "payment_intent": format!("pi_{id}"), "amount": 500, "amount_refunded": refunded });
    for refunded in [200, 200, 100] {
        assert_eq!(shop.notify("charge.refunded", &charge(refunded)).await, 204);
    }
    assert_eq!(balance(&mut ada).await, before + 600, "two fifths, once");
    // All but 100 credits are spent.
    sqlx::raw_sql(
        "WITH spent AS (
            UPDATE users SET balance_microdollars = 100000 RETURNING id
        ), moved AS (
            INSERT INTO ledger_transactions (id, user_id, kind) SELECT gen_random_uuid(), id, 'expiry' FROM spent RETURNING id, user_id
        )
        INSERT INTO ledger_entries (transaction_id, account, user_id, amount_microdollars)
        SELECT moved.id, account, user_id, sign * (SELECT sum(amount_microdollars) - 100000 FROM ledger_entries WHERE account = 'available')
        FROM moved, (VALUES ('available', -1), ('funding', 1)) AS entry (account, sign)",
    )
    .execute(&shop.studio.app.db)
    .await
    .unwrap();
    assert_eq!(shop.notify("charge.refunded", &charge(500)).await, 204);
    assert_eq!(balance(&mut ada).await, 0);
    let purchase = ada.get(&format!("{PURCHASES}/{id}")).await.json()["purchase"].clone();
    assert_eq!(
        (&purchase["refunded_credits"], &purchase["unrecovered_credits"]),
        (&json!(1000.0), &json!(500.0))
    );
    shop.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn forged_old_and_foreign_notices_give_nothing(db: PgPool) {
    let shop = Shop::open(db).await;
    let mut ada = shop.studio.signed_in("ada@example.org").await;
    let before = balance(&mut ada).await;
    let id = begin(&mut ada, 1000).await;
    // What is not paid by the service's own word: a session that only the notice says is paid is believed, so forgers must not get in.
    let mut paid = shop.session(&id);
    paid["payment_status"] = json!("paid");
    paid["payment_intent"] = json!("pi_1");
    let event = json!({ "type": "checkout.session.completed", "data": { "object": paid } }).to_string();
    let now = shop.studio.app.clock.now().timestamp();
    for header in [
        String::new(),
        sign("something else", now),
        sign(&event, now - 301),
        sign(&event, now).replace("v1=", "v0="),
    ] {
        let mut forger = shop
            .studio
            .browser()
            .without("origin")
            .header("stripe-signature", &header);
        let answer = forger.post_text("/webhooks/stripe", "application/json", &event).await;
        answer.problem(401, "unauthenticated");
    }
    paid["amount_total"] = json!(1);
    assert_eq!(
        shop.notify("checkout.session.completed", &paid).await,
        409,
        "another amount"
    );
    for foreign in [json!(null), json!("another shop's"), json!(uuid::Uuid::nil())] {
        paid["client_reference_id"] = foreign;
        assert_eq!(shop.notify("checkout.session.completed", &paid).await, 204);
    }
    assert_eq!(shop.notify("charge.refunded", &json!({ "amount": 1 })).await, 422);
    assert_eq!(
        (state(&mut ada, &id).await, balance(&mut ada).await),
        (json!("open"), before)
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_cannot_be_bought_is_told_and_a_request_is_one_purchase(db: PgPool) {
    let shop = Shop::open(db).await;
    let mut ada = shop.studio.signed_in("ada@example.org").await;
    let answer = ada.post(PURCHASES, &json!({ "credits": 7 })).await;
    assert_eq!(answer.problem(422, "invalid"), ["credits"]);
    let mut keyed = ada.header("idempotency-key", "one");
    let first = keyed.post(PURCHASES, &json!({ "credits": 1000 })).await;
    let again = keyed.post(PURCHASES, &json!({ "credits": 1000 })).await;
    assert_eq!((first.status, first.json()), (201, again.json()));
    keyed
        .post(PURCHASES, &json!({ "credits": 5000 }))
        .await
        .problem(409, "conflict");

    // The page: to the purchase and from there to the service.
    let page = ada.get("/credits").await;
    assert!(page.html().contains("5.00\u{a0}USD"), "{page:?}");
    assert_eq!(
        ada.post_form("/credits/purchases", &[("credits", "none")]).await.status,
        422
    );
    let begun = ada.post_form("/credits/purchases", &[("credits", "1000")]).await;
    assert_eq!(begun.status, 303, "{begun:?}");
    let purchase = ada.get(begun.header("location")).await;
    assert!(
        purchase.html().contains("https://checkout.stripe.com/c/pay/cs_test_"),
        "{purchase:?}"
    );

    let mut refused = shop.studio.signed_in("refused@example.org").await;
    refused
        .post(PURCHASES, &json!({ "credits": 1000 }))
        .await
        .problem(503, "unavailable");
    let list = refused.get(PURCHASES).await.json();
    assert_eq!(list["items"][0]["state"], "failed");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_studio_that_sells_nothing_says_so(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    assert_eq!(ada.get("/api/credits/packs").await.json(), json!({ "packs": [] }));
    ada.post(PURCHASES, &json!({ "credits": 1000 }))
        .await
        .problem(404, "not_found");
    let mut service = studio.browser().without("origin");
    service
        .post_text("/webhooks/stripe", "application/json", "{}")
        .await
        .problem(404, "not_found");
    assert!(!ada.get("/credits").await.html().contains("id=\"shop\""));
}
