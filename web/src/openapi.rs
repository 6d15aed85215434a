//! The OpenAPI 3.1 document, made from the handlers, and its page.

use axum::Router;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_swagger_ui::SwaggerUi;

use crate::openapi_common;

/// What the handlers' own descriptions are added to.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "AI Image Design Studio",
        description = "Generate pictures and keep them. Lists take `limit` (1 to 200, default 50) and `cursor`; errors are \
            RFC 9457 problem documents. A write with the session cookie needs an `Origin` header or a JSON body, one with an API key \
            does not. Answers tell in `RateLimit` how many requests are left, and in `RateLimit-Policy` of how many."
    ),
    tags(
        (name = "auth", description = "Accounts and sessions."),
        (name = "settings", description = "How the studio looks to you, and what forms begin with."),
        (name = "generation", description = "Asking for pictures and following the jobs."),
        (name = "schedules", description = "Batches that recur: when, how often, at what cost, and what came of it."),
        (name = "batches", description = "Many jobs at once: prompts, tables, templates and grids."),
        (name = "recipes", description = "Steps that follow on pictures: kept, forecast, and at work."),
        (name = "credits", description = "What you have, and what became of it."),
        (name = "usage", description = "What you used: jobs, pictures and credits, by day, month, model, action and project."),
        (name = "budgets", description = "What you want to spend at most."),
        (name = "images", description = "Your pictures."),
        (name = "comments", description = "What people say about a picture."),
        (name = "projects", description = "Folders of work, with a model and parameters for what is made inside them."),
        (name = "collections", description = "Boards of pictures in an order of your own."),
        (name = "prompts", description = "Your prompt library: kept, filled in, shown to everybody, moved in and out."),
        (name = "sharing", description = "Links by which others see a picture or a project without an account."),
        (name = "notifications", description = "What the studio told you."),
        (name = "search", description = "Finding things by their words."),
        (name = "models", description = "What can be asked."),
        (name = "keys", description = "Keys with which programs use this API in your name."),
        (name = "webhooks", description = "Addresses of yours that are told what happens, and what they were told."),
        (name = "admin", description = "For administrators."),
    )
)]
struct Base;

/// The document without paths.
pub(crate) fn base() -> Document {
    let mut document = Base::openapi();
    openapi_common::begin(&mut document);
    document
}

/// The document of this version.
#[must_use]
pub fn document() -> Document {
    finish(crate::routes::api().into_openapi())
}

/// OpenAPI knows no parameter that spans several segments; in the document it is written like any other.
pub(crate) fn finish(mut document: Document) -> Document {
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths = paths
        .into_iter()
        .map(|(path, item)| (path.replace("{*", "{"), item))
        .collect();
    openapi_common::finish(&mut document);
    document
}

/// `/api/openapi.json` and, made from it, `/api/docs`.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(document: Document) -> Router<S> {
    SwaggerUi::new("/api/docs").url("/api/openapi.json", document).into()
}
