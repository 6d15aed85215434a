//! Everybody's accounts, for administrators.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::View;

/// The list of accounts.
#[derive(Debug, Clone, Serialize)]
pub struct PeoplePage {
    pub people: Vec<PersonCard>,
    /// What was searched for, as typed.
    pub words: String,
    /// The address of the next page.
    pub next_href: Option<String>,
    /// Why the last change did not happen.
    pub complaint: Option<String>,
}

/// An account.
#[derive(Debug, Clone, Serialize)]
pub struct PersonCard {
    pub id: String,
    pub name: String,
    pub email: String,
    pub is_admin: bool,
    pub is_active: bool,
    pub credits: f64,
    pub created_at: DateTime<Utc>,
    pub last_login: Option<DateTime<Utc>>,
    /// When it will be deleted, if its owner asked for that.
    pub deletes_at: Option<DateTime<Utc>>,
}

impl View for PeoplePage {
    const PAGE: &'static str = "pages/people/page.html";
}
