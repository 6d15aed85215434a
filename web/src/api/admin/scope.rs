//! Whose jobs a pause or a limit is about, on the wire.

use studio_app::queue::Scope;
use studio_app::{Error, Result};
use studio_model::UserId;
use uuid::Uuid;

/// The scope that a request names: a model, a user, or, with neither, everything.
pub(super) fn parse(model_id: Option<String>, user_id: Option<Uuid>) -> Result<Scope> {
    match (model_id, user_id) {
        (Some(_), Some(_)) => Err(Error::invalid("user_id", "name a model_id or a user_id, not both")),
        (Some(id), None) => Ok(Scope::Model(id)),
        (None, Some(id)) => Ok(Scope::User(UserId(id))),
        (None, None) => Ok(Scope::Everything),
    }
}

/// Name, model and user of a scope.
pub(super) fn parts(scope: Scope) -> (&'static str, Option<String>, Option<Uuid>) {
    match scope {
        Scope::Everything => ("everything", None, None),
        Scope::Model(id) => ("model", Some(id), None),
        Scope::User(id) | Scope::Own(id) => ("user", None, Some(id.0)),
    }
}
