//! What every model of every plugin must keep. Each check adds a sentence for each violation, so that a run shows all of them.

mod answers;
mod form;
mod plans;
mod prices;
mod syntax;

use std::time::Instant;

use serde::Serialize;
use studio_plugin_host::{Call, Job, JobRequest, ModelHandle, Step};

use crate::samples::request_for;

/// What became of one check of one model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckOutcome {
    /// What the check demands, in words.
    pub check: &'static str,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// A sentence for each violation; empty when the model keeps the rule.
    pub violations: Vec<String>,
}

/// Everything that `model` does against the contract. Empty when it conforms.
pub async fn violations(model: &ModelHandle) -> Vec<String> {
    let outcomes = conformance(model).await;
    outcomes.into_iter().flat_map(|outcome| outcome.violations).collect()
}

/// Every check of the suite with what it found.
///
/// That the schema and the defaults are valid is checked by the host, which does not load a plugin otherwise.
/// So are limits: a call that passes one is a fault, which every check reports.
pub async fn conformance(model: &ModelHandle) -> Vec<CheckOutcome> {
    let mut suite = Suite {
        model,
        violations: Vec::new(),
        outcomes: Vec::new(),
        begun: Instant::now(),
    };
    suite.check_form_hints();
    suite.close("every parameter has its place in the form");
    suite.check_presets().await;
    suite.close("every preset gives a plan");
    suite.check_prices().await;
    suite.close("prices have a basis, repeat, and never fall when the number of images rises");
    suite.check_plans_repeat().await;
    suite.close("the same job gives the same plan, and the same answer the same result");
    suite.check_nothing_is_dropped().await;
    suite.close("prompt, seed, number and pictures are sent");
    suite.check_parameters_matter().await;
    suite.close("every parameter changes what is sent, or a note says why not");
    suite.check_syntax_is_noticed().await;
    suite.check_negative_prompt_is_refused();
    suite.close("weights, add-ons and negative prompts are refused, or a note says what became of them");
    suite.check_endpoints_are_used().await;
    suite.close("plans end and use every declared endpoint");
    suite.check_difficult_prompts().await;
    suite.close("difficult prompts give a plan or an error");
    suite.check_garbage_outputs().await;
    suite.close("garbage for an output is declined");
    suite.check_refusals().await;
    suite.close("refusals of the provider are declined");
    suite.outcomes
}

struct Suite<'a> {
    model: &'a ModelHandle,
    /// Of the check that runs.
    violations: Vec<String>,
    /// Of the checks before it.
    outcomes: Vec<CheckOutcome>,
    begun: Instant,
}

impl Suite<'_> {
    /// Ends a check under its name.
    fn close(&mut self, check: &'static str) {
        self.outcomes.push(CheckOutcome {
            check,
            took_ms: u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            violations: std::mem::take(&mut self.violations),
        });
        self.begun = Instant::now();
    }

    fn require(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            let complaint = format!("{}: {}", self.model.model().id, complaint());
            self.violations.push(complaint);
        }
    }

    /// The plainest job of the model's first operation.
    fn plain_job(&mut self) -> Option<Job> {
        self.job(&request_for(self.model.model().operations[0]))
    }

    fn job(&mut self, request: &JobRequest) -> Option<Job> {
        let job = self.model.validate(request);
        self.require(job.is_ok(), || {
            format!("a plain request is not valid: {:?}", job.as_ref().err())
        });
        job.ok()
    }

    /// The first call for a request that must be valid.
    async fn call(&mut self, request: &JobRequest) -> Option<Call> {
        let job = self.job(request)?;
        let step = self.model.start(&job).await;
        self.require(matches!(step, Ok(Step::Call(_))), || {
            format!("start does not plan a call: {step:?}")
        });
        match step {
            Ok(Step::Call(call)) => Some(call),
            _ => None,
        }
    }
}
