//! What a user has, what became of it, and what it went into.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, PackLine, PurchaseLine, View};

/// The page of a user's credits.
#[derive(Debug, Clone, Serialize)]
pub struct CreditsPage {
    /// What can be spent now, in credits.
    pub available: f64,
    /// What is set aside, in credits.
    pub held: f64,
    /// The days that the sums are about.
    pub days: usize,
    /// What was used in those days.
    pub used: UsedSums,
    /// For each day, in order.
    pub by_day: Vec<UsedBar>,
    /// For each model, the dearest first.
    pub by_model: Vec<UsedBar>,
    /// For each project, the dearest first.
    pub by_project: Vec<UsedBar>,
    pub budgets: Vec<BudgetLine>,
    /// The form for a budget, as typed.
    pub budget: BudgetValues,
    pub errors: FormErrors,
    /// Projects that a budget can be for: id and name.
    pub projects: Vec<(String, String)>,
    /// What is sold; nothing when none is.
    pub packs: Vec<PackLine>,
    /// What was bought last.
    pub purchases: Vec<PurchaseLine>,
    /// Why a purchase could not begin.
    pub problem: Option<String>,
    /// Newest first.
    pub history: Vec<MovementLine>,
    /// The address of older movements.
    pub next_href: Option<String>,
}

impl CreditsPage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 3] = ["budget_credits", "period", "project_id"];
}

/// Sums of a span.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct UsedSums {
    pub credits: f64,
    pub jobs: i64,
    pub failed: i64,
    pub images: i64,
}

/// A line of a chart.
#[derive(Debug, Clone, Serialize)]
pub struct UsedBar {
    /// Empty for what belongs to nothing.
    pub name: String,
    pub credits: f64,
    pub images: i64,
    /// Of the longest bar, 0 to 100.
    pub percent: u8,
}

/// A budget.
#[derive(Debug, Clone, Serialize)]
pub struct BudgetLine {
    pub id: String,
    /// Of everything where there is none.
    pub project: Option<String>,
    /// `day` or `month`.
    pub period: &'static str,
    pub limit: f64,
    pub used: f64,
    /// Of the limit, 0 to 100.
    pub percent: u8,
    pub is_hard: bool,
    /// `free`, `near` or `reached`.
    pub state: &'static str,
    pub ends_at: Option<DateTime<Utc>>,
}

/// The controls of the budget form as text.
#[derive(Debug, Clone, Serialize)]
pub struct BudgetValues {
    pub credits: String,
    /// `day` or `month`.
    pub period: String,
    /// Empty for everything.
    pub project_id: String,
    pub is_hard: bool,
}

impl Default for BudgetValues {
    fn default() -> Self {
        Self {
            credits: String::new(),
            period: "month".to_owned(),
            project_id: String::new(),
            is_hard: true,
        }
    }
}

/// A movement of credits.
#[derive(Debug, Clone, Serialize)]
pub struct MovementLine {
    /// `grant`, `hold`, `capture`, …
    pub kind: String,
    /// What can be spent became this much more.
    pub available: f64,
    pub spent: f64,
    pub note: String,
    /// The job's or batch's page.
    pub href: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl View for CreditsPage {
    const PAGE: &'static str = "pages/credits/page.html";
}
