//! A link on the wire, as its owner sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::shares::{Dead, ShareRequest, ShareTarget, ShareView};
use url::Url;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::paths;

/// What a link is to be like.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareRequestBody {
    /// The link is dead from then on: from now to ten years from now. Without it the link never ends.
    #[schema(example = "2026-12-31T23:00:00Z")]
    expires_at: Option<DateTime<Utc>>,
    /// 6 to 200 characters, which visitors are asked for. Without it the link is enough.
    #[schema(example = "owls at dusk")]
    password: Option<String>,
    /// Show the prompts.
    #[serde(default)]
    shows_prompts: bool,
    /// Offer the originals.
    #[serde(default)]
    allows_download: bool,
    /// Let search engines list the page; not together with a password.
    #[serde(default)]
    allows_indexing: bool,
}

impl From<ShareRequestBody> for ShareRequest {
    fn from(body: ShareRequestBody) -> Self {
        Self {
            expires_at: body.expires_at,
            password: body.password,
            shows_prompts: body.shows_prompts,
            allows_download: body.allows_download,
            allows_indexing: body.allows_indexing,
        }
    }
}

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShareBody {
    /// The part of its address that nobody can guess.
    #[schema(example = "b3JnYW5pY2FsbHktZ3Jvd24t")]
    token: String,
    /// The page for visitors.
    #[schema(example = "https://studio.example/s/b3JnYW5pY2FsbHktZ3Jvd24t")]
    url: String,
    /// `image` or `project`.
    #[schema(example = "image")]
    kind: &'static str,
    /// The picture that it shows.
    image_id: Option<Uuid>,
    /// The project that it shows.
    project_id: Option<Uuid>,
    /// Name or prompt of the picture, or name of the project.
    title: String,
    expires_at: Option<DateTime<Utc>>,
    /// Why it shows nothing at present: `expired`, or `trashed` while the picture is in the trash.
    dead: Option<&'static str>,
    has_password: bool,
    shows_prompts: bool,
    allows_download: bool,
    allows_indexing: bool,
    /// Visitors, each once in 24 hours, without you and without robots.
    #[schema(example = 12)]
    view_count: u32,
    created_at: DateTime<Utc>,
}

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShareEnvelope {
    share: ShareBody,
}

impl ShareBody {
    /// `app_url` is how browsers reach the studio.
    pub(crate) fn new(share: ShareView, app_url: &Url) -> Self {
        let (kind, image_id, project_id) = match share.target {
            ShareTarget::Image(id) => ("image", Some(id.0), None),
            ShareTarget::Project(id) => ("project", None, Some(id.0)),
        };
        Self {
            url: paths::absolute(app_url, &paths::shared(share.token.expose())),
            token: share.token.expose().to_owned(),
            kind,
            image_id,
            project_id,
            title: share.title,
            expires_at: share.expires_at,
            dead: share.dead.map(Dead::as_str),
            has_password: share.has_password,
            shows_prompts: share.shows_prompts,
            allows_download: share.allows_download,
            allows_indexing: share.allows_indexing,
            view_count: share.view_count,
            created_at: share.created_at,
        }
    }
}

impl ShareEnvelope {
    pub(crate) fn new(share: ShareView, app_url: &Url) -> Self {
        Self {
            share: ShareBody::new(share, app_url),
        }
    }
}
