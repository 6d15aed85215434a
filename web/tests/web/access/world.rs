//! Somebody with one of everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use studio_db::purchases::{self, NewPurchase};
use studio_model::{MicroDollars, PurchaseId};

use super::document::Operation;
use crate::api::recipes::picture;
use crate::support::{Browser, PASSWORD, TestApp};

pub(crate) const OWNER: &str = "ada@example.org";
pub(super) const MODEL: &str = "fal-ai/flux/schnell";

/// Which thing a parameter of an address means; the first line that fits counts.
const MEANT: [(&str, &str, &str); 32] = [
    ("/api/auth/sessions/", "id", "session"),
    ("/api/batches/presets/", "id", "preset"),
    ("/api/batches/", "id", "batch"),
    ("/api/budgets/", "id", "budget"),
    ("/api/collections/", "id", "collection"),
    ("/api/comments/", "id", "comment"),
    ("/api/collections/", "image_id", "image"),
    ("/api/credits/purchases/", "id", "purchase"),
    ("/api/generate/presets/", "id", "settings"),
    ("/api/generate/queue/", "id", "job"),
    ("/api/images/trash/", "id", "trashed"),
    ("/api/images/", "id", "image"),
    ("/api/keys/", "id", "key"),
    ("/api/notifications/", "id", "notification"),
    ("/api/projects/", "id", "project"),
    ("/api/projects/", "image_id", "image"),
    ("/api/prompts/", "id", "prompt"),
    ("/api/recipe-runs/", "id", "run"),
    ("/api/recipes/", "id", "recipe"),
    ("/api/schedules/", "id", "schedule"),
    ("/api/share/image/", "key", "image"),
    ("/api/share/project/", "key", "project"),
    ("/api/share/", "token", "share"),
    ("/api/undo/", "token", "undo"),
    ("/api/webhooks/", "id", "webhook"),
    ("/api/webhooks/", "delivery_id", "delivery"),
    // Everybody's.
    ("/api/models/", "id", ""),
    ("/api/admin/", "id", ""),
    ("/api/admin/", "name", ""),
    ("/api/admin/", "plugin_id", ""),
    ("/api/admin/", "digest", ""),
    ("/api/admin/", "user_id", ""),
];

/// The ids of somebody's things by what they are.
pub(crate) struct World(BTreeMap<&'static str, String>);

impl World {
    /// Makes one of everything for `owner`, who is [`OWNER`].
    pub(crate) async fn make(studio: &TestApp, owner: &mut Browser) -> Self {
        let mut world = Self(BTreeMap::new());
        let image = picture(studio, OWNER, 512).await.to_string();
        let trashed = picture(studio, OWNER, 512).await.to_string();
        assert_eq!(owner.delete(&format!("/api/images/{trashed}")).await.status, 204);
        world.0.extend([("image", image.clone()), ("trashed", trashed)]);
        world.make_folders(owner, &image).await;
        world.make_work(owner, &image).await;
        world.make_talk(studio, owner, &image).await;
        world.make_purchase(studio, owner).await;
        world
    }

    async fn make_folders(&mut self, owner: &mut Browser, image: &str) {
        let favorite = json!({ "ids": [image], "is_favorite": true });
        let undo = owner.post("/api/images/bulk-favorite", &favorite).await.json();
        self.0.insert("undo", undo["undo_token"].as_str().unwrap().to_owned());
        let prompt = json!({ "title": "Owls", "prompt_text": "an owl" });
        let key = json!({ "name": "A script", "scopes": ["read"] });
        for (thing, path, body) in [
            ("project", "/api/projects", json!({ "name": "Owls" })),
            ("collection", "/api/collections", json!({ "name": "Owls" })),
            ("prompt", "/api/prompts", prompt),
            ("key", "/api/keys", key),
            (
                "webhook",
                "/api/webhooks",
                json!({ "url": "https://example.org/hook", "events": ["job.completed"] }),
            ),
        ] {
            self.post(owner, thing, path, &body).await;
        }
        let trial = format!("/api/webhooks/{}/test", self.id("webhook"));
        self.post(owner, "delivery", &trial, &json!({})).await;
        let images = json!({ "image_ids": [image] });
        for path in [
            format!("/api/projects/{}/images/add", self.id("project")),
            format!("/api/collections/{}/images", self.id("collection")),
        ] {
            assert_eq!(owner.post(&path, &images).await.status, 200);
        }
    }

    async fn make_work(&mut self, owner: &mut Browser, image: &str) {
        let batch =
            json!({ "spec": { "source": "prompts", "prompts": ["an owl"] }, "defaults": { "model_id": MODEL } });
        let step = json!({ "operation": "upscale", "model_id": "fal-ai/esrgan", "parameters": { "factor": 2 } });
        let schedule = json!({ "name": "Owls", "cron": "0 9 * * mon", "request": batch });
        for (thing, path, body) in [
            (
                "job",
                "/api/generate/text-to-image",
                json!({ "model_id": MODEL, "prompt": "an owl" }),
            ),
            ("batch", "/api/generate/batch", batch.clone()),
            (
                "preset",
                "/api/batches/presets",
                json!({ "name": "Owls", "request": batch }),
            ),
            ("schedule", "/api/schedules", schedule),
            ("recipe", "/api/recipes", json!({ "name": "Larger", "steps": [step] })),
        ] {
            self.post(owner, thing, path, &body).await;
        }
        let settings = owner
            .post("/api/generate/presets", &json!({ "name": "Owls", "model_id": MODEL }))
            .await;
        assert_eq!(settings.status, 201, "{settings:?}");
        let id = settings.json()["preset"]["id"].as_str().unwrap().to_owned();
        self.0.insert("settings", id);
        let run = format!("/api/recipes/{}/run", self.id("recipe"));
        self.post(owner, "run", &run, &json!({ "image_ids": [image] })).await;
        let budget = owner
            .put("/api/budgets", &json!({ "period": "day", "credits": 100_000 }))
            .await;
        assert_eq!(budget.status, 200, "{budget:?}");
        self.0
            .insert("budget", budget.json()["id"].as_str().unwrap().to_owned());
    }

    /// Without a payment service: this studio sells nothing any more.
    async fn make_purchase(&mut self, studio: &TestApp, owner: &mut Browser) {
        let me = owner.get("/api/auth/me").await.json();
        let (id, now) = (studio.app.clock.new_id(), studio.app.clock.now());
        let purchase = NewPurchase {
            id: PurchaseId(id),
            user_id: me["user"]["id"].as_str().unwrap().parse().unwrap(),
            bought: MicroDollars(1_000_000),
            price_minor: 500,
            currency: "usd",
            idempotency_key: None,
            created_at: now,
            expires_at: now,
        };
        let mut conn = studio.app.db.acquire().await.unwrap();
        assert!(purchases::insert(&mut conn, &purchase).await.unwrap());
        self.0.insert("purchase", id.to_string());
    }

    async fn make_talk(&mut self, studio: &TestApp, owner: &mut Browser, image: &str) {
        let comments = format!("/api/images/{image}/comments");
        self.post(owner, "comment", &comments, &json!({ "text": "An owl." }))
            .await;
        let share = owner.post(&format!("/api/images/{image}/share"), &json!({})).await;
        let token = share.json()["share"]["token"].as_str().map(str::to_owned);
        self.0
            .insert("share", token.unwrap_or_else(|| panic!("share: {share:?}")));
        let notification = sqlx::query_scalar::<_, uuid::Uuid>(
            "INSERT INTO notifications (id, user_id, kind, subject_id, about, occasion, created_at)
            SELECT gen_random_uuid(), id, 'batch_ended', gen_random_uuid(), 'Owls', 'of a test', now()
            FROM users WHERE email = $1
            RETURNING id",
        )
        .bind(OWNER)
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
        self.0.insert("notification", notification.to_string());
        let elsewhere = studio.browser().log_in(OWNER, PASSWORD).await;
        assert_eq!(elsewhere.status, 200, "{elsewhere:?}");
        let sessions = owner.get("/api/auth/sessions").await.json();
        let other = sessions["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|session| session["is_current"] == false);
        self.0
            .insert("session", other.unwrap()["id"].as_str().unwrap().to_owned());
    }

    /// Makes a thing and remembers the id that the answer tells in its envelope.
    async fn post(&mut self, owner: &mut Browser, thing: &'static str, path: &str, body: &Value) {
        let answer = owner.post(path, body).await;
        assert!(matches!(answer.status, 201 | 202), "{thing}: {answer:?}");
        let id = answer.json()[thing]["id"].as_str().map(str::to_owned);
        self.0
            .insert(thing, id.unwrap_or_else(|| panic!("{thing}: {answer:?}")));
    }

    pub(crate) fn id(&self, thing: &str) -> &str {
        &self.0[thing]
    }

    /// The thing that a field or a parameter of this name is about.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        let name = name.trim_end_matches('s');
        let thing = match name.strip_suffix("_id").unwrap_or(name) {
            "id" => "image",
            name if name.ends_with("image") => "image",
            name => name,
        };
        let is_id = name.ends_with("id");
        self.0.get(thing).filter(|_| is_id).map(String::as_str)
    }

    /// The operation's address with ids of this world; none for one that names nobody's thing.
    pub(super) fn path(&self, operation: &Operation) -> Option<String> {
        let mut path = operation.path.clone();
        let mut is_about_somebody = false;
        while let Some((start, rest)) = path.split_once('{') {
            let (parameter, end) = rest.split_once('}').unwrap();
            let meant = MEANT
                .iter()
                .find(|(prefix, name, _)| start.starts_with(prefix) && *name == parameter);
            let (_, _, thing) = meant.unwrap_or_else(|| {
                panic!(
                    "{}: say in MEANT whose thing {{{parameter}}} is, and make one in World",
                    operation.path
                )
            });
            let id = self.0.get(thing).map_or("none", String::as_str);
            is_about_somebody |= !thing.is_empty();
            path = format!("{start}{id}{end}");
        }
        is_about_somebody.then_some(path)
    }
}
