//! What a plugin folder says, as far as it is news.
//!
//! Only a version other than the last one seen in any folder changes what is on offer: a machine that starts with the files that are
//! known does not undo what an administrator chose.

use std::collections::BTreeMap;

use studio_db::plugins::PluginDefault;
use studio_plugin_host::Scanned;

use super::change::Change;
use crate::models::digest_bytes;
use crate::{App, Result};

/// The plugins of a folder by id, each with its file and its digest.
pub(super) type Seen = BTreeMap<String, (String, String)>;

/// What is in the folder now, given what was in it at the look before.
///
/// A plugin whose file is there but does not load, as while it is written, counts as unchanged.
pub(super) fn see(before: &Seen, files: &[Scanned]) -> Seen {
    let mut seen = Seen::new();
    for (id, (file, digest)) in before {
        let is_broken = |scanned: &&Scanned| &scanned.file == file && scanned.plugin.is_none();
        if files.iter().any(|scanned| is_broken(&scanned)) {
            seen.insert(id.clone(), (file.clone(), digest.clone()));
        }
    }
    for Scanned { file, plugin } in files {
        if let Some(plugin) = plugin {
            seen.insert(plugin.id.clone(), (file.clone(), plugin.digest.clone()));
        }
    }
    seen
}

/// Tells the database what is new in the folder. `before` is what this process told last. Gives the plugins that cannot be on offer,
/// because another one has a model of theirs.
pub(super) async fn tell(app: &App, before: &Seen, now: &Seen) -> Result<Vec<String>> {
    let mut change = Change::begin(app).await?;
    let mut kept_back = Vec::new();
    for (id, (file, digest)) in now {
        let is_news = before.get(id).is_none_or(|(_, known)| known != digest);
        if is_news && !appeared(app, &mut change, id, file, digest).await? {
            kept_back.push(id.clone());
        }
    }
    for (id, (file, digest)) in before {
        if !now.contains_key(id) {
            left(app, &mut change, id, file, digest).await?;
        }
    }
    change.commit().await?;
    Ok(kept_back)
}

/// False when another plugin is in its way.
async fn appeared(app: &App, change: &mut Change<'_>, id: &str, file: &str, digest: &str) -> Result<bool> {
    let known = digest_bytes(digest)?;
    let old = change.find(id).cloned();
    if old
        .as_ref()
        .is_some_and(|old| old.folder_digest == Some(known) && !old.is_withdrawn)
    {
        // As at every start: it is stored.
        return Ok(true);
    }
    let Some(models) = app.plugins.describe(digest).await else {
        // Changed once more meanwhile: seen at the next look.
        return Ok(true);
    };
    change.store(&models).await?;
    let digest = known;
    if let Some(clash) = change.clash(id, &models).await? {
        let (model, other) = (clash.model_id, clash.plugin_id);
        tracing::warn!(plugin.file = %file, plugin.id = %id, model.id = %model, other = %other, "another plugin offers this model and keeps it");
        return Ok(false);
    }
    tracing::info!(plugin.file = %file, plugin.id = %id, version = %models[0].plugin.version, "a plugin of the folder is on offer");
    let previous = old.as_ref().map(|old| old.digest).filter(|old| *old != digest);
    change
        .put(PluginDefault {
            plugin_id: id.to_owned(),
            digest,
            previous_digest: previous.or(old.as_ref().and_then(|old| old.previous_digest)),
            folder_digest: Some(digest),
            is_enabled: old.is_none_or(|old| old.is_enabled),
            is_withdrawn: false,
            changed_at: app.clock.now(),
            changed_by: None,
        })
        .await?;
    Ok(true)
}

async fn left(app: &App, change: &mut Change<'_>, id: &str, file: &str, digest: &str) -> Result<()> {
    let digest = digest_bytes(digest)?;
    let Some(old) = change.find(id).filter(|old| old.folder_digest == Some(digest)).cloned() else {
        return Ok(());
    };
    let is_withdrawn = old.digest == digest;
    tracing::info!(plugin.file = %file, plugin.id = %id, is_withdrawn, "a plugin left the folder");
    change
        .put(PluginDefault {
            folder_digest: None,
            is_withdrawn,
            changed_at: app.clock.now(),
            changed_by: None,
            ..old
        })
        .await
}

#[cfg(test)]
mod tests {
    use studio_plugin_host::PluginIdentity;

    use super::*;

    fn file(name: &str, digest: Option<&str>) -> Scanned {
        Scanned {
            file: name.to_owned(),
            plugin: digest.map(|digest| PluginIdentity {
                id: "acme".to_owned(),
                version: "1.0.0".to_owned(),
                name: "Acme".to_owned(),
                author: "Acme".to_owned(),
                digest: digest.to_owned(),
            }),
        }
    }

    fn seen(file: &str, digest: &str) -> Seen {
        [("acme".to_owned(), (file.to_owned(), digest.to_owned()))].into()
    }

    #[test]
    fn a_file_that_is_being_written_changes_nothing_and_one_that_is_gone_is_gone() {
        let before = seen("acme.wasm", "1");
        assert_eq!(see(&before, &[file("acme.wasm", None)]), before);
        assert_eq!(see(&before, &[file("acme.wasm", Some("2"))]), seen("acme.wasm", "2"));
        assert_eq!(see(&before, &[file("other.wasm", None)]), Seen::new());
        assert_eq!(see(&before, &[]), Seen::new());
    }

    #[test]
    fn a_renamed_file_is_the_same_plugin() {
        let files = [file("acme-2.wasm", Some("2")), file("acme.wasm", None)];
        assert_eq!(see(&seen("acme.wasm", "1"), &files), seen("acme-2.wasm", "2"));
    }
}
