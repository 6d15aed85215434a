//! Counting visitors: each once in 24 hours, without the owner and without robots.

use std::net::IpAddr;

use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use studio_db::shares::views;

use super::OpenLink;
use crate::{App, Result};

/// How long a visitor is remembered.
pub const VISIT_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What programs that fetch pages by themselves call themselves; parts of their names.
const ROBOTS: [&str; 8] = [
    "bot",
    "crawl",
    "spider",
    "preview",
    "facebookexternalhit",
    "slurp",
    "curl/",
    "wget/",
];

/// Counts a visitor of a link who was shown its page. `network` is the client's address as far as it tells clients apart.
///
/// # Errors
/// When the database is away.
pub async fn count_visit(app: &App, link: &OpenLink, network: IpAddr, user_agent: &str) -> Result<()> {
    if link.is_owner || is_robot(user_agent) {
        return Ok(());
    }
    let secret = app.config.auth_secret.expose().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(b"share-visitor\0");
    mac.update(link.id.0.as_bytes());
    mac.update(network.to_string().as_bytes());
    mac.update(user_agent.as_bytes());
    let tag = mac.finalize().into_bytes();
    let mut visitor = [0; 16];
    visitor.copy_from_slice(&tag[..16]);
    Ok(views::count(&mut *app.db.acquire().await?, link.id, &visitor, app.clock.now()).await?)
}

fn is_robot(user_agent: &str) -> bool {
    let name = user_agent.to_ascii_lowercase();
    name.is_empty() || ROBOTS.iter().any(|robot| name.contains(robot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_fetch_previews_are_not_visitors() {
        for name in [
            "",
            "Slackbot-LinkExpanding 1.0",
            "facebookexternalhit/1.1",
            "curl/8.5.0",
            "Googlebot/2.1",
        ] {
            assert!(is_robot(name), "{name}");
        }
        assert!(!is_robot(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        ));
    }
}
