//! The provider's webhooks: one more way to learn what became of a call.

use studio_db::attempts;
use studio_db::events::{self, EventKind};
use studio_db::generation;
use studio_fal_client::EndpointId;
use studio_fal_client::webhook::{WebhookError, WebhookResult};
use studio_model::AttemptState;
use uuid::Uuid;

use crate::{App, Error, Result};

/// Takes a delivery for the attempt with this token. Its payload is not used: the result is fetched with our key, so a forged or
/// damaged body can do no harm. A delivery that comes twice, or late, changes nothing.
///
/// # Errors
/// [`Error::Unauthenticated`] unless the provider signed it, [`Error::NotFound`] for an unknown token.
pub async fn webhook(app: &App, token: Uuid, headers: &http::HeaderMap, body: &[u8]) -> Result<()> {
    let delivery = app
        .webhook_keys
        .verify(headers, body, app.clock.now())
        .await
        .map_err(refuse)?;
    let delivery = delivery.payload().map_err(refuse)?;
    let mut tx = app.db.begin().await?;
    let attempt = attempts::lock_by_token(&mut tx, token).await?.ok_or(Error::NotFound)?;
    let ok = !matches!(delivery.result, WebhookResult::Failed(_));
    if !attempts::insert_delivery(&mut tx, app.clock.new_id(), attempt.id, &delivery.request_id, ok).await? {
        return Ok(());
    }
    if matches!(attempt.state, AttemptState::Intended | AttemptState::Unknown) {
        let endpoint: EndpointId = attempt.endpoint.parse().map_err(Error::internal)?;
        let urls = app.fal.request_urls(&endpoint, &delivery.request_id);
        let acceptance = crate::tasks::generate::acceptance_of(&delivery.request_id, &urls);
        attempts::set_accepted(&mut tx, attempt.id, &acceptance).await?;
        generation::hasten(&mut tx, attempt.job_id).await?;
    }
    if let Some(job) = generation::find(&mut tx, attempt.job_id).await? {
        events::insert(&mut tx, job.user_id, EventKind::Job, job.id.0).await?;
    }
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

fn refuse(error: WebhookError) -> Error {
    match error {
        // The provider delivers again.
        WebhookError::Keys(_) => Error::Unavailable {
            what: "the provider's key set",
            source: error.into(),
        },
        error => {
            tracing::warn!(%error, "a webhook was not accepted");
            Error::Unauthenticated("the webhook is not one of the provider's")
        }
    }
}
