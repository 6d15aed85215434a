use sqlx::PgPool;

use crate::support::TestApp;

const FORM: [(&str, &str); 5] = [
    ("model_id", "fal-ai/flux/schnell"),
    ("prompt", "a fox <in> the snow"),
    ("num_images", "2"),
    ("seed", ""),
    ("parameters.num_inference_steps", "3"),
];

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_form_is_the_models_schema(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let page = browser.get("/generate?model=fal-ai/flux/schnell&prompt=a+hare").await;
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("name=\"parameters.num_inference_steps\"") && page.text().contains("a hare"),
        "{page:?}"
    );
    let part = browser.get_part("/generate?model=fal-ai/fast-sdxl&prompt=a+hare").await;
    assert!(
        !part.text().contains("<html") && part.html().contains("value=\"fal-ai/fast-sdxl\""),
        "{part:?}"
    );
    assert!(
        part.text().contains("name=\"negative_prompt\"") && part.text().contains("a hare"),
        "{part:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_of_few_pictures_is_asked_for_as_many_as_it_makes(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for model in ["fal-ai/aura-flow", "fal-ai/ltx-video"] {
        let page = browser
            .get(&format!("/generate?model={model}&prompt=a+hare&num_images=4"))
            .await;
        assert!(!page.text().contains("The number of images"), "{page:?}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_form_without_script_submits_and_comes_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let answer = browser.post_form("/generate", &FORM).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/generate"),
        "{answer:?}"
    );
    assert!(
        browser
            .get("/generate")
            .await
            .text()
            .contains("a fox &lt;in&gt; the snow")
    );
    let job = browser.get("/api/generate/queue").await.json()["items"][0].clone();
    assert_eq!(
        (&job["num_images"], &job["parameters"]["num_inference_steps"]),
        (&2.into(), &3.into())
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn with_script_the_new_card_is_sent(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let part = browser.post_part("/generate", &FORM).await;
    assert_eq!(part.status, 200);
    assert!(
        part.text().contains("hx-target=\"#results\"") && part.text().contains("<job-card"),
        "{part:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_wrong_stands_beside_its_control(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (name, value, control) in [
        ("parameters.num_inference_steps", "1000", "p-num_inference_steps-error"),
        ("parameters.num_inference_steps", "many", "p-num_inference_steps-error"),
        ("seed", "-1", "seed-error"),
        ("prompt", "", "prompt-error"),
    ] {
        let form: Vec<_> = FORM
            .iter()
            .map(|pair| if pair.0 == name { (name, value) } else { *pair })
            .collect();
        let part = browser.post_part("/generate", &form).await;
        assert_eq!(part.status, 422, "{name}={value}");
        assert!(
            part.text().contains(&format!("id=\"{control}\"")),
            "{name}={value}: {part:?}"
        );
    }
    assert_eq!(
        browser.get("/api/generate/queue").await.json()["items"],
        serde_json::json!([])
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_price_is_told_before(db: PgPool) {
    let studio = TestApp::with(db, &[("SIGNUP_CREDITS", "1")]).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(FORM)
        .finish();
    let part = browser.get_part(&format!("/generate/estimate?{query}")).await;
    assert_eq!(part.status, 200);
    assert!(
        part.text().contains("id=\"estimate\"") && part.text().contains("disabled"),
        "{part:?}"
    );
    let answer = browser.post_part("/generate", &FORM).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("1 are left"), "{answer:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_preset_stands_in_the_form_and_leaves_the_rest(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let plain = "/generate?model=fal-ai/flux/dev&prompt=a+hare&parameters.guidance_scale=7";
    let page = browser.get(plain).await;
    assert!(page.text().contains("Recommended: 20–40"), "{page:?}");
    let page = browser.get(&format!("{plain}&preset=Draft")).await;
    let steps = "name=\"parameters.num_inference_steps\" type=\"number\" inputmode=\"decimal\" value=\"12\"";
    let chip = "aria-current=\"true\" data-no-prefetch>Draft<";
    for shown in [steps, chip, "a hare", "value=\"7\""] {
        assert!(page.html().contains(shown), "{shown} is not in {page:?}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_pays_for_another_model_than_the_one_that_was_seen(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let mut form = FORM;
    form[0].1 = "fal-ai/gone";
    let page = browser.post_form("/generate", &form).await;
    assert_eq!(page.status, 422);
    assert!(
        page.text().contains("model_id-error") && page.text().contains("a fox"),
        "{page:?}"
    );
    assert_eq!(
        browser.get("/api/generate/queue").await.json()["items"],
        serde_json::json!([])
    );
}
