//! How the reader of a page counts days, and how lists of pictures begin for them.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;
use studio_app::settings::Zone;
use studio_model::{GalleryView, Preferences};

use crate::auth;

/// The cookie in which a script tells the browser's time zone. Not a secret.
const ZONE_COOKIE: &str = "time_zone";

/// What a page needs to know of its reader to group what it shows by day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// The zone that the user chose, else the browser's, else UTC.
    pub(crate) zone: Zone,
    /// How the gallery begins.
    pub(crate) gallery_view: GalleryView,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let usual = Preferences::default();
        let chosen = auth::session_of(&parts.extensions).map_or(&usual, |session| &session.preferences);
        let jar = CookieJar::from_headers(&parts.headers);
        let told = || jar.get(ZONE_COOKIE).and_then(|cookie| Zone::find(cookie.value()));
        let zone = chosen.time_zone.as_deref().and_then(Zone::find);
        Ok(Self {
            zone: zone.or_else(told).unwrap_or(Zone::UTC),
            gallery_view: chosen.gallery_view,
        })
    }
}
