//! Endpoint ids: `owner/alias[/path…]`, optionally under the namespaces `workflows` or `comfy`.

use crate::catalogue;

/// Namespaces before owner and alias. Source: official JavaScript client 1.10.1, `utils`.
const NAMESPACES: [&str; 2] = ["workflows", "comfy"];

/// A parsed endpoint id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointId {
    /// The id as submitted, e.g. `fal-ai/flux/dev`.
    pub(crate) full: String,
    /// What polling uses, e.g. `fal-ai/flux`.
    pub(crate) app: String,
    /// Owner and alias alone, as authentication messages quote them.
    pub(crate) owner_alias: String,
    /// The alias alone, as the "not found" message quotes it.
    pub(crate) alias: String,
    /// Everything behind the alias, e.g. `dev`; may be empty.
    pub(crate) sub_path: String,
}

impl EndpointId {
    /// Splits path segments; `None` when owner or alias is missing.
    pub(crate) fn from_segments(segments: &[String]) -> Option<Self> {
        let skip = usize::from(NAMESPACES.contains(&segments.first()?.as_str()));
        let (owner, alias) = (segments.get(skip)?, segments.get(skip + 1)?);
        Some(Self {
            full: segments.join("/"),
            app: segments[..skip + 2].join("/"),
            owner_alias: format!("{owner}/{alias}"),
            alias: alias.clone(),
            sub_path: segments[skip + 2..].join("/"),
        })
    }

    /// Whether any model of the catalogue lives under this owner and alias.
    pub(crate) fn app_exists(&self) -> bool {
        let prefix = format!("{}/", self.app);
        catalogue::all()
            .iter()
            .any(|model| model.id == self.app || model.id.starts_with(&prefix))
    }
}

/// Whether `pattern` matches `text`; `*` stands for any run of characters, everything else for itself.
pub(crate) fn glob_matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(id: &str) -> Option<EndpointId> {
        let segments: Vec<String> = id.split('/').map(str::to_owned).collect();
        EndpointId::from_segments(&segments)
    }

    #[test]
    fn ids_split_into_app_and_sub_path() {
        let id = parse("fal-ai/flux/dev/image-to-image").unwrap();
        assert_eq!(
            (id.app.as_str(), id.sub_path.as_str()),
            ("fal-ai/flux", "dev/image-to-image")
        );
        assert_eq!(parse("fal-ai"), None);
    }

    #[test]
    fn namespaces_shift_owner_and_alias() {
        let id = parse("workflows/someone/thing/run").unwrap();
        assert_eq!(
            (id.app.as_str(), id.owner_alias.as_str()),
            ("workflows/someone/thing", "someone/thing")
        );
    }

    #[test]
    fn globs_match_like_a_shell() {
        assert!(glob_matches("fal-ai/flux/*", "fal-ai/flux/dev"));
        assert!(glob_matches("*", "anything"));
        assert!(glob_matches("*/dev*image", "fal-ai/flux/dev/image-to-image"));
        assert!(!glob_matches("fal-ai/flux/*", "fal-ai/flux-pro/v1.1"));
        assert!(!glob_matches("fal-ai/flux", "fal-ai/flux/dev"));
    }
}
