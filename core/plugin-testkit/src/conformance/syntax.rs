//! What users write by habit from other studios: weights, add-ons, negative prompts. Nothing of it is dropped in silence.

use studio_plugin_host::{CallError, JobRequest, NegativePromptSupport, Step};

use super::Suite;
use crate::samples::request_for;

impl Suite<'_> {
    /// Weights and add-ons in a prompt are refused, or a note says what became of them; they are never sent or dropped in silence.
    pub(super) async fn check_syntax_is_noticed(&mut self) {
        let operation = self.model.model().operations[0];
        if !operation.needs_prompt() {
            return;
        }
        for syntax in ["(castle:1.3)", "[castle]", "((castle))", "<lora:owner/castle:0.8>"] {
            let request = JobRequest {
                prompt: format!("a hill with a {syntax} on it"),
                ..request_for(operation)
            };
            let Some(job) = self.job(&request) else { continue };
            match self.model.start(&job).await {
                Ok(Step::Call(call)) => self.require(call.notes.iter().any(|note| note.contains(syntax)), || {
                    format!("no note says what became of {syntax}: {:?}", call.notes)
                }),
                Ok(Step::Done(_)) => self.require(false, || format!("{syntax} ends without a call")),
                Err(CallError::Declined(_)) => {}
                Err(CallError::Fault(fault)) => self.require(false, || format!("{syntax} breaks it: {fault}")),
            }
        }
    }

    /// A negative prompt is refused at its field by a model that takes none.
    pub(super) fn check_negative_prompt_is_refused(&mut self) {
        let manifest = self.model.model();
        if manifest.negative_prompt == NegativePromptSupport::Native {
            return;
        }
        let request = JobRequest {
            negative_prompt: Some("fog".to_owned()),
            ..request_for(manifest.operations[0])
        };
        let fields: Vec<_> = match self.model.validate(&request) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| error.field).collect(),
        };
        self.require(fields == ["negative_prompt"], || {
            format!("a negative prompt is not refused at its field: {fields:?}")
        });
    }
}
