//! Every context in its interesting states, for the test that renders all templates and for the example
//! `samples`, which shows them in a browser.

mod api_keys;
mod audit;
mod batches;
mod collections;
mod compared;
mod comparison;
mod credits;
mod design;
mod forms;
mod jobs;
mod leaving;
mod mailed;
mod new_batch;
mod notifications;
mod own_presets;
mod people;
mod pictures;
mod plugins;
mod privacy;
mod projects;
mod prompts;
mod recipes;
mod rooms;
mod schedules;
mod search;
mod settings;
mod shares;
mod shortcuts;
mod two_factor;
mod webhooks;

pub use api_keys::api_key_settings;
pub use audit::audit_pages;
pub use batches::{batch_lists, batch_pages, job_pages};
pub use collections::{collection_forms, collection_lists, collection_pages};
pub use compared::compare_pages;
pub use comparison::model_comparisons;
pub use credits::{credits_pages, purchase_pages};
pub use design::design_page;
pub use forms::{auth_forms, flux_schema, generate_pages, models};
pub use jobs::{jobs, queue_pages};
pub use leaving::{danger_settings, leaving_pages};
pub use mailed::{forgot_password_pages, outbox_pages, reset_password_pages, verify_email_pages};
pub use new_batch::{batch_previews, new_batches};
pub use notifications::notification_pages;
pub use own_presets::{own_preset_lists, save_preset_pages};
pub use people::people_lists;
pub use pictures::{galleries, image_pages, landing_pages, tile, tiles, trash_pages};

pub use plugins::{plugin_lists, plugin_pages, version_pages};
pub use privacy::privacy_settings;
pub use projects::{project_forms, project_lists, project_pages};
pub use prompts::{prompt_forms, prompt_lists, prompt_uses};
pub use recipes::{recipe_lists, recipe_pages, run_pages};
pub use rooms::room_pages;
pub use schedules::{new_schedules, schedule_lists, schedule_pages};
pub use search::{palette_menus, search_pages};
pub use settings::{account_settings, preference_settings, security_settings};
pub use shares::{embeds, gone_shares, locked_shares, share_lists, share_pages, shared_images, shared_projects};
pub use shortcuts::{key_sheets, keyboard_settings};
pub use two_factor::{log_in_code_pages, two_factor_settings};
pub use webhooks::{webhook_lists, webhook_pages};

use chrono::{DateTime, Utc};

use super::{ErrorPage, Frame, PartView, Theme, UserBadge, View};
use crate::{
    i18n::Lang,
    templates::{RenderError, Templates},
};

/// The moment at which all samples are made.
#[must_use]
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_432_800, 0).expect("a time in 2026")
}

/// The frame around a page of a signed-in user.
#[must_use]
pub fn signed_in(lang: Lang, path: &str) -> Frame {
    Frame {
        user: Some(UserBadge {
            name: "Ada Lovelace".to_owned(),
            email: "ada@example.org".to_owned(),
            avatar_url: None,
            credits: 1_234.5,
            is_admin: true,
        }),
        theme: Theme::Auto,
        csrf: "sample-token".to_owned(),
        demo_provider: true,
        running_jobs: 2,
        unread: 3,
        ..Frame::anonymous(lang, path)
    }
}

/// Error pages of every kind.
#[must_use]
pub fn error_pages() -> Vec<ErrorPage> {
    let page = |status, detail: Option<&str>, retry_after_s| ErrorPage {
        detail: detail.map(str::to_owned),
        request_id: Some("01JD2Q7YF3V6".to_owned()),
        retry_after_s,
        ..ErrorPage::new(status)
    };
    vec![
        page(404, None, None),
        page(403, None, None),
        page(401, None, None),
        page(413, Some("The prompt is longer than 5,000 characters."), None),
        page(429, None, Some(30)),
        page(500, None, None),
        page(503, None, Some(5)),
    ]
}

/// One sample of a page: its file name and the whole page, or its part.
pub struct Rendered {
    /// `gallery-2`, `gallery-2.part`: unique.
    pub name: String,
    /// Where the page would stand.
    pub path: String,
    /// HTML, or why there is none.
    pub html: Result<String, RenderError>,
}

/// Renders every sample of every page and part in one language.
#[must_use]
pub fn render_all(templates: &Templates, lang: Lang) -> Vec<Rendered> {
    let mut all = Batch {
        templates,
        lang,
        list: Vec::new(),
    };
    all.pages("landing", "/", false, &landing_pages());
    all.parts("login", "/login", false, &auth_forms());
    all.parts("generate", "/generate", true, &generate_pages());
    all.parts("save-preset", "/generate/presets/new", true, &save_preset_pages());
    all.pages("own-presets", "/presets", true, &own_preset_lists());
    all.pages("people", "/admin/users", true, &people_lists());
    all.pages("credits", "/credits", true, &credits_pages());
    all.pages("purchase", "/credits/purchases/1", true, &purchase_pages());
    all.pages("models", "/models", true, &model_comparisons());
    all.pages("models-visitor", "/models", false, &model_comparisons());
    all.parts("gallery", "/gallery", true, &galleries());
    all.pages("trash", "/trash", true, &trash_pages());
    all.parts("image", "/images/1", true, &image_pages());
    all.parts("room", "/images/1/inpaint", true, &room_pages());
    all.parts("queue", "/queue", true, &queue_pages());
    all.pages("job", "/queue/1", true, &job_pages());
    all.pages("batches", "/batches", true, &batch_lists());
    all.pages("batch", "/batches/1", true, &batch_pages());
    all.pages("new-batch", "/batches/new", true, &new_batches());
    all.pages("batch-preview", "/batches/new", true, &batch_previews());
    all.pages("schedules", "/schedules", true, &schedule_lists());
    all.pages("schedule", "/schedules/1", true, &schedule_pages());
    all.pages("new-schedule", "/schedules/new", true, &new_schedules());
    all.pages("recipes", "/recipes", true, &recipe_lists());
    all.pages("recipe", "/recipes/1", true, &recipe_pages());
    all.pages("recipe-run", "/recipe-runs/1", true, &run_pages());
    all.pages("plugins", "/admin/plugins", true, &plugin_lists());
    all.pages("plugin", "/admin/plugins/acme-on", true, &plugin_pages());
    all.pages(
        "plugin-version",
        "/admin/plugins/acme-on/versions/1",
        true,
        &version_pages(),
    );
    all.pages("projects", "/projects", true, &project_lists());
    all.pages("project", "/projects/1", true, &project_pages());
    all.pages("project-form", "/projects/new", true, &project_forms());
    all.pages("collections", "/collections", true, &collection_lists());
    all.pages("collection", "/collections/1", true, &collection_pages());
    all.pages("collection-form", "/collections/new", true, &collection_forms());
    all.pages("prompts", "/prompts", true, &prompt_lists());
    all.pages("prompt-form", "/prompts/new", true, &prompt_forms());
    all.pages("prompt-use", "/prompts/1/use", true, &prompt_uses());
    all.pages("settings-account", "/settings/account", true, &account_settings());
    all.pages("settings-api-keys", "/settings/api-keys", true, &api_key_settings());
    all.pages("settings-webhooks", "/settings/webhooks", true, &webhook_lists());
    all.pages("settings-webhook", "/settings/webhooks/1", true, &webhook_pages());
    all.pages("audit", "/admin/audit", true, &audit_pages());
    all.pages("notifications", "/notifications", true, &notification_pages());
    all.pages("share", "/images/1/share", true, &share_pages());
    all.pages("shares", "/shares", true, &share_lists());
    all.pages("shared-image", "/s/t", false, &shared_images());
    all.pages("shared-image-owner", "/s/t", true, &shared_images());
    all.pages("shared-project", "/s/t", false, &shared_projects());
    all.pages("shared-locked", "/s/t", false, &locked_shares());
    all.pages("shared-gone", "/s/t", false, &gone_shares());
    all.pages("embed", "/embed/t", false, &embeds());
    all.pages("settings-security", "/settings/security", true, &security_settings());
    all.pages(
        "settings-two-factor",
        "/settings/security/two-factor",
        true,
        &two_factor_settings(),
    );
    all.pages("login-code", "/login/code", false, &log_in_code_pages());
    all.pages("settings-privacy", "/settings/privacy", true, &privacy_settings());
    all.pages("settings-danger", "/settings/danger", true, &danger_settings());
    all.pages("leaving", "/account/leaving", false, &leaving_pages());
    all.pages(
        "settings-preferences",
        "/settings/preferences",
        true,
        &preference_settings(),
    );
    all.pages("verify-email", "/verify-email", false, &verify_email_pages());
    all.pages("forgot-password", "/forgot-password", false, &forgot_password_pages());
    all.pages("reset-password", "/reset-password", false, &reset_password_pages());
    all.pages("outbox", "/dev/outbox", false, &outbox_pages());
    let searches = search_pages();
    // Before the search there is nothing that a part could show.
    all.pages("search-start", "/search", true, &searches[..1]);
    all.parts("search", "/search", true, &searches[1..]);
    all.pages("palette", "/search/palette", true, &palette_menus());
    all.pages("keys", "/keys", true, &key_sheets());
    all.pages("settings-keyboard", "/settings/keyboard", true, &keyboard_settings());
    all.pages("compare", "/compare", true, &compare_pages());
    all.pages("design", "/design", true, &[design_page()]);
    all.pages("design-visitor", "/design", false, &[design_page()]);
    all.parts("error", "/nowhere", true, &error_pages());
    all.pages("error-visitor", "/nowhere", false, &error_pages());
    all.list
}

struct Batch<'a> {
    templates: &'a Templates,
    lang: Lang,
    list: Vec<Rendered>,
}

impl Batch<'_> {
    fn frame(&self, path: &str, is_signed_in: bool) -> Frame {
        if is_signed_in {
            signed_in(self.lang, path)
        } else {
            Frame::anonymous(self.lang, path)
        }
    }

    fn pages(&mut self, name: &str, path: &str, is_signed_in: bool, samples: &[impl View]) {
        let frame = self.frame(path, is_signed_in);
        for (index, sample) in samples.iter().enumerate() {
            let html = sample.render(self.templates, &frame);
            self.list.push(Rendered {
                name: format!("{name}-{index}"),
                path: path.to_owned(),
                html,
            });
        }
    }

    fn parts(&mut self, name: &str, path: &str, is_signed_in: bool, samples: &[impl PartView]) {
        self.pages(name, path, is_signed_in, samples);
        let frame = self.frame(path, is_signed_in);
        for (index, sample) in samples.iter().enumerate() {
            let html = sample.render_part(self.templates, &frame);
            self.list.push(Rendered {
                name: format!("{name}-{index}.part"),
                path: path.to_owned(),
                html,
            });
        }
    }
}
