//! Every address of the studio's pages, built in one place.
//!
//! Handlers and templates both ask here, so a route that moves moves once. Ids are percent-encoded.

use url::form_urlencoded::byte_serialize;

/// The landing page.
pub const HOME: &str = "/";
/// The page with the generation form; POST submits it.
pub const GENERATE: &str = "/generate";
/// The part of the generation form with price and button.
pub const ESTIMATE: &str = "/generate/estimate";
/// The user's pictures, newest first.
pub const GALLERY: &str = "/gallery";
/// POST only: do something to the pictures that were chosen in the gallery.
pub const BULK: &str = "/gallery/bulk";
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

/// The page of one picture.
#[must_use]
pub fn image(id: &str) -> String {
    format!("/images/{}", segment(id))
}

/// The untouched original of a picture, as a download.
#[must_use]
pub fn download(id: &str) -> String {
    format!("/api/images/download/{}", segment(id))
}

/// A thumbnail of a picture. `width` is 256, 512 or 1024 pixels, `format` is `webp` or `avif`.
#[must_use]
pub fn thumbnail(id: &str, width: u32, format: &str) -> String {
    format!("/media/{}/{width}.{format}", segment(id))
}

/// POST only: enlarge a picture.
#[must_use]
pub fn upscale_image(id: &str) -> String {
    format!("/images/{}/upscale", segment(id))
}

/// POST only: make a picture's background transparent.
#[must_use]
pub fn remove_image_background(id: &str) -> String {
    format!("/images/{}/remove-background", segment(id))
}

/// POST only: do something with a picture, such as `rate`.
fn image_action(id: &str, action: &str) -> String {
    format!("{}/{action}", image(id))
}

/// The gallery, with an offer to take back that a picture was thrown away.
#[must_use]
pub fn gallery_after_delete(id: &str) -> String {
    format!("{GALLERY}?trashed={}", segment(id))
}

/// A further page of the trash.
#[must_use]
pub fn trash_after(cursor: &str) -> String {
    format!("{TRASH}?cursor={}", segment(cursor))
}

/// The trash, with how many pictures had to stay when it was emptied.
#[must_use]
pub fn trash_emptied(kept: u64) -> String {
    format!("{TRASH}?kept={kept}")
}

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

/// One project with its pictures.
#[must_use]
pub fn project(id: &str) -> String {
    format!("{PROJECTS}/{}", segment(id))
}

/// The form for a project; POST saves it.
#[must_use]
pub fn edit_project(id: &str) -> String {
    format!("{}/edit", project(id))
}

/// A further page of the pictures of a project.
#[must_use]
pub fn project_after(id: &str, cursor: &str) -> String {
    format!("{}?cursor={}", project(id), segment(cursor))
}

/// A further page of projects: of those that are put away, or of those with these words.
#[must_use]
pub fn projects_after(is_archived: bool, q: &str, cursor: &str) -> String {
    let archived = if is_archived { "true" } else { "" };
    with_query(PROJECTS, &[("archived", archived), ("q", q), ("cursor", cursor)])
}

/// One collection with its pictures.
#[must_use]
pub fn collection(id: &str) -> String {
    format!("{COLLECTIONS}/{}", segment(id))
}

/// The pictures of a collection after a position.
#[must_use]
pub fn collection_after(id: &str, position: i32) -> String {
    format!("{}?cursor={position}", collection(id))
}

/// A further page of collections.
#[must_use]
pub fn collections_after(cursor: &str) -> String {
    format!("{COLLECTIONS}?cursor={}", segment(cursor))
}

/// One prompt; POST saves it.
#[must_use]
pub fn prompt(id: &str) -> String {
    format!("{PROMPTS}/{}", segment(id))
}

/// Prompts: `mine`, `favorites` or `public`, of a category, with these words, from `cursor` on. Empty texts do not limit.
#[must_use]
pub fn prompts(tab: &str, category: &str, q: &str, cursor: &str) -> String {
    let tab = if tab == "mine" { "" } else { tab };
    with_query(
        PROMPTS,
        &[("tab", tab), ("category", category), ("q", q), ("cursor", cursor)],
    )
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

/// The generation form for pictures that go into a project.
#[must_use]
pub fn generate_in_project(id: &str) -> String {
    format!("{GENERATE}?project={}", segment(id))
}

/// A path with those of the pairs that are not empty.
fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name}={}", segment(text)))
        .collect();
    match pairs.as_slice() {
        [] => path.to_owned(),
        pairs => format!("{path}?{}", pairs.join("&")),
    }
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

/// A further page of the gallery. `page` counts from 2.
#[must_use]
pub fn gallery_after(cursor: &str, page: u32) -> String {
    format!("{GALLERY}?cursor={}&page={page}", segment(cursor))
}

/// The gallery with these parameters.
#[must_use]
pub fn gallery_of(parameters: &[(String, String)]) -> String {
    if parameters.is_empty() {
        return GALLERY.to_owned();
    }
    let query = parameters
        .iter()
        .map(|(name, value)| format!("{}={}", segment(name), segment(value)));
    format!("{GALLERY}?{}", query.collect::<Vec<_>>().join("&"))
}

/// A further page of the gallery with these parameters. `page` counts from 2.
#[must_use]
pub fn gallery_page(parameters: &[(String, String)], cursor: &str, page: u32) -> String {
    let place = [
        ("cursor".to_owned(), cursor.to_owned()),
        ("page".to_owned(), page.to_string()),
    ];
    gallery_of(&[parameters, &place].concat())
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

/// The address a template asks for by name, or `None` when there is no such name. Names without an id ignore `id`.
#[must_use]
pub fn named(name: &str, id: &str) -> Option<String> {
    let path = match name {
        "home" => HOME.to_owned(),
        "generate" => GENERATE.to_owned(),
        "estimate" => ESTIMATE.to_owned(),
        "gallery" => GALLERY.to_owned(),
        "queue" => QUEUE.to_owned(),
        "login" => LOGIN.to_owned(),
        "register" => REGISTER.to_owned(),
        "logout" => LOGOUT.to_owned(),
        "theme" => THEME.to_owned(),
        "events" => EVENTS.to_owned(),
        "api_docs" => API_DOCS.to_owned(),
        "bulk" => BULK.to_owned(),
        "undo" => format!("/undo/{}", segment(id)),
        "trash" => TRASH.to_owned(),
        "empty_trash" => EMPTY_TRASH.to_owned(),
        "image" => image(id),
        "favorite_image" => image_action(id, "favorite"),
        "rate_image" => image_action(id, "rate"),
        "delete_image" => image_action(id, "delete"),
        "restore_image" => image_action(id, "restore"),
        "purge_image" => image_action(id, "purge"),
        "upscale_image" => upscale_image(id),
        "remove_image_background" => remove_image_background(id),
        "pause_queue" => PAUSE_QUEUE.to_owned(),
        "resume_queue" => RESUME_QUEUE.to_owned(),
        "redrive" => REDRIVE.to_owned(),
        "job" => job(id),
        "set_job_priority" => set_job_priority(id),
        "batches" => BATCHES.to_owned(),
        "new_batch" => NEW_BATCH.to_owned(),
        "schedules" => SCHEDULES.to_owned(),
        "new_schedule" => NEW_SCHEDULE.to_owned(),
        "new_schedule_from" => format!("{NEW_SCHEDULE}?batch={}", segment(id)),
        "schedule" => schedule(id),
        "edit_schedule" => format!("{}/edit", schedule(id)),
        "pause_schedule" => format!("{}/pause", schedule(id)),
        "resume_schedule" => format!("{}/resume", schedule(id)),
        "run_schedule" => format!("{}/run", schedule(id)),
        "delete_schedule" => format!("{}/delete", schedule(id)),
        "plugins" => PLUGINS.to_owned(),
        "plugin" => plugin(id),
        "enable_plugin" => format!("{}/enable", plugin(id)),
        "disable_plugin" => format!("{}/disable", plugin(id)),
        "roll_back_plugin" => format!("{}/rollback", plugin(id)),
        "recipes" => RECIPES.to_owned(),
        "new_recipe" => NEW_RECIPE.to_owned(),
        "recipe" => recipe(id),
        "run_recipe" => format!("{}/run", recipe(id)),
        "delete_recipe" => format!("{}/delete", recipe(id)),
        "recipe_run" => recipe_run(id),
        "pause_recipe_run" => format!("{}/pause", recipe_run(id)),
        "resume_recipe_run" => format!("{}/resume", recipe_run(id)),
        "cancel_recipe_run" => format!("{}/cancel", recipe_run(id)),
        "retry_recipe_run" => format!("{}/retry", recipe_run(id)),
        "projects" => PROJECTS.to_owned(),
        "archived_projects" => projects_after(true, "", ""),
        "new_project" => NEW_PROJECT.to_owned(),
        "project" => project(id),
        "edit_project" => edit_project(id),
        "project_images" => format!("{}/images", project(id)),
        "archive_project" => format!("{}/archive", project(id)),
        "duplicate_project" => format!("{}/duplicate", project(id)),
        "delete_project" => format!("{}/delete", project(id)),
        "export_project" => format!("/api/projects/{}/export", segment(id)),
        "generate_in_project" => generate_in_project(id),
        "collections" => COLLECTIONS.to_owned(),
        "new_collection" => NEW_COLLECTION.to_owned(),
        "collection" => collection(id),
        "edit_collection" => format!("{}/edit", collection(id)),
        "collection_images" => format!("{}/images", collection(id)),
        "move_in_collection" => format!("{}/move", collection(id)),
        "delete_collection" => format!("{}/delete", collection(id)),
        "prompts" => PROMPTS.to_owned(),
        "prompts_tab" => prompts(id, "", "", ""),
        "prompts_category" => prompts("mine", id, "", ""),
        "new_prompt" => NEW_PROMPT.to_owned(),
        "import_prompts" => format!("{PROMPTS}/import"),
        "export_prompts_json" => "/api/prompts/export.json".to_owned(),
        "export_prompts_csv" => "/api/prompts/export.csv".to_owned(),
        "prompt" => prompt(id),
        "use_prompt" => format!("{}/use", prompt(id)),
        "favorite_prompt" => format!("{}/favorite", prompt(id)),
        "delete_prompt" => format!("{}/delete", prompt(id)),
        "copy_prompt" => format!("{PROMPTS}/public/{}/copy", segment(id)),
        "new_batch_from" => new_batch_from("batch", id),
        "new_batch_with_preset" => new_batch_from("preset", id),
        "batch" => batch(id),
        "batch_events" => batch_events(id),
        "set_batch_priority" => batch_action(id, "priority"),
        "rerun_batch" => batch_action(id, "rerun"),
        "keep_batch" => batch_action(id, "preset"),
        "export_batch" => format!("/api/batches/{}/export", segment(id)),
        "batch_manifest_csv" => format!("/api/batches/{}/manifest.csv", segment(id)),
        "batch_manifest_json" => format!("/api/batches/{}/manifest.json", segment(id)),
        "pause_batch" => pause_batch(id),
        "resume_batch" => resume_batch(id),
        "cancel_batch" => cancel_batch(id),
        "pause_job" => pause_job(id),
        "resume_job" => resume_job(id),
        "move_job_to_front" => move_job_to_front(id),
        "cancel_job" => cancel_job(id),
        "retry_job" => retry_job(id),
        "generate_with_model" => generate_with_model(id),
        "generate_from_image" => generate_from_image(id),
        "generate_with_source" => generate_with_source(id),
        "queue_state" => queue(id, None),
        _ => return None,
    };
    Some(path)
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

    #[test]
    fn an_unknown_name_is_no_path() {
        assert_eq!(named("nowhere", ""), None);
        assert_eq!(named("image", "7").as_deref(), Some("/images/7"));
    }
}
