//! Making, changing and removing webhooks, and exchanging their secrets.

use chrono::{DateTime, Utc};
use serde_json::json;
use studio_db::webhooks::{self, WebhookContent};
use studio_model::{AuditAction, UserId, WebhookEvent, WebhookId};
use url::Url;

use super::{PREVIOUS_LIFETIME, WebhookSecret, WebhookView, find};
use crate::accounts::User;
use crate::audit::Entry;
use crate::texts::Complaints;
use crate::{App, Error, Result};

/// Webhooks that one user may have.
pub const MAX_WEBHOOKS: i64 = 20;
/// Longest address.
const MAX_URL_CHARS: usize = 2000;
/// Longest description.
const MAX_DESCRIPTION_CHARS: usize = 200;

/// What a webhook is to be, unchecked.
#[derive(Clone, Debug, Default)]
pub struct WebhookRequest {
    /// Where it is: `https`, without a user name, in a network that may be reached; at most 2,000 characters.
    pub url: String,
    /// At most 200 characters; may be empty.
    pub description: String,
    /// What it is told: at least one.
    pub events: Vec<WebhookEvent>,
    /// It is told anything at all.
    pub is_enabled: bool,
}

/// A webhook with a secret that was just made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The webhook.
    pub webhook: WebhookView,
    /// What its owner has to keep. Told only now.
    pub secret: WebhookSecret,
}

impl WebhookRequest {
    fn check(self, app: &App) -> Result<WebhookContent> {
        let mut complaints = Complaints::default();
        let url = check_url(app, &self.url).unwrap_or_else(|message| {
            complaints.add("url", message);
            String::new()
        });
        let is_wanted = |event: &WebhookEvent| self.events.contains(event);
        let events: Vec<WebhookEvent> = WebhookEvent::ALL.iter().copied().filter(is_wanted).collect();
        if events.is_empty() {
            complaints.add("events", "choose at least one event");
        }
        let description = complaints.line("description", &self.description, MAX_DESCRIPTION_CHARS);
        complaints.finish()?;
        Ok(WebhookContent {
            url,
            description,
            events,
            is_enabled: self.is_enabled,
        })
    }
}

/// The address as it is kept. A name is not resolved now: where it leads is checked whenever it is asked.
fn check_url(app: &App, text: &str) -> std::result::Result<String, String> {
    let url = Url::parse(text.trim()).map_err(|_| "use an address such as https://example.org/hook".to_owned())?;
    app.outbound
        .policy()
        .check(&url)
        .map_err(|refusal| refusal.to_string())?;
    let kept = url.to_string();
    if kept.chars().count() > MAX_URL_CHARS {
        return Err(format!("use an address of at most {MAX_URL_CHARS} characters"));
    }
    Ok(kept)
}

/// What the audit log says of an address: its path may be a secret of the other side.
fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Makes a webhook for a user.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has [`MAX_WEBHOOKS`] webhooks.
pub async fn create(app: &App, user: &User, request: WebhookRequest) -> Result<Made> {
    let (content, secret) = (request.check(app)?, WebhookSecret::generate()?);
    let (id, now) = (WebhookId(app.clock.new_id()), app.clock.now());
    let mut tx = app.db.begin().await?;
    if webhooks::lock_and_count(&mut tx, user.id).await? >= MAX_WEBHOOKS {
        let message = format!("you have {MAX_WEBHOOKS} webhooks, which is the most; remove one first");
        return Err(Error::Conflict(message));
    }
    webhooks::insert(&mut tx, user.id, id, &content, &secret.seal(app, id)?, now).await?;
    let details = json!({ "id": id, "events": content.events });
    let entry = Entry::of_account(user, AuditAction::WebhookCreated, host(&content.url)).with(details);
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, webhook.id = %id, "a webhook was made");
    Ok(Made {
        webhook: find(app, user.id, id).await?,
        secret,
    })
}

/// Replaces what is said of a webhook that its owner last saw at `seen_at`. Its secret stays.
///
/// # Errors
/// [`Error::NotFound`] for a webhook that is not the user's, [`Error::Outdated`] when it was changed since, [`Error::Invalid`] with
/// every wrong field.
pub async fn update(
    app: &App,
    user: &User,
    id: WebhookId,
    seen_at: DateTime<Utc>,
    request: WebhookRequest,
) -> Result<WebhookView> {
    if find(app, user.id, id).await?.updated_at != seen_at {
        return Err(Error::Outdated);
    }
    let content = request.check(app)?;
    let mut tx = app.db.begin().await?;
    if !webhooks::update(&mut tx, user.id, id, seen_at, &content, app.clock.now()).await? {
        return Err(Error::Outdated);
    }
    let details = json!({ "id": id, "events": content.events, "is_enabled": content.is_enabled });
    let entry = Entry::of_account(user, AuditAction::WebhookChanged, host(&content.url)).with(details);
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    find(app, user.id, id).await
}

/// Gives a webhook another secret. The one before signs too for [`PREVIOUS_LIFETIME`], so that whoever checks has time to exchange it.
///
/// # Errors
/// [`Error::NotFound`] for a webhook that is not the user's.
pub async fn rotate_secret(app: &App, user: &User, id: WebhookId) -> Result<Made> {
    let secret = WebhookSecret::generate()?;
    let (sealed, until) = (secret.seal(app, id)?, app.clock.now() + PREVIOUS_LIFETIME);
    let mut tx = app.db.begin().await?;
    if !webhooks::update_secret(&mut tx, user.id, id, &sealed, until).await? {
        return Err(Error::NotFound);
    }
    write_about(app, &mut tx, user, id, AuditAction::WebhookRotated).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, webhook.id = %id, "a webhook got another secret");
    Ok(Made {
        webhook: find(app, user.id, id).await?,
        secret,
    })
}

async fn write_about(
    app: &App,
    conn: &mut studio_db::PgConnection,
    user: &User,
    id: WebhookId,
    action: AuditAction,
) -> Result<()> {
    let hook = webhooks::find_for_user(conn, user.id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let entry = Entry::of_account(user, action, host(&hook.content.url)).with(json!({ "id": id }));
    entry.write(app, conn).await
}

/// Removes a webhook with all that it was told. What is being sent at this moment may still arrive.
///
/// # Errors
/// [`Error::NotFound`] for a webhook that is not the user's.
pub async fn delete(app: &App, user: &User, id: WebhookId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let Some(url) = webhooks::delete(&mut tx, user.id, id).await? else {
        return Err(Error::NotFound);
    };
    let entry = Entry::of_account(user, AuditAction::WebhookRemoved, host(&url)).with(json!({ "id": id }));
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, webhook.id = %id, "a webhook was removed");
    Ok(())
}

/// Whether there is such a webhook that is switched on.
///
/// # Errors
/// [`Error::NotFound`] when it is not the user's, [`Error::Conflict`] when it is off.
pub(super) async fn require_enabled(app: &App, user_id: UserId, id: WebhookId) -> Result<()> {
    if find(app, user_id, id).await?.is_enabled {
        Ok(())
    } else {
        Err(Error::Conflict("the webhook is off; switch it on first".to_owned()))
    }
}
