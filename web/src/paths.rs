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
/// The user's jobs, newest first.
pub const QUEUE: &str = "/queue";
/// POST only: hold all waiting jobs back.
pub const PAUSE_QUEUE: &str = "/queue/pause";
/// POST only: let them go on.
pub const RESUME_QUEUE: &str = "/queue/resume";
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

/// The queue, limited to jobs in one state (`active`, `done`, `failed`), from `cursor` on.
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
        "image" => image(id),
        "upscale_image" => upscale_image(id),
        "remove_image_background" => remove_image_background(id),
        "pause_queue" => PAUSE_QUEUE.to_owned(),
        "resume_queue" => RESUME_QUEUE.to_owned(),
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
    }

    #[test]
    fn the_queue_is_filtered_by_the_query() {
        assert_eq!(queue("all", None), "/queue");
        assert_eq!(queue("all", Some("c")), "/queue?cursor=c");
        assert_eq!(queue("failed", Some("c")), "/queue?state=failed&cursor=c");
    }

    #[test]
    fn an_unknown_name_is_no_path() {
        assert_eq!(named("nowhere", ""), None);
        assert_eq!(named("image", "7").as_deref(), Some("/images/7"));
    }
}
