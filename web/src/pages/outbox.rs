//! `/dev/outbox`: the mails of a studio that has nobody to hand them to. There is no such page when it has.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::mail::{self, OutboxMail};
use studio_model::PageLimit;

use super::frame::PageRequest;
use super::respond;
use crate::auth::MaybeUser;
use crate::error::Result;
use crate::extract::{QueryPairs, parse_cursor};
use crate::views::{OutboxLetter, OutboxPage, View};
use crate::{AppState, paths};

/// Mails of a page.
const SHOWN: u16 = 20;

/// `GET /dev/outbox`
pub(crate) async fn show(
    State(state): State<AppState>,
    request: PageRequest,
    MaybeUser(user): MaybeUser,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let (after, limit) = (
        parse_cursor(query.get("cursor"))?,
        PageLimit::new(SHOWN).unwrap_or_default(),
    );
    let found = mail::list_outbox(&state.app, user.as_ref(), after, limit).await?;
    let page = OutboxPage {
        letters: found.items.into_iter().map(letter).collect(),
        next_href: found.next.map(|cursor| paths::outbox_after(&cursor.to_string())),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::secret(StatusCode::OK, html))
}

fn letter(mail: OutboxMail) -> OutboxLetter {
    OutboxLetter {
        recipient: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        link: mail.link,
        created_at: mail.created_at,
    }
}
