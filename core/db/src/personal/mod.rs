//! Everything about a user that they may take with them, as JSON.
//!
//! What a newcomer gets wrong: a new table that says whose a row is has to be in [`Kind::tables`], in [`WITH_FILES`] or, with a
//! reason, in [`NOT_EXPORTED`]. A test compares the three with the database.

mod statements;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;

pub use statements::rows;

use crate::Result;

/// What is exported together, as one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its file is called")]
pub enum Kind {
    Profile,
    Settings,
    Sessions,
    ApiKeys,
    AuditLog,
    Mails,
    Notifications,
    ModelNewsSeen,
    Projects,
    Collections,
    Prompts,
    Comments,
    Shares,
    Jobs,
    GenerationPresets,
    Batches,
    BatchPresets,
    Schedules,
    ScheduleRuns,
    Recipes,
    RecipeRuns,
    Webhooks,
    Budgets,
    Ledger,
    Purchases,
    Usage,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::Profile,
        Self::Settings,
        Self::Sessions,
        Self::ApiKeys,
        Self::AuditLog,
        Self::Mails,
        Self::Notifications,
        Self::ModelNewsSeen,
        Self::Projects,
        Self::Collections,
        Self::Prompts,
        Self::Comments,
        Self::Shares,
        Self::Jobs,
        Self::GenerationPresets,
        Self::Batches,
        Self::BatchPresets,
        Self::Schedules,
        Self::ScheduleRuns,
        Self::Recipes,
        Self::RecipeRuns,
        Self::Webhooks,
        Self::Budgets,
        Self::Ledger,
        Self::Purchases,
        Self::Usage,
    ];

    /// The name of its file without an ending. Part of the format of exports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Settings => "settings",
            Self::Sessions => "sessions",
            Self::ApiKeys => "api-keys",
            Self::AuditLog => "audit-log",
            Self::Mails => "mails",
            Self::Notifications => "notifications",
            Self::ModelNewsSeen => "model-news-seen",
            Self::Projects => "projects",
            Self::Collections => "collections",
            Self::Prompts => "prompts",
            Self::Comments => "comments",
            Self::Shares => "shares",
            Self::Jobs => "jobs",
            Self::GenerationPresets => "generation-presets",
            Self::Batches => "batches",
            Self::BatchPresets => "batch-presets",
            Self::Schedules => "schedules",
            Self::ScheduleRuns => "schedule-runs",
            Self::Recipes => "recipes",
            Self::RecipeRuns => "recipe-runs",
            Self::Webhooks => "webhooks",
            Self::Budgets => "budgets",
            Self::Ledger => "ledger",
            Self::Purchases => "purchases",
            Self::Usage => "usage",
        }
    }

    /// The tables that say whose their rows are and are in the file.
    #[must_use]
    pub const fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Profile => &["users", "two_factor"],
            Self::Settings => &["user_settings"],
            Self::Sessions => &["sessions"],
            Self::ApiKeys => &["api_keys"],
            Self::AuditLog => &["audit_log"],
            Self::Mails => &["mails"],
            Self::Notifications => &["notifications"],
            Self::ModelNewsSeen => &["model_news_seen"],
            Self::Projects => &["projects"],
            Self::Collections => &["collections"],
            Self::Prompts => &["prompts"],
            Self::Comments => &["image_comments"],
            Self::Shares => &["shared_images", "shared_projects"],
            Self::Jobs => &["generation_queue"],
            Self::GenerationPresets => &["generation_presets"],
            Self::Batches => &["batches"],
            Self::BatchPresets => &["batch_presets"],
            // Runs belong to their schedule.
            Self::Schedules | Self::ScheduleRuns => &["schedules"],
            Self::Recipes => &["recipes"],
            Self::RecipeRuns => &["recipe_runs"],
            Self::Webhooks => &["webhooks"],
            Self::Budgets => &["budgets"],
            Self::Ledger => &["ledger_transactions", "ledger_entries"],
            Self::Purchases => &["purchases"],
            Self::Usage => &["usage_logs"],
        }
    }
}

/// Tables that are exported with their files.
pub const WITH_FILES: [&str; 2] = ["images", "user_avatars"];

/// Tables that name users and are not exported, and why.
pub const NOT_EXPORTED: [(&str, &str); 14] = [
    ("account_tokens", "hashes of links in mails, gone within a day"),
    ("events", "ids of what changed, for open pages, gone within a day"),
    ("idempotency_keys", "names of repeated requests, gone within two days"),
    ("login_steps", "log-ins that are half done, gone within minutes"),
    (
        "plugin_defaults",
        "the installation's; what administrators did is in the audit log",
    ),
    ("plugin_shadow_runs", "the installation's"),
    ("plugins", "the installation's"),
    ("provider_accounts", "the installation's"),
    ("queue_limits", "the installation's"),
    ("queue_pauses", "what is held back at the moment"),
    ("queue_turns", "when it was whose turn"),
    ("recovery_codes", "hashes of secrets"),
    (
        "undo_steps",
        "ways back to what is exported as it is, gone within hours",
    ),
    ("usage_daily", "sums of what is exported"),
];

/// The picture of a user.
#[derive(Clone, Debug)]
pub struct Avatar {
    /// A WebP file.
    pub webp: Vec<u8>,
    /// When it was chosen.
    pub updated_at: DateTime<Utc>,
}

/// The user's picture, if there is one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_avatar(conn: &mut PgConnection, id: UserId) -> Result<Option<Avatar>> {
    let avatar = sqlx::query_as!(
        Avatar,
        "SELECT webp, updated_at FROM user_avatars WHERE user_id = $1",
        id.0
    );
    Ok(avatar.fetch_optional(conn).await?)
}

/// Makes what follows in the transaction see the database as it is at its first statement, change nothing, and tell times in UTC.
///
/// # Errors
/// When the database cannot be asked.
pub async fn hold_still(conn: &mut PgConnection) -> Result<()> {
    crate::ledger::check::hold_still(conn).await?;
    sqlx::query!("SET LOCAL TIME ZONE 'UTC'").execute(conn).await?;
    Ok(())
}
