//! Samples of the page of credits.

use super::now;
use crate::views::{
    BudgetLine, BudgetValues, CreditsPage, FieldError, FormErrors, MovementLine, PackLine, PurchaseLine, PurchasePage,
    UsedBar, UsedSums,
};

fn bar(name: &str, credits: f64, percent: u8) -> UsedBar {
    UsedBar {
        name: name.to_owned(),
        credits,
        images: 12_345,
        percent,
    }
}

fn budget(project: Option<&str>, period: &'static str, state: &'static str, percent: u8) -> BudgetLine {
    BudgetLine {
        id: format!("budget-{period}"),
        project: project.map(str::to_owned),
        period,
        limit: 500.0,
        used: f64::from(percent) * 5.0,
        percent,
        is_hard: state != "near",
        state,
        ends_at: Some(now()),
    }
}

fn movement(kind: &str, available: f64, spent: f64, note: &str) -> MovementLine {
    MovementLine {
        kind: kind.to_owned(),
        available,
        spent,
        note: note.to_owned(),
        href: (kind != "grant").then(|| "/queue/1".to_owned()),
        created_at: now(),
    }
}

fn purchase(state: &'static str, refunded: f64) -> PurchaseLine {
    PurchaseLine {
        href: "/credits/purchases/1".to_owned(),
        credits: 5_000.0,
        price: "20.00\u{a0}USD".to_owned(),
        state,
        refunded,
        created_at: now(),
    }
}

/// In every state; refunded wholly and in part.
#[must_use]
pub fn purchase_pages() -> Vec<PurchasePage> {
    let page = |line: PurchaseLine, unrecovered| PurchasePage {
        checkout_href: (line.state == "open").then(|| "https://pay.example.org/1".to_owned()),
        expires_at: now(),
        unrecovered,
        line,
    };
    let mut pages: Vec<_> = ["open", "paid", "failed", "expired"]
        .map(|state| page(purchase(state, 0.0), 0.0))
        .into();
    pages.push(page(purchase("paid", 5_000.0), 120.5));
    pages.push(page(purchase("paid", 2_500.0), 0.0));
    pages
}

/// With everything and a refused budget, and of a new account.
#[must_use]
pub fn credits_pages() -> Vec<CreditsPage> {
    let used = CreditsPage {
        available: 961.5,
        held: 38.5,
        days: 30,
        used: UsedSums {
            credits: 318.5,
            jobs: 4_200,
            failed: 17,
            images: 12_000,
        },
        by_day: vec![bar("2026-11-22", 0.0, 0), bar("2026-11-23", 318.5, 100)],
        by_model: vec![bar("FLUX.1 [dev]", 300.0, 100), bar("Stable Diffusion XL", 18.5, 6)],
        by_project: vec![bar("Autumn campaign", 300.0, 100), bar("", 18.5, 6)],
        budgets: vec![
            budget(None, "day", "free", 20),
            budget(Some("Autumn campaign"), "month", "near", 85),
            budget(None, "month", "reached", 100),
        ],
        budget: BudgetValues {
            credits: "-5".to_owned(),
            ..BudgetValues::default()
        },
        errors: FormErrors::sort(
            &CreditsPage::CONTROLS,
            &[FieldError::new("budget_credits", "A budget must be more than 0.")],
        ),
        projects: vec![("p1".to_owned(), "Autumn campaign".to_owned())],
        packs: vec![
            PackLine {
                credits: 1_000,
                price: "5.00\u{a0}USD".to_owned(),
            },
            PackLine {
                credits: 5_000,
                price: "20.00\u{a0}USD".to_owned(),
            },
        ],
        purchases: vec![purchase("open", 0.0), purchase("paid", 0.0)],
        problem: Some("Choose one of the packs on offer.".to_owned()),
        history: vec![
            movement("capture", 1.5, 25.0, ""),
            movement("hold", -26.5, 0.0, ""),
            movement("grant", 1_000.0, 0.0, "Welcome"),
        ],
        next_href: Some("/credits?before=1".to_owned()),
    };
    let fresh = CreditsPage {
        held: 0.0,
        used: UsedSums::default(),
        by_day: Vec::new(),
        by_model: Vec::new(),
        by_project: Vec::new(),
        budgets: Vec::new(),
        budget: BudgetValues::default(),
        errors: FormErrors::sort(&CreditsPage::CONTROLS, &[]),
        projects: Vec::new(),
        packs: Vec::new(),
        purchases: Vec::new(),
        problem: None,
        history: Vec::new(),
        next_href: None,
        ..used.clone()
    };
    vec![used, fresh]
}
