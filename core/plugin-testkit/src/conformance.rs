//! What every model of every plugin must keep. Each check adds a sentence for each violation, so that a run shows all of them.

use std::collections::BTreeSet;

use serde_json::Value;
use studio_plugin_host::{
    Answer, Call, CallError, Job, JobRequest, ModelHandle, NegativePromptSupport, ProviderOutput, Refusal, Step,
};

use crate::answers::{garbage_bodies, plausible_output};
use crate::samples::{PROMPT, request_for, variations};

/// Calls that a plan may take before it counts as endless.
const MAX_CALLS: usize = 8;

/// Everything that `model` does against the contract. Empty when it conforms.
pub async fn violations(model: &ModelHandle) -> Vec<String> {
    let mut suite = Suite {
        model,
        violations: Vec::new(),
    };
    suite.check_form_hints();
    suite.check_prices().await;
    suite.check_plans_repeat().await;
    suite.check_nothing_is_dropped().await;
    suite.check_parameters_matter().await;
    suite.check_syntax_is_noticed().await;
    suite.check_negative_prompt_is_refused();
    suite.check_endpoints_are_used().await;
    suite.check_difficult_prompts().await;
    suite.check_garbage_outputs().await;
    suite.check_refusals().await;
    suite.violations
}

struct Suite<'a> {
    model: &'a ModelHandle,
    violations: Vec<String>,
}

impl Suite<'_> {
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

    /// The form needs a place for every parameter.
    fn check_form_hints(&mut self) {
        let schema = &self.model.model().parameters_schema;
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, rule) in properties.into_iter().flatten() {
            let group = rule.pointer("/x-ui/group").is_some_and(Value::is_string);
            let order = rule.pointer("/x-ui/order").is_some_and(Value::is_u64);
            self.require(group && order, || {
                format!("the parameter {name} has no x-ui group and order")
            });
        }
    }

    /// More images never cost less.
    async fn check_prices(&mut self) {
        let operation = self.model.model().operations[0];
        let mut before = 0;
        for num_images in 1..=i64::from(self.model.model().max_images) {
            let request = JobRequest {
                num_images,
                ..request_for(operation)
            };
            let Some(job) = self.job(&request) else { return };
            match self.model.estimate(&job).await {
                Ok(price) => {
                    self.require(price.high_microdollars >= before, || {
                        format!("{num_images} images cost less than {}", num_images - 1)
                    });
                    self.require(!price.basis.is_empty(), || "a price says no basis".to_owned());
                    before = price.high_microdollars;
                }
                Err(error) => self.require(false, || format!("estimate fails: {error}")),
            }
        }
    }

    /// The same job gives the same plan, and the same answer the same result.
    async fn check_plans_repeat(&mut self) {
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
    async fn check_nothing_is_dropped(&mut self) {
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
    async fn check_parameters_matter(&mut self) {
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

    /// Weights and add-ons in a prompt are refused, or a note says what became of them; they are never sent or dropped in silence.
    async fn check_syntax_is_noticed(&mut self) {
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
    fn check_negative_prompt_is_refused(&mut self) {
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

    /// Plans come to an end and together use every endpoint that the manifest declares.
    async fn check_endpoints_are_used(&mut self) {
        let mut used = BTreeSet::new();
        let mut requests: Vec<_> = variations(self.model.model())
            .into_iter()
            .map(|(_, request)| request)
            .collect();
        requests.extend(self.model.model().operations.iter().copied().map(request_for));
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
    async fn check_difficult_prompts(&mut self) {
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

    /// An answer that is no result is an error, never a result and never a crash.
    async fn check_garbage_outputs(&mut self) {
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
    async fn check_refusals(&mut self) {
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

/// Every string and number of a JSON value, as text.
fn texts_of(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts_of).collect(),
        Value::Object(members) => members.values().flat_map(texts_of).collect(),
        Value::String(text) => BTreeSet::from([text.clone()]),
        other => BTreeSet::from([other.to_string()]),
    }
}
