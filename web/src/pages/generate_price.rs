//! The price beside the generation form: what pressing the button costs, or why it cannot be pressed.

use studio_app::generation::{self, Estimate, Submit};
use studio_model::UserId;

use super::generate_form::{Draft, complaints};
use crate::AppState;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::i18n::Lang;
use crate::views::{self, Blocker, FieldError};

impl Draft {
    /// The price of the form as it stands, and what keeps it from being sent.
    pub(super) async fn estimate(
        &self,
        state: &AppState,
        user_id: UserId,
        lang: Lang,
        pairs: &FormPairs,
    ) -> Result<views::Estimate> {
        match self.to_price(lang, pairs) {
            Ok(submit) => self.tell_price(generation::estimate(&state.app, user_id, &submit).await),
            Err(blocked) => Ok(*blocked),
        }
    }

    /// The request to ask a price for.
    ///
    /// # Errors
    /// What stands in the way already.
    pub(super) fn to_price(&self, lang: Lang, pairs: &FormPairs) -> std::result::Result<Submit, Box<views::Estimate>> {
        let mut submit = self
            .submit(lang, pairs)
            .map_err(|errors| Box::new(self.blocked(&errors)))?;
        if submit.prompt.trim().is_empty() {
            // The price does not depend on the words, and the control itself says that they are missing.
            submit.prompt = "…".to_owned();
        }
        Ok(submit)
    }

    /// The answer to that.
    pub(super) fn tell_price(&self, asked: studio_app::Result<Estimate>) -> Result<views::Estimate> {
        match asked {
            Ok(estimate) => Ok(priced(self.unpriced(), &estimate)),
            Err(studio_app::Error::Invalid(errors)) => Ok(self.blocked(&complaints(&errors))),
            Err(error) => Err(error.into()),
        }
    }

    /// No price, because of these complaints.
    pub(super) fn blocked(&self, errors: &[FieldError]) -> views::Estimate {
        views::Estimate {
            blockers: errors.iter().map(|error| sentence(&error.message)).collect(),
            ..self.unpriced()
        }
    }

    fn unpriced(&self) -> views::Estimate {
        views::Estimate {
            href: self.place.estimate.clone(),
            num_images: self.values.num_images,
            is_video: self.is_video(),
            ..views::Estimate::default()
        }
    }
}

fn priced(empty: views::Estimate, estimate: &Estimate) -> views::Estimate {
    let missing = estimate.high.0 - estimate.balance.0;
    let blockers = if missing > 0 {
        let high = estimate.high;
        vec![sentence(&format!(
            "This costs up to {high} credits and you have {}.",
            estimate.balance
        ))]
    } else {
        Vec::new()
    };
    views::Estimate {
        expected_credits: Some(estimate.expected.credits()),
        high_credits: Some(estimate.high.credits()),
        basis: estimate.basis.clone(),
        seconds: (estimate.typical_seconds > 0.0).then_some(estimate.typical_seconds),
        blockers,
        ..empty
    }
}

fn sentence(message: &str) -> Blocker {
    Blocker {
        message: message.to_owned(),
        href: String::new(),
    }
}
