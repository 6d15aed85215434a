//! Which entries are wanted.

use chrono::{DateTime, Utc};
use studio_app::audit::{AuditFilter, AuditQuery};
use studio_model::{AuditAction, UserId};

use crate::Error;
use crate::error::Result;
use crate::extract::FormPairs;

/// `?action=`, `?ip=`, `?from=` and `?until=`; an empty text does not limit.
///
/// # Errors
/// The parameter that makes no sense.
pub(crate) fn filter_of(query: &FormPairs) -> Result<AuditFilter> {
    let action =
        |text: &str| AuditAction::parse(text).ok_or_else(|| Error::invalid("action", "There is no such action."));
    let ip = |text: &str| text.parse().map_err(|_| Error::invalid("ip", "Use an IP address."));
    Ok(AuditFilter {
        action: given(query, "action").map(action).transpose()?,
        ip: given(query, "ip").map(ip).transpose()?,
        from: time(query, "from")?,
        until: time(query, "until")?,
    })
}

/// `?user_id=` is whose account it is about, `?actor_id=` who did it; not both.
///
/// # Errors
/// The parameter that makes no sense.
pub(crate) fn query_of(query: &FormPairs) -> Result<AuditQuery> {
    let id = |name: &'static str, text: &str| {
        let id = text.parse().map(UserId);
        id.map_err(|_| Error::invalid(name, "Use the id of a user."))
    };
    match (given(query, "user_id"), given(query, "actor_id")) {
        (None, None) => Ok(AuditQuery::All),
        (Some(user), None) => Ok(AuditQuery::About(id("user_id", user)?)),
        (None, Some(actor)) => Ok(AuditQuery::By(id("actor_id", actor)?)),
        (Some(_), Some(_)) => Err(Error::invalid("actor_id", "Use either user_id or actor_id.")),
    }
}

fn given<'a>(query: &'a FormPairs, name: &str) -> Option<&'a str> {
    Some(query.get(name).trim()).filter(|text| !text.is_empty())
}

fn time(query: &FormPairs, name: &'static str) -> Result<Option<DateTime<Utc>>> {
    let parse = |text: &str| {
        let time = text.parse();
        time.map_err(|_| Error::invalid(name, "Use a time such as 2026-11-27T12:00:00Z."))
    };
    given(query, name).map(parse).transpose()
}
