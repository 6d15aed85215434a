//! What a request with an API key needs: one rule for each route, enforced by `auth` and told in the OpenAPI document.
//!
//! | needed | for |
//! |---|---|
//! | nothing | what needs no account either |
//! | `read` | whatever changes nothing, previews and exports included |
//! | `generate` | whatever may cost credits, now or later, and steering it |
//! | `manage` | changing and removing what is there |
//! | `admin` | everything under `/api/admin` |
//! | a person | the account, its keys, its budgets and purchases, and every page |
//!
//! What a newcomer gets wrong: an area of the API that is not listed in [`AREAS`] is for persons only. A new area has to be
//! added there before a key can use it; a new route of a known area needs nothing, unless it may cost credits.

use axum::http::Method;
use studio_model::KeyScope;

/// What it takes to make a request with an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing: it needs no account either.
    Open,
    /// A key with this scope.
    Key(KeyScope),
    /// No key will do: only somebody who is signed in may.
    Person,
}

/// Areas of the API that keys can use, by the segment after `/api/`, and what changes in them need.
const AREAS: [(&str, KeyScope); 20] = [
    ("batches", KeyScope::Generate),
    ("budgets", KeyScope::Manage),
    ("collections", KeyScope::Manage),
    ("comments", KeyScope::Manage),
    ("credits", KeyScope::Manage),
    ("generate", KeyScope::Generate),
    ("images", KeyScope::Manage),
    ("models", KeyScope::Manage),
    ("notifications", KeyScope::Manage),
    ("projects", KeyScope::Manage),
    ("prompts", KeyScope::Manage),
    ("recipe-runs", KeyScope::Generate),
    ("recipes", KeyScope::Generate),
    ("schedules", KeyScope::Generate),
    ("search", KeyScope::Manage),
    ("settings", KeyScope::Manage),
    ("share", KeyScope::Manage),
    ("undo", KeyScope::Manage),
    ("usage", KeyScope::Manage),
    ("webhooks", KeyScope::Manage),
];

/// Ends of addresses that make pictures of something that is there.
const MAKES: [&str; 7] = [
    "/inpaint",
    "/outpaint",
    "/upscale",
    "/remove-background",
    "/variation",
    "/remix",
    "/use",
];

/// Ends of addresses that change nothing, whatever their method.
const ONLY_LOOKS: [&str; 3] = ["/preview", "/backfill-preview", "/export"];

/// What a request needs; `path` is the route as the document writes it: `/api/images/{id}`.
pub(crate) fn needed(method: &Method, path: &str) -> Access {
    let Some(rest) = path.strip_prefix("/api/") else {
        return beside_the_api(method, path);
    };
    let area = rest.split('/').next().unwrap_or_default();
    let changes = AREAS.iter().find(|(name, _)| *name == area);
    match (area, changes) {
        ("auth", _) if path == "/api/auth/me" && method.is_safe() => Access::Key(KeyScope::Read),
        ("models", _) if method.is_safe() => Access::Open,
        ("share", _) if is_for_visitors(method, rest) => Access::Open,
        ("share", _) if rest.ends_with("/unlock") => Access::Person,
        ("budgets" | "credits", _) if !method.is_safe() => Access::Person,
        ("admin", _) => Access::Key(KeyScope::Admin),
        (_, None) => Access::Person,
        (_, Some((_, scope))) => Access::Key(scope_of(method, path, *scope)),
    }
}

/// What links show.
fn is_for_visitors(method: &Method, rest: &str) -> bool {
    method.is_safe() && (rest.starts_with("share/image/") || rest.starts_with("share/project/"))
}

fn scope_of(method: &Method, path: &str, changes: KeyScope) -> KeyScope {
    if method.is_safe() || ends_with(path, &ONLY_LOOKS) {
        KeyScope::Read
    } else if ends_with(path, &MAKES) {
        KeyScope::Generate
    } else {
        changes
    }
}

/// Thumbnails and the live stream are for programs too; pages are for people.
fn beside_the_api(method: &Method, path: &str) -> Access {
    if method.is_safe() && (path.starts_with("/media/") || path == crate::paths::EVENTS) {
        Access::Key(KeyScope::Read)
    } else {
        Access::Person
    }
}

fn ends_with(path: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_reach_what_their_scope_names_and_nothing_else() {
        let key = Access::Key;
        let table = [
            ("GET", "/api/models/{id}", Access::Open),
            ("GET", "/api/auth/me", key(KeyScope::Read)),
            ("POST", "/api/auth/login", Access::Person),
            ("PUT", "/api/auth/change-password", Access::Person),
            ("GET", "/api/keys", Access::Person),
            ("GET", "/api/budgets", key(KeyScope::Read)),
            ("PUT", "/api/budgets", Access::Person),
            ("HEAD", "/api/images/download/{id}", key(KeyScope::Read)),
            ("POST", "/api/recipes/{id}/preview", key(KeyScope::Read)),
            ("POST", "/api/projects/{id}/export", key(KeyScope::Read)),
            ("POST", "/api/images/{id}/remix", key(KeyScope::Generate)),
            ("DELETE", "/api/images/{id}", key(KeyScope::Manage)),
            ("GET", "/api/share", key(KeyScope::Read)),
            ("GET", "/api/share/image/{key}", Access::Open),
            ("POST", "/api/share/image/{key}", key(KeyScope::Manage)),
            ("POST", "/api/share/{token}/unlock", Access::Person),
            ("GET", "/api/webhooks/{id}/deliveries", key(KeyScope::Read)),
            ("POST", "/api/webhooks/{id}/secret", key(KeyScope::Manage)),
            ("GET", "/api/admin/pauses", key(KeyScope::Admin)),
            ("GET", "/api/nobody/knows", Access::Person),
            ("GET", "/media/{id}/{file}", key(KeyScope::Read)),
            ("GET", "/events", key(KeyScope::Read)),
            ("GET", "/gallery", Access::Person),
        ];
        for (method, path, expected) in table {
            let method: Method = method.parse().unwrap();
            assert_eq!(needed(&method, path), expected, "{method} {path}");
        }
    }
}
