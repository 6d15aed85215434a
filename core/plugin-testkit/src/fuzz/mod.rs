//! Arbitrary answers for `resume`: whatever a provider sends, a plugin gives a step or an error, never a fault.
//!
//! Answers are mutations of ones that the plugin can read: recorded ones and the plausible one. A run is decided by its seed alone.
//! What a newcomer gets wrong: a step that the host refuses (a file without an https address, 65 files) counts as a fault, too. A
//! plugin that hands on what it was sent without looking is the usual finding.

mod mutate;
mod rng;

use std::time::{Duration, Instant};

use serde::Serialize;
use studio_plugin_host::{Answer, CallError, FaultKind, Job, ModelHandle, ProviderOutput, Refusal, Step};

use self::rng::Rng;
use crate::answers::plausible_output;
use crate::samples::request_for;

/// Characters of an answer that a finding shows.
const SHOWN_CHARS: usize = 400;
/// Findings after which a run has said enough.
const MAX_FINDINGS: usize = 10;
/// Statuses that refusals come with.
const STATUSES: [u16; 8] = [400, 403, 404, 422, 429, 500, 503, 599];

/// How much to try.
#[derive(Debug, Clone)]
pub struct FuzzOptions {
    /// Answers to try.
    pub rounds: u32,
    /// Decides every answer.
    pub seed: u64,
    /// After this the run ends, with however many rounds it made.
    pub budget: Duration,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FuzzReport {
    /// The model's id.
    pub model: String,
    /// Of the options.
    pub seed: u64,
    /// Answers that were tried.
    pub rounds: u32,
    /// Answers that gave a result.
    pub results: u32,
    /// Answers that gave another call.
    pub calls: u32,
    /// Answers that the plugin declined.
    pub declined: u32,
    /// The first ten answers that broke the plugin.
    pub findings: Vec<Finding>,
}

/// An answer that broke a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which answer of the run, counted from 0.
    pub round: u32,
    /// What happened.
    pub fault: String,
    /// The answer's beginning.
    pub answer: String,
}

/// No honest answer is as large: a plugin may run into the host's limits while it reads one.
const LARGE_BYTES: usize = 4 * 1024 * 1024;

/// Feeds `model` mutations of `recorded` bodies and of the plausible output.
pub async fn fuzz(model: &ModelHandle, recorded: &[String], options: &FuzzOptions) -> FuzzReport {
    let mut run = Run {
        model,
        report: FuzzReport {
            model: model.model().id.clone(),
            seed: options.seed,
            rounds: 0,
            results: 0,
            calls: 0,
            declined: 0,
            findings: Vec::new(),
        },
    };
    let Some((job, state)) = run.begin().await else {
        return run.report;
    };
    let begun = Instant::now();
    let seeds = seeds(recorded);
    let mut rng = Rng::new(options.seed);
    while run.report.rounds < options.rounds
        && run.report.findings.len() < MAX_FINDINGS
        && begun.elapsed() < options.budget
    {
        let answer = match run.report.rounds {
            0 => output(&mut rng, mutate::a_million_images()),
            _ => answer(&mut rng, &seeds),
        };
        run.try_answer(&job, &state, &answer).await;
    }
    run.report
}

struct Run<'a> {
    model: &'a ModelHandle,
    report: FuzzReport,
}

impl Run<'_> {
    /// The plainest job and the state of its first call.
    async fn begin(&mut self) -> Option<(Job, Vec<u8>)> {
        let job = self.model.validate(&request_for(self.model.model().operations[0]));
        let job = job
            .map_err(|errors| self.find("a plain request is not valid", &format!("{errors:?}")))
            .ok()?;
        match self.model.start(&job).await {
            Ok(Step::Call(call)) => Some((job, call.state)),
            other => {
                self.find("start plans no call", &format!("{other:?}"));
                None
            }
        }
    }

    async fn try_answer(&mut self, job: &Job, state: &[u8], answer: &Answer) {
        match self.model.resume(job, state, answer).await {
            Ok(Step::Done(_)) if matches!(answer, Answer::Refusal(_)) => {
                self.find("a refusal was taken for a result", body_of(answer));
            }
            Ok(Step::Done(_)) => self.report.results += 1,
            Ok(Step::Call(_)) => self.report.calls += 1,
            Err(CallError::Declined(_)) => self.report.declined += 1,
            // The host's limits are there for such answers: the job fails with that reason.
            Err(CallError::Fault(fault)) if is_limit(&fault.kind) && body_of(answer).len() > LARGE_BYTES => {
                self.report.declined += 1;
            }
            Err(CallError::Fault(fault)) => self.find(&fault.to_string(), body_of(answer)),
        }
        self.report.rounds += 1;
    }

    fn find(&mut self, fault: &str, answer: &str) {
        self.report.findings.push(Finding {
            round: self.report.rounds,
            fault: fault.to_owned(),
            answer: answer.chars().take(SHOWN_CHARS).collect(),
        });
    }
}

fn is_limit(kind: &FaultKind) -> bool {
    matches!(kind, FaultKind::Memory { .. } | FaultKind::Deadline(_))
}

fn seeds(recorded: &[String]) -> Vec<String> {
    let plausible = plausible_output();
    let mut seeds = vec![body_of(&plausible).to_owned()];
    seeds.extend(recorded.iter().cloned());
    seeds
}

/// Three of four are outputs: refusals are simpler to read.
fn answer(rng: &mut Rng, seeds: &[String]) -> Answer {
    let seed = rng.pick(seeds).clone();
    let body = mutate::body(rng, &seed);
    if rng.below(4) > 0 {
        return output(rng, body);
    }
    Answer::Refusal(Refusal {
        status: *rng.pick(&STATUSES),
        body,
    })
}

fn output(rng: &mut Rng, body: String) -> Answer {
    let units = [
        None,
        Some(1.0),
        Some(0.0),
        Some(-1.0),
        Some(1e300),
        Some(f64::NAN),
        Some(f64::INFINITY),
    ];
    Answer::Output(ProviderOutput {
        body,
        billable_units: *rng.pick(&units),
    })
}

fn body_of(answer: &Answer) -> &str {
    match answer {
        Answer::Output(output) => &output.body,
        Answer::Refusal(refusal) => &refusal.body,
    }
}
