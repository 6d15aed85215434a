//! Every address of the studio's pages, built in one place.
//!
//! Handlers and templates both ask here, so a route that moves moves once. Ids are percent-encoded.

mod library;
mod money;
mod named;
mod settings;
mod sharing;

use url::form_urlencoded::byte_serialize;

pub use library::*;
pub use money::*;
pub use named::named;
pub use settings::*;
pub use sharing::*;

/// The landing page.
pub const HOME: &str = "/";
/// The page with the generation form; POST submits it.
pub const GENERATE: &str = "/generate";
/// The part of the generation form with price and button.
pub const ESTIMATE: &str = "/generate/estimate";
/// POST only: asks for a name for the settings of the generation form.
pub const NEW_OWN_PRESET: &str = "/generate/presets/new";
/// POST only: saves them under that name.
pub const SAVE_OWN_PRESET: &str = "/generate/presets";
/// The user's own presets of the generation form.
pub const OWN_PRESETS: &str = "/presets";
/// The models on offer beside each other.
pub const MODELS: &str = "/models";
/// The part of the generation form with pictures to choose from.
pub const CHOOSE_PICTURE: &str = "/generate/pictures";
/// The user's pictures, newest first.
pub const GALLERY: &str = "/gallery";
/// POST only: do something to the pictures that were chosen in the gallery.
pub const BULK: &str = "/gallery/bulk";
/// POST only: choose how the gallery shows pictures.
pub const GALLERY_VIEW: &str = "/gallery/view";
/// A part of the gallery: what its pictures can be dropped on.
pub const GALLERY_PLACES: &str = "/gallery/places";
/// The user's pictures that were thrown away.
pub const TRASH: &str = "/trash";
/// POST only: remove them for good.
pub const EMPTY_TRASH: &str = "/trash/empty";
/// The user's jobs, newest first.
pub const QUEUE: &str = "/queue";
/// POST only: hold all waiting jobs back.
pub const PAUSE_QUEUE: &str = "/queue/pause";
/// POST only: let them go on.
pub const RESUME_QUEUE: &str = "/queue/resume";
/// POST only: run failed jobs again.
pub const REDRIVE: &str = "/queue/redrive";
/// The user's batches.
pub const BATCHES: &str = "/batches";
/// The form for a new batch; POST previews and starts it.
pub const NEW_BATCH: &str = "/batches/new";
/// The user's schedules.
pub const SCHEDULES: &str = "/schedules";
/// The form for a new schedule; POST previews and saves it.
pub const NEW_SCHEDULE: &str = "/schedules/new";
/// The user's recipes.
pub const RECIPES: &str = "/recipes";
/// The form for a new recipe; POST saves it.
pub const NEW_RECIPE: &str = "/recipes/new";
/// The plugins, for administrators; POST uploads one.
pub const PLUGINS: &str = "/admin/plugins";
/// Everybody's accounts, for administrators.
pub const PEOPLE: &str = "/admin/users";
/// The audit log, for administrators.
pub const AUDIT: &str = "/admin/audit";
/// The user's projects.
pub const PROJECTS: &str = "/projects";
/// The form for a new project; POST saves it.
pub const NEW_PROJECT: &str = "/projects/new";
/// The user's collections.
pub const COLLECTIONS: &str = "/collections";
/// The form for a new collection; POST saves it.
pub const NEW_COLLECTION: &str = "/collections/new";
/// The prompt library.
pub const PROMPTS: &str = "/prompts";
/// The form for a new prompt; POST saves it.
pub const NEW_PROMPT: &str = "/prompts/new";
/// Every component in its states; only builds for development have it.
pub const DESIGN: &str = "/design";
/// Some pictures beside each other.
pub const COMPARE: &str = "/compare";
/// Everything of the user, by its words.
pub const SEARCH: &str = "/search";
/// The part of every page with what keys do.
pub const KEYS: &str = "/keys";
/// The part of every page with what the command palette offers.
pub const PALETTE: &str = "/search/palette";
/// What the studio told the user.
pub const NOTIFICATIONS: &str = "/notifications";
/// The user's links by which others see something.
pub const SHARES: &str = "/shares";
/// What other sites ask for how to show a link (oEmbed).
pub const OEMBED: &str = "/oembed";
/// Log in; POST submits the form.
pub const LOGIN: &str = "/login";
/// Create an account; POST submits the form.
pub const REGISTER: &str = "/register";
/// POST only: end the session.
pub const LOGOUT: &str = "/logout";
/// POST only: choose the colour theme.
pub const THEME: &str = "/theme";
/// The stream of live updates.
pub const EVENTS: &str = "/events";
/// The interactive documentation of the JSON API.
pub const API_DOCS: &str = "/api/docs";

/// POST only: cancel a job.
#[must_use]
pub fn cancel_job(id: &str) -> String {
    format!("/queue/{}/cancel", segment(id))
}

/// POST only: hold a waiting job back.
#[must_use]
pub fn pause_job(id: &str) -> String {
    format!("/queue/{}/pause", segment(id))
}

/// POST only: let a paused job go on.
#[must_use]
pub fn resume_job(id: &str) -> String {
    format!("/queue/{}/resume", segment(id))
}

/// POST only: put a waiting job before the others.
#[must_use]
pub fn move_job_to_front(id: &str) -> String {
    format!("/queue/{}/front", segment(id))
}

/// POST only: run a failed or cancelled job again.
#[must_use]
pub fn retry_job(id: &str) -> String {
    format!("/queue/{}/retry", segment(id))
}

/// The accounts that contain `words`, after a place in the list.
#[must_use]
pub fn people_with(words: &str, after: Option<&str>) -> String {
    let after = after.map(|after| ("after", after));
    let words = Some(("q", words)).filter(|(_, words)| !words.is_empty());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    match query.extend_pairs(words.into_iter().chain(after)).finish() {
        query if query.is_empty() => PEOPLE.to_owned(),
        query => format!("{PEOPLE}?{query}"),
    }
}

/// One job with the calls that it made.
#[must_use]
pub fn job(id: &str) -> String {
    format!("{QUEUE}/{}", segment(id))
}

/// POST only: give a waiting job another priority.
#[must_use]
pub fn set_job_priority(id: &str) -> String {
    format!("{QUEUE}/{}/priority", segment(id))
}

/// One batch with its rows.
#[must_use]
pub fn batch(id: &str) -> String {
    format!("{BATCHES}/{}", segment(id))
}

/// Rows of a batch: in one state, at one value of an axis (`color:red`), after a row. Empty texts do not limit.
#[must_use]
pub fn batch_rows(id: &str, status: &str, axis: &str, after: &str) -> String {
    let query: Vec<String> = [("status", status), ("axis", axis), ("after", after)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name}={}", segment(text)))
        .collect();
    match query.as_slice() {
        [] => batch(id),
        query => format!("{}?{}", batch(id), query.join("&")),
    }
}

/// The stream of live updates for the page of a batch.
#[must_use]
pub fn batch_events(id: &str) -> String {
    format!("{EVENTS}?batch={}", segment(id))
}

/// The form for a new batch, filled with the request of a `batch` or a `preset`.
#[must_use]
pub fn new_batch_from(kind: &str, id: &str) -> String {
    format!("{NEW_BATCH}?{kind}={}", segment(id))
}

/// A further page of batches.
#[must_use]
pub fn batches_after(cursor: &str) -> String {
    format!("{BATCHES}?cursor={}", segment(cursor))
}

/// One schedule with its runs.
#[must_use]
pub fn schedule(id: &str) -> String {
    format!("{SCHEDULES}/{}", segment(id))
}

/// One recipe; POST saves it.
#[must_use]
pub fn recipe(id: &str) -> String {
    format!("{RECIPES}/{}", segment(id))
}

/// A further page of recipes.
#[must_use]
pub fn recipes_after(cursor: &str) -> String {
    format!("{RECIPES}?cursor={}", segment(cursor))
}

/// One run of a recipe.
#[must_use]
pub fn recipe_run(id: &str) -> String {
    format!("/recipe-runs/{}", segment(id))
}

/// A further page of jobs of a run.
#[must_use]
pub fn recipe_run_after(id: &str, cursor: &str) -> String {
    format!("{}?cursor={}", recipe_run(id), segment(cursor))
}

/// One plugin with its versions, for administrators.
#[must_use]
pub fn plugin(id: &str) -> String {
    format!("{PLUGINS}/{}", segment(id))
}

/// One version of a plugin, for administrators.
#[must_use]
pub fn plugin_version(id: &str, digest: &str) -> String {
    format!("{}/versions/{}", plugin(id), segment(digest))
}

/// The generation form with a prompt of the library, its gaps filled in.
#[must_use]
pub fn generate_with_prompt(id: &str, values: &std::collections::BTreeMap<String, String>) -> String {
    let gaps: String = values
        .iter()
        .map(|(name, value)| format!("&v.{}={}", segment(name), segment(value)))
        .collect();
    format!("{GENERATE}?prompt_id={}{gaps}", segment(id))
}

/// The generation form filled with a preset of the user that was saved just now, and with what else it held.
#[must_use]
pub fn generate_with_saved<'a>(id: &str, kept: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let kept: String = kept.map(|(name, text)| format!("&{name}={}", segment(text))).collect();
    format!("{}&saved=true{kept}", generate_with_preset(id))
}

/// The generation form filled with a preset of the user.
#[must_use]
pub fn generate_with_preset(id: &str) -> String {
    format!("{GENERATE}?own={}", segment(id))
}

/// A further page of the user's presets.
#[must_use]
pub fn own_presets_after(cursor: &str) -> String {
    format!("{OWN_PRESETS}?cursor={}", segment(cursor))
}

/// The generation form for pictures that go into a project.
#[must_use]
pub fn generate_in_project(id: &str) -> String {
    format!("{GENERATE}?project={}", segment(id))
}

/// A further page of schedules.
#[must_use]
pub fn schedules_after(cursor: &str) -> String {
    format!("{SCHEDULES}?cursor={}", segment(cursor))
}

/// A further page of runs of a schedule.
#[must_use]
pub fn schedule_runs_after(id: &str, cursor: &str) -> String {
    format!("{}?cursor={}", schedule(id), segment(cursor))
}

/// POST only: do something with a batch, such as `rerun`.
fn batch_action(id: &str, action: &str) -> String {
    format!("{BATCHES}/{}/{action}", segment(id))
}

/// POST only: hold a batch back.
#[must_use]
pub fn pause_batch(id: &str) -> String {
    format!("/batches/{}/pause", segment(id))
}

/// POST only: let a paused batch go on.
#[must_use]
pub fn resume_batch(id: &str) -> String {
    format!("/batches/{}/resume", segment(id))
}

/// POST only: cancel a batch.
#[must_use]
pub fn cancel_batch(id: &str) -> String {
    format!("/batches/{}/cancel", segment(id))
}

/// The generation form with another model.
#[must_use]
pub fn generate_with_model(model_id: &str) -> String {
    format!("{GENERATE}?model={}", segment(model_id))
}

/// The generation form filled with the settings of a picture.
#[must_use]
pub fn generate_from_image(image_id: &str) -> String {
    format!("{GENERATE}?from={}", segment(image_id))
}

/// The generation form for new pictures from one of yours.
#[must_use]
pub fn generate_with_source(image_id: &str) -> String {
    format!("{GENERATE}?source={}", segment(image_id))
}

/// The queue, limited to jobs in one state (`running`, `waiting`, `done`, `failed`), from `cursor` on.
#[must_use]
pub fn queue(state: &str, cursor: Option<&str>) -> String {
    let base = if state == "all" {
        QUEUE.to_owned()
    } else {
        format!("{QUEUE}?state={}", segment(state))
    };
    match cursor {
        Some(cursor) if state == "all" => format!("{base}?cursor={}", segment(cursor)),
        Some(cursor) => format!("{base}&cursor={}", segment(cursor)),
        None => base,
    }
}

/// The queue, with what came of running all failed jobs again.
#[must_use]
pub fn queue_redriven(restarted: u64, skipped: u64) -> String {
    format!("{QUEUE}?restarted={restarted}&skipped={skipped}")
}

fn segment(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_cannot_leave_their_segment() {
        assert_eq!(image("../x?y#z"), "/images/..%2Fx%3Fy%23z");
        assert_eq!(
            generate_with_model("fal-ai/flux/dev"),
            "/generate?model=fal-ai%2Fflux%2Fdev"
        );
        assert_eq!(gallery_after("a b+c", 2), "/gallery?cursor=a%20b%2Bc&page=2");
        let filter = [("q".to_owned(), "a&b".to_owned())];
        assert_eq!(gallery_page(&filter, "c", 2), "/gallery?q=a%26b&cursor=c&page=2");
        assert_eq!(gallery_of(&[]), "/gallery");
    }

    #[test]
    fn the_queue_is_filtered_by_the_query() {
        assert_eq!(queue("all", None), "/queue");
        assert_eq!(queue("all", Some("c")), "/queue?cursor=c");
        assert_eq!(queue("failed", Some("c")), "/queue?state=failed&cursor=c");
    }

    #[test]
    fn rows_of_a_batch_are_limited_by_the_query() {
        assert_eq!(batch_rows("7", "", "", ""), "/batches/7");
        assert_eq!(
            batch_rows("7", "failed", "color:red", "3"),
            "/batches/7?status=failed&axis=color%3Ared&after=3"
        );
    }
}
