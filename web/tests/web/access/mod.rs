//! Every route of the document, asked by those who must not: nobody, a stranger, a key without the scope.
//!
//! The routes come from the document, so none can be forgotten: a new one that names somebody's thing fails here until
//! [`world`] knows such a thing.

mod document;
pub(crate) mod world;

use std::collections::BTreeSet;

use axum::body::Body;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{Answer, Browser, TestApp};
use document::{Operation, operations};
use world::World;

/// Needs no account. Anything else that asks for none is a mistake.
const PUBLIC: [(&str, &str); 14] = [
    ("log_in", "gets one in"),
    ("log_in_with_code", "gets one in"),
    ("log_out", "is fine for somebody who is out already"),
    ("register", "makes an account"),
    ("forgot_password", "is for somebody who cannot get in"),
    ("reset_password", "is for somebody with a link from a mail"),
    ("verify_email", "is for somebody with a link from a mail"),
    ("find_model", "what can be asked is no secret"),
    ("list_models", "what can be asked is no secret"),
    ("list_featured_models", "what can be asked is no secret"),
    ("list_model_categories", "what can be asked is no secret"),
    ("find_shared_image", "a link is for whoever has it"),
    ("find_shared_project", "a link is for whoever has it"),
    ("unlock_share", "a link is for whoever has it and its password"),
];

/// No key will do. Anything else belongs into `access::AREAS` of the studio.
const PERSONS_ONLY: [(&str, &str); 26] = [
    ("begin_purchase", "money is spent by people"),
    ("create_key", "a key must not make others"),
    ("find_key", "and not look for them"),
    ("list_keys", "and not look for them"),
    ("revoke_key", "and not shut others out"),
    ("change_email", "a stolen key must not take the account over"),
    ("change_password", "a stolen key must not take the account over"),
    ("find_two_factor", "how one logs in is not for keys to know"),
    ("begin_two_factor", "a stolen key must not take the account over"),
    ("confirm_two_factor", "a stolen key must not take the account over"),
    ("renew_recovery_codes", "a stolen key must not take the account over"),
    ("disable_two_factor", "a stolen key must not take the account over"),
    ("delete_me", "a stolen key must not end the account"),
    ("export_me", "a stolen key must not carry everything away"),
    ("find_account_deletion", "it goes with the end of the account"),
    ("keep_account", "keys end with the wish to leave"),
    ("delete_avatar", "who one is, is for oneself to say"),
    ("list_sessions", "it tells where its owner is"),
    ("put_avatar", "who one is, is for oneself to say"),
    ("revoke_other_sessions", "a stolen key must not shut its owner out"),
    ("revoke_session", "a stolen key must not shut its owner out"),
    ("send_verification", "who one is, is for oneself to say"),
    ("update_profile", "who one is, is for oneself to say"),
    ("list_own_audit_entries", "it tells where its owner is"),
    ("put_budget", "a stolen key must not spend more than was allowed"),
    ("delete_budget", "a stolen key must not spend more than was allowed"),
];

/// Not to be had by the owner either, as the world of this test is.
const NOT_FOUND_BY_OWNER: [(&str, &str); 2] = [
    ("copy_public_prompt", "the prompt is not public"),
    ("download_image", "the store is empty"),
];

fn is_in(list: &[(&str, &str)], operation: &Operation) -> bool {
    list.iter().any(|(id, _)| *id == operation.id)
}

async fn ask(browser: &mut Browser, operation: &Operation, path: &str, body: Option<&Value>) -> Answer {
    let content_type = body.map(|_| "application/json");
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    // A version that was never there: what is not found is not found before versions are compared.
    let mut browser = browser.header("if-match", "\"1\"");
    browser.send(operation.method.clone(), path, content_type, body).await
}

/// The operation's address with names that are there, or could be.
fn administrators_path(operation: &Operation) -> String {
    let path = operation.path.replace("{id}", &Uuid::nil().to_string());
    let path = path.replace("{digest}", &"0".repeat(64)).replace("{name}", "sessions");
    path.replace("{plugin_id}", "fal-flux")
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_gets_in_without_a_session(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut nobody = studio.browser();
    let mut open = BTreeSet::new();
    for operation in operations() {
        if operation.is_public {
            open.insert(operation.id.clone());
            continue;
        }
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        let answer = ask(&mut nobody, &operation, &operation.path, None).await;
        answer.problem(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let expected: BTreeSet<String> = PUBLIC.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(open, expected);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_somebody_elses_is_not_found(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("admin@example.org").await;
    let mut owner = studio.signed_in(world::OWNER).await;
    let mut stranger = studio.signed_in("bob@example.org").await;
    let world = World::make(&studio, &mut owner).await;
    let mut asked: Vec<(Operation, String, Option<Value>)> = Vec::new();
    let mut wrong = Vec::new();
    for operation in operations() {
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        if operation.path.starts_with("/api/admin/") {
            let path = administrators_path(&operation);
            let answer = ask(&mut stranger, &operation, &path, operation.body(&world).as_ref()).await;
            if answer.status != 403 || answer.json()["code"] != "forbidden" {
                wrong.push(format!("{} for no administrator: {answer:?}", operation.id));
            }
            continue;
        }
        if operation.is_public {
            continue;
        }
        let Some(path) = world.path(&operation) else { continue };
        let body = operation.body(&world);
        let answer = ask(&mut stranger, &operation, &path, body.as_ref()).await;
        if answer.status != 404 || answer.json()["code"] != "not_found" {
            wrong.push(format!("{} for a stranger: {answer:?}", operation.id));
        }
        asked.push((operation, path, body));
    }
    // The same requests, so that it was not something else that was not found.
    asked.sort_by_key(|(operation, path, _)| (operation.rank(), std::cmp::Reverse(path.len())));
    for (operation, path, body) in asked {
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        let answer = ask(&mut owner, &operation, &path, body.as_ref()).await;
        let is_there = answer.status != 404 && answer.status < 500;
        if is_there == is_in(&NOT_FOUND_BY_OWNER, &operation) {
            wrong.push(format!("{} for the owner: {answer:?}", operation.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_somebody_elses_cannot_be_named_either(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut owner = studio.signed_in(world::OWNER).await;
    let mut stranger = studio.signed_in("bob@example.org").await;
    let world = World::make(&studio, &mut owner).await;
    let mut wrong = Vec::new();
    for operation in operations() {
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        if operation.path.starts_with("/api/admin/") || operation.path.contains('{') {
            continue;
        }
        for (name, body) in operation.bodies_that_name(&world) {
            let answer = ask(&mut stranger, &operation, &operation.path, Some(&body)).await;
            if !matches!(answer.status, 404 | 422) {
                wrong.push(format!("{} with {name}: {body} {answer:?}", operation.id));
            }
        }
        for (name, query) in operation.queries_that_name(&world) {
            let answer = ask(&mut stranger, &operation, &query, None).await;
            let is_empty = answer.status == 200 && answer.json()["items"] == json!([]);
            if !is_empty && !matches!(answer.status, 404 | 422) {
                wrong.push(format!("{} with {name}: {answer:?}", operation.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The key of the list that is named after this scope.
fn of<'a>(keys: &'a mut [(&str, Browser)], scope: &str) -> &'a mut Browser {
    &mut keys.iter_mut().find(|(name, _)| *name == scope).unwrap().1
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_key_needs_the_scope_that_the_document_names(db: PgPool) {
    const ALL: [&str; 4] = ["read", "generate", "manage", "admin"];
    let studio = TestApp::new(db).await;
    // The first one is an administrator, who may have keys of every scope.
    let mut person = studio.signed_in("admin@example.org").await;
    let mut key = async |scopes: &[&str]| {
        let wish = json!({ "name": "A key", "scopes": scopes });
        let made = person.post("/api/keys", &wish).await.json();
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        studio.browser().without("origin").header("authorization", &bearer)
    };
    let mut only = Vec::new();
    let mut without = Vec::new();
    for scope in ALL {
        only.push((scope, key(&[scope]).await));
        let others: Vec<&str> = ALL.into_iter().filter(|other| *other != scope).collect();
        without.push((scope, key(&others).await));
    }
    let mut all = key(&ALL).await;
    let mut persons_only = BTreeSet::new();
    for operation in operations() {
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        let path = administrators_path(&operation);
        match &operation.scope {
            Some(scope) => {
                let refused = ask(of(&mut without, scope), &operation, &path, None).await;
                refused.problem(403, "missing_scope");
                assert!(
                    refused
                        .header("www-authenticate")
                        .ends_with(&format!("scope=\"{scope}\""))
                );
                let taken = ask(of(&mut only, scope), &operation, &path, None).await;
                assert!(
                    !matches!(taken.status, 401 | 403) && taken.status < 500,
                    "{}: {taken:?}",
                    operation.id
                );
            }
            None => {
                let answer = ask(&mut all, &operation, &path, None).await;
                if operation.is_public && operation.method.is_safe() {
                    assert!(!matches!(answer.status, 401 | 403), "{}: {answer:?}", operation.id);
                } else {
                    answer.problem(403, "person_only");
                }
            }
        }
        if operation.scope.is_none() && !operation.is_public {
            persons_only.insert(operation.id.clone());
        }
        let may_cost = operation.statuses.contains("402");
        assert!(
            !may_cost || operation.scope.as_deref() == Some("generate"),
            "{} may cost credits",
            operation.id
        );
    }
    let expected: BTreeSet<String> = PERSONS_ONLY.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(persons_only, expected);
}
