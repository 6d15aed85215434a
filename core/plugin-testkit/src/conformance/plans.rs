//! Checks of plans: they repeat, end, carry everything that was asked for, and use what the manifest declares.

use std::collections::BTreeSet;

use serde_json::Value;
use studio_plugin_host::{CallError, Job, JobRequest, NegativePromptSupport, Step};

use super::Suite;
use crate::answers::plausible_output;
use crate::samples::{PROMPT, request_for, request_from_picture, variations};

/// Calls that a plan may take before it counts as endless.
const MAX_CALLS: usize = 8;

impl Suite<'_> {
    /// The same job gives the same plan, and the same answer the same result.
    pub(super) async fn check_plans_repeat(&mut self) {
        let Some(job) = self.plain_job() else { return };
        let (first, second) = (self.model.start(&job).await, self.model.start(&job).await);
        let (Ok(first), Ok(second)) = (first, second) else {
            return self.require(false, || "start fails for a plain job".to_owned());
        };
        self.require(first == second, || "two starts of one job differ".to_owned());
        if let Step::Call(call) = first {
            let answer = plausible_output();
            let first = self.model.resume(&job, &call.state, &answer).await;
            let second = self.model.resume(&job, &call.state, &answer).await;
            self.require(first.ok() == second.ok(), || {
                "two resumes of one answer differ".to_owned()
            });
        }
    }

    /// Prompt, negative prompt, seed, number and pictures all reach the provider.
    pub(super) async fn check_nothing_is_dropped(&mut self) {
        let manifest = self.model.model();
        let negative = (manifest.negative_prompt == NegativePromptSupport::Native).then(|| "fog".to_owned());
        let request = JobRequest {
            negative_prompt: negative,
            num_images: i64::from(manifest.max_images),
            ..request_for(manifest.operations[0])
        };
        let Some(call) = self.call(&request).await else { return };
        let sent = texts_of(&call.input);
        let mut wanted = vec![];
        if request.operation.needs_prompt() {
            wanted.push(PROMPT.to_owned());
        }
        wanted.extend(request.negative_prompt);
        wanted.extend((0..request.inputs.len()).map(|index| format!("input://{index}")));
        if manifest.capabilities.iter().any(|capability| capability == "seed") {
            wanted.push(request.seed.to_string());
        }
        if manifest.max_images > 1 {
            wanted.push(request.num_images.to_string());
        }
        for text in wanted {
            self.require(sent.contains(&text), || format!("{text:?} is not sent"));
        }
    }

    /// Every parameter changes what is sent, or the user is told why not.
    pub(super) async fn check_parameters_matter(&mut self) {
        let Some(plain) = self.call(&request_for(self.model.model().operations[0])).await else {
            return;
        };
        for (name, request) in variations(self.model.model()) {
            let Some(call) = self.call(&request).await else {
                continue;
            };
            let noticed = call.input != plain.input || call.notes != plain.notes;
            let value = request.parameters.values().next().cloned().unwrap_or_default();
            self.require(noticed, || {
                format!("{name} = {value} changes nothing and no note says so")
            });
        }
    }

    /// Plans come to an end and together use every endpoint that the manifest declares.
    pub(super) async fn check_endpoints_are_used(&mut self) {
        let mut used = BTreeSet::new();
        let mut requests: Vec<_> = variations(self.model.model())
            .into_iter()
            .map(|(_, request)| request)
            .collect();
        let operations = self.model.model().operations.iter().copied();
        requests.extend(operations.clone().map(request_for));
        requests.extend(operations.filter_map(request_from_picture));
        for request in requests {
            let Some(job) = self.job(&request) else { continue };
            used.extend(self.follow(&job).await);
        }
        for endpoint in self.model.model().endpoints.clone() {
            self.require(used.contains(&endpoint), || {
                format!("no plan uses the endpoint {endpoint}")
            });
        }
    }

    /// The endpoints that a job calls until it is done.
    async fn follow(&mut self, job: &Job) -> Vec<String> {
        let mut endpoints = Vec::new();
        let mut step = self.model.start(job).await;
        loop {
            match step {
                Ok(Step::Call(_)) if endpoints.len() == MAX_CALLS => {
                    self.require(false, || format!("a plan takes more than {MAX_CALLS} calls"));
                    break;
                }
                Ok(Step::Call(call)) => {
                    step = self.model.resume(job, &call.state, &plausible_output()).await;
                    endpoints.push(call.endpoint);
                }
                Ok(Step::Done(_)) => break,
                Err(error) => {
                    self.require(false, || format!("a plan does not end: {error}"));
                    break;
                }
            }
        }
        endpoints
    }

    /// Long, nested and strange prompts give a plan or a clean error.
    pub(super) async fn check_difficult_prompts(&mut self) {
        let manifest = self.model.model();
        let longest = manifest.max_prompt_chars as usize;
        let prompts = [
            "語".repeat(longest),
            "(".repeat(longest),
            "((((a:1.1):1.2)[b]:1.3) <lora:x:1>".to_owned(),
            "\u{202e}\u{0301}\r\n\t".to_owned() + "x",
        ];
        for prompt in prompts {
            let request = JobRequest {
                prompt,
                ..request_for(manifest.operations[0])
            };
            let Some(job) = self.job(&request) else { continue };
            if let Err(CallError::Fault(fault)) = self.model.start(&job).await {
                self.require(false, || format!("a difficult prompt breaks it: {fault}"));
            }
        }
    }
}

/// Every string and number of a JSON value, as text.
fn texts_of(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts_of).collect(),
        Value::Object(members) => members.values().flat_map(texts_of).collect(),
        Value::String(text) => BTreeSet::from([text.clone()]),
        other => BTreeSet::from([other.to_string()]),
    }
}
