//! The pictures of projects over HTTP: put in, taken out, counted, and what stays when a project goes.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::projects::{PROJECTS, create, path};
use super::recipes::picture;
use crate::support::{Browser, TestApp};

const ADA: &str = "ada@example.org";

/// A project with this name; its address.
async fn project(browser: &mut Browser, name: &str) -> String {
    path(&create(browser, &json!({ "name": name })).await, "")
}

async fn ids(browser: &mut Browser, project: &str) -> Vec<Value> {
    let page = browser.get(&format!("{project}/images")).await.json();
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].clone())
        .collect()
}

fn some(ids: &[Uuid]) -> Value {
    json!({ "image_ids": ids })
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_go_in_and_out_of_projects(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let (one, two) = (project(&mut browser, "One").await, project(&mut browser, "Two").await);
    let images = [picture(&studio, ADA, 64).await, picture(&studio, ADA, 65).await];
    let add = format!("{one}/images/add");
    let answer = browser.post(&add, &some(&images)).await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "added": 2, "already_there": 0 }))
    );
    let again = browser.post(&add, &some(&[images[0], images[0]])).await;
    assert_eq!(again.json(), json!({ "added": 0, "already_there": 1 }));
    let shown = browser.get(&one).await.json()["project"].clone();
    assert_eq!(shown["image_count"], 2);
    assert!(shown["cover_url"].as_str().unwrap().starts_with("/media/"), "{shown}");
    assert_eq!(
        browser.get(&format!("{one}/images?limit=1")).await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    // A picture is in one project only.
    browser.post(&format!("{two}/images/add"), &some(&images[..1])).await;
    assert_eq!(ids(&mut browser, &one).await, [json!(images[1])]);
    assert_eq!(ids(&mut browser, &two).await, [json!(images[0])]);
    let out = format!("{two}/images/{}", images[0]);
    assert_eq!(browser.delete(&out).await.status, 204);
    browser.delete(&out).await.problem(404, "not_found");
    browser
        .delete(&format!("{two}/images/{}", images[1]))
        .await
        .problem(404, "not_found");
    assert_eq!(ids(&mut browser, &two).await, [Value::Null; 0]);

    // The picture outlives its project.
    assert_eq!(browser.delete(&one).await.status, 204);
    let left = browser.get(&format!("/api/images/{}", images[1])).await;
    assert_eq!((left.status, &left.json()["project_id"]), (200, &Value::Null));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn all_pictures_are_put_in_or_none(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let one = project(&mut browser, "One").await;
    let (mine, theirs) = (
        picture(&studio, ADA, 64).await,
        picture(&studio, "bob@example.org", 64).await,
    );
    let add = format!("{one}/images/add");
    let answer = browser.post(&add, &some(&[mine, theirs, Uuid::nil()])).await;
    assert_eq!(answer.problem(422, "invalid"), ["image_ids[1]", "image_ids[2]"]);
    for many in [vec![], vec![mine; 501]] {
        let answer = browser.post(&add, &some(&many)).await;
        assert_eq!(answer.problem(422, "invalid"), ["image_ids"]);
    }
    assert_eq!(ids(&mut browser, &one).await, [Value::Null; 0]);
    bob.post(&add, &some(&[theirs])).await.problem(404, "not_found");
    browser.post(&add, &some(&[mine])).await;
    bob.delete(&format!("{one}/images/{mine}"))
        .await
        .problem(404, "not_found");
    let nowhere = format!("{PROJECTS}/{}/images/add", Uuid::nil());
    browser.post(&nowhere, &some(&[mine])).await.problem(404, "not_found");
    assert_eq!(ids(&mut browser, &one).await, [json!(mine)]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_trash_is_in_no_project(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let one = project(&mut browser, "One").await;
    let image = picture(&studio, ADA, 64).await;
    browser.post(&format!("{one}/images/add"), &some(&[image])).await;
    sqlx::query("UPDATE images SET deleted_at = now()")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let shown = browser.get(&one).await.json()["project"].clone();
    assert_eq!((&shown["image_count"], &shown["cover_url"]), (&json!(0), &Value::Null));
    assert_eq!(browser.get(&format!("{one}/analytics")).await.json()["image_count"], 0);
    let answer = browser.post(&format!("{one}/images/add"), &some(&[image])).await;
    assert_eq!(answer.problem(422, "invalid"), ["image_ids[0]"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_numbers_of_a_project_are_counted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let one = project(&mut browser, "One").await;
    let images = [picture(&studio, ADA, 64).await, picture(&studio, ADA, 65).await];
    browser.post(&format!("{one}/images/add"), &some(&images)).await;
    sqlx::query(
        "UPDATE images SET cost_microdollars = 2500, is_favorite = true, model_id = 'fal-ai/flux/dev',
            created_at = created_at - interval '2 days'
        WHERE id = $1",
    )
    .bind(images[0])
    .execute(&studio.app.db)
    .await
    .unwrap();
    let numbers = browser.get(&format!("{one}/analytics?days=3")).await.json();
    assert_eq!(
        (&numbers["image_count"], &numbers["favorite_count"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&numbers["image_cost_credits"], &numbers["spent_credits"]),
        (&json!(2.5), &json!(0.0))
    );
    assert_eq!(numbers["by_model"][0]["model_id"], "fal-ai/flux/dev");
    assert_eq!(numbers["by_model"][0]["model_name"], "FLUX.1 [dev]");
    assert_eq!(numbers["by_model"][1]["image_count"], 1);
    let days = numbers["by_day"].as_array().unwrap();
    let counts: Vec<u64> = days.iter().map(|day| day["image_count"].as_u64().unwrap()).collect();
    assert_eq!(counts, [1, 0, 1]);
    assert_eq!(
        numbers["jobs"],
        json!({ "pending": 0, "processing": 0, "completed": 0, "failed": 0, "cancelled": 0 })
    );
    for days in ["0", "367", "x", "-1"] {
        let answer = browser.get(&format!("{one}/analytics?days={days}")).await;
        assert_eq!(answer.problem(422, "invalid"), ["days"], "{days}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_request_takes_the_model_of_its_project(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let defaults =
        json!({ "model_id": "fal-ai/flux/dev", "parameters": { "guidance_scale": 7.5, "num_inference_steps": 20 } });
    let made = create(&mut browser, &json!({ "name": "One", "defaults": defaults })).await;
    let bare = project(&mut browser, "Two").await;
    let id = made.json()["project"]["id"].clone();
    let asks = |project: &Value| json!({ "prompt": "a fox", "project_id": project, "parameters": { "num_inference_steps": 30 } });
    let answer = browser.post("/api/generate/text-to-image", &asks(&id)).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let job = answer.json()["job"].clone();
    assert_eq!((&job["model_id"], &job["project_id"]), (&json!("fal-ai/flux/dev"), &id));
    assert_eq!(job["parameters"]["guidance_scale"], 7.5);
    assert_eq!(job["parameters"]["num_inference_steps"], 30);

    // Whoever names a model gets nothing of the project's.
    let mut named = asks(&id);
    named["model_id"] = json!("fal-ai/flux/dev");
    let job = browser.post("/api/generate/text-to-image", &named).await.json()["job"].clone();
    assert_ne!(job["parameters"]["guidance_scale"], 7.5);

    let bare_id = json!(bare.rsplit('/').next().unwrap());
    for (project, field) in [
        (Value::Null, "model_id"),
        (bare_id, "model_id"),
        (json!(Uuid::nil()), "project_id"),
    ] {
        let answer = browser.post("/api/generate/text-to-image", &asks(&project)).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{project}");
    }
    let mut bob = studio.signed_in("bob@example.org").await;
    let answer = bob.post("/api/generate/text-to-image", &asks(&id)).await;
    assert_eq!(answer.problem(422, "invalid"), ["project_id"]);
    assert_eq!(
        browser.get(&path(&made, "/analytics")).await.json()["jobs"]["pending"],
        2
    );
}
