//! Checks of answers: what is no result is declined, never taken for one, and never a crash.

use studio_plugin_host::{Answer, CallError, ProviderOutput, Refusal, Step};

use super::Suite;
use crate::answers::garbage_bodies;

impl Suite<'_> {
    /// An answer that is no result is an error, never a result and never a crash.
    pub(super) async fn check_garbage_outputs(&mut self) {
        for body in garbage_bodies() {
            let shown: String = body.chars().take(60).collect();
            let answer = Answer::Output(ProviderOutput {
                body,
                billable_units: Some(f64::NAN),
            });
            self.require_decline(&answer, &shown).await;
        }
    }

    /// A refusal is an error of the plugin, whatever it says.
    pub(super) async fn check_refusals(&mut self) {
        for status in [400, 401, 403, 404, 422, 429, 499, 500, 503, 504] {
            for body in garbage_bodies() {
                let shown: String = format!("HTTP {status} {body}").chars().take(60).collect();
                self.require_decline(&Answer::Refusal(Refusal { status, body }), &shown)
                    .await;
            }
        }
    }

    async fn require_decline(&mut self, answer: &Answer, shown: &str) {
        let Some(job) = self.plain_job() else { return };
        let state = match self.model.start(&job).await {
            Ok(Step::Call(call)) => call.state,
            _ => Vec::new(),
        };
        let outcome = self.model.resume(&job, &state, answer).await;
        self.require(matches!(outcome, Err(CallError::Declined(_))), || {
            format!("the answer {shown:?} is not declined: {outcome:?}")
        });
    }
}
