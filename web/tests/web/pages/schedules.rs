//! The pages of schedules. No worker runs here, so nothing fires.

use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const NEW: &str = "/schedules/new";

/// A preset to recur, as the form names it.
async fn preset(browser: &mut Browser) -> String {
    let body = json!({
        "name": "Foxes",
        "request": {
            "spec": { "source": "prompts", "prompts": ["a fox"] },
            "defaults": { "model_id": "fal-ai/flux/schnell" }
        }
    });
    let answer = browser.post("/api/batches/presets", &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    format!("preset:{}", answer.json()["preset"]["id"].as_str().unwrap())
}

fn form<'a>(preset: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut pairs = vec![
        ("name", "Fox of the day"),
        ("request", preset),
        ("every", "week"),
        ("weekday", "tue"),
        ("at", "09:30"),
        ("zone", "Europe/Berlin"),
    ];
    pairs.extend(more);
    pairs
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_schedule_is_previewed_saved_and_steered(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    assert!(browser.get(NEW).await.text().contains("Nothing to repeat yet"));
    let preset = preset(&mut browser).await;
    let preview = browser.post_form(NEW, &form(&preset, &[("action", "preview")])).await;
    assert_eq!(preview.status, 200, "{preview:?}");
    assert!(
        preview.text().contains("The next runs") && preview.text().contains(" 09:30"),
        "{preview:?}"
    );
    assert!(browser.get("/schedules").await.text().contains("No schedules yet"));

    let saved = browser.post_form(NEW, &form(&preset, &[("action", "save")])).await;
    assert_eq!(saved.status, 303, "{saved:?}");
    let page = saved.header("location").to_owned();
    let shown = browser.get(&page).await;
    assert!(
        shown.text().contains("30 9 * * tue") && shown.text().contains("Europe&#x2f;Berlin"),
        "{shown:?}"
    );
    assert!(
        browser
            .get("/schedules")
            .await
            .text()
            .replace("&#x2f;", "/")
            .contains(&page)
    );
    for action in ["pause", "pause"] {
        assert_eq!(browser.post_form(&format!("{page}/{action}"), &[]).await.status, 303);
        assert!(browser.get(&page).await.text().contains("You paused this schedule."));
    }
    assert_eq!(browser.post_form(&format!("{page}/resume"), &[]).await.status, 303);
    for _ in 0..2 {
        let run = browser.post_form(&format!("{page}/run"), &[("key", "once")]).await;
        assert_eq!(run.status, 303, "{run:?}");
    }
    assert_eq!(browser.get(&page).await.text().matches("timeline__item").count(), 1);

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&page).await.status, 404);
    for action in ["pause", "resume", "run", "delete"] {
        assert_eq!(
            stranger.post_form(&format!("{page}/{action}"), &[]).await.status,
            404,
            "{action}"
        );
    }
    let theirs = stranger.post_form(NEW, &form(&preset, &[("action", "save")])).await;
    assert_eq!(theirs.status, 422, "{theirs:?}");
    assert_eq!(browser.post_form(&format!("{page}/delete"), &[]).await.status, 303);
    assert_eq!(browser.get(&page).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_fields_are_told_and_nothing_typed_is_lost(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let preset = preset(&mut browser).await;
    for (more, control) in [
        (vec![("at", "25:00")], "at"),
        (vec![("every", "month"), ("day", "31")], "day"),
        (vec![("every", "custom"), ("cron", "61 * * * *")], "cron"),
        (vec![("zone", "Europe/Berln")], "zone"),
        (vec![("request", "preset:1")], "request"),
        (vec![("jitter_s", "soon")], "jitter_s"),
        (vec![("jitter_s", "4000")], "jitter_s"),
        (vec![("budget_credits", "0")], "budget_credits"),
        (vec![("pause_after", "101")], "pause_after"),
        (vec![("misfire", "all"), ("misfire_max", "0")], "misfire_max"),
        (vec![("name", " ")], "name"),
    ] {
        for action in ["save"] {
            let mut pairs = form(&preset, &more);
            pairs.push(("action", action));
            let answer = browser.post_form(NEW, &pairs).await;
            assert_eq!(answer.status, 422, "{more:?}: {answer:?}");
            assert!(
                answer.text().contains(&format!("id=\"{control}-error\"")),
                "{more:?}: {answer:?}"
            );
            assert!(
                answer.text().contains("value=\"tue\" selected"),
                "{more:?}: the day is lost"
            );
        }
    }
    assert!(browser.get("/schedules").await.text().contains("No schedules yet"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_schedule_is_changed_by_whoever_saw_it_last(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let preset = preset(&mut browser).await;
    let saved = browser.post_form(NEW, &form(&preset, &[("action", "save")])).await;
    let page = saved.header("location").to_owned();
    let edit = format!("{page}/edit");
    let shown = browser.get(&edit).await;
    assert!(
        shown.text().contains("30 9 * * tue") && shown.text().contains("As it is now"),
        "{shown:?}"
    );
    let seen_at = hidden(shown.text(), "version");

    let change = |line: &'static str, action: &'static str| {
        vec![
            ("name", "Fox of the hour"),
            ("request", "keep"),
            ("every", "custom"),
            ("cron", line),
            ("zone", "UTC"),
            ("action", action),
        ]
    };
    let with_time = |mut pairs: Vec<(&'static str, &'static str)>, seen_at: &'static str| {
        pairs.push(("version", seen_at));
        pairs
    };
    let seen_at: &'static str = seen_at.leak();
    let preview = browser
        .post_form(&edit, &with_time(change("5 * * * *", "preview"), seen_at))
        .await;
    assert_eq!(preview.status, 200, "{preview:?}");
    assert!(preview.text().contains("The next runs"), "{preview:?}");
    assert!(
        browser.get(&page).await.text().contains("30 9 * * tue"),
        "a preview changes nothing"
    );
    let wrong = browser
        .post_form(&edit, &with_time(change("61 * * * *", "save"), seen_at))
        .await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert!(wrong.text().contains("id=\"cron-error\""), "{wrong:?}");
    assert_eq!(hidden(wrong.text(), "version"), seen_at);
    let changed = browser
        .post_form(&edit, &with_time(change("5 * * * *", "save"), seen_at))
        .await;
    assert_eq!(changed.status, 303, "{changed:?}");
    let shown = browser.get(&page).await;
    assert!(
        shown.text().contains("5 * * * *") && shown.text().contains("Fox of the hour"),
        "{shown:?}"
    );

    // The same form in another tab.
    let late = browser
        .post_form(&edit, &with_time(change("6 * * * *", "save"), seen_at))
        .await;
    assert_eq!(late.status, 422, "{late:?}");
    assert!(late.text().contains("6 * * * *"), "nothing typed is lost");
    assert!(browser.get(&page).await.text().contains("5 * * * *"));
    let timeless = browser.post_form(&edit, &change("6 * * * *", "save")).await;
    assert_eq!(timeless.status, 422, "{timeless:?}");

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&edit).await.status, 404);
    let theirs = stranger
        .post_form(&edit, &with_time(change("6 * * * *", "save"), seen_at))
        .await;
    assert_eq!(theirs.status, 404);
}

/// The value of a hidden control.
fn hidden(html: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = html.split_once(&start).expect("the control is there").1;
    rest.split_once('"').expect("it ends").0.replace("&#x2b;", "+")
}
