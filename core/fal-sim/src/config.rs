//! What a simulator can be told: at start ([`SimConfig`]) and while it runs ([`LiveConfig`]).
//!
//! Only [`LiveConfig`] may change under way (`PUT /sim/config`); everything else shapes the process itself.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

/// Everything a simulator is started with.
#[derive(Clone, Debug)]
pub struct SimConfig {
    /// Prefix of every URL the simulator hands out, without a trailing slash. `None`: the bound address.
    pub public_url: Option<String>,
    /// Seed of the fault dice, of random picture seeds and of the webhook key. The same seed gives the same run.
    pub seed: u64,
    /// Which credentials are let in.
    pub keys: KeyPolicy,
    /// Keys that authenticate but whose account is locked (403 on submit and on the storage token).
    pub locked_keys: Vec<String>,
    /// Folder for the journal and files. `None` keeps everything in memory and forgets it with the process.
    pub state_dir: Option<PathBuf>,
    /// Bytes of files kept before the oldest are dropped. Default 1 GiB.
    pub max_file_bytes: u64,
    /// Pictures drawn at the same time. Default: the number of processors, at least 1.
    pub parallel_renders: usize,
    /// The part that can be changed at run time.
    pub live: LiveConfig,
}

impl Default for SimConfig {
    fn default() -> Self {
        Self {
            public_url: None,
            seed: 0,
            keys: KeyPolicy::AnyWellFormed,
            locked_keys: Vec::new(),
            state_dir: None,
            max_file_bytes: 1 << 30,
            parallel_renders: std::thread::available_parallelism().map_or(1, usize::from),
            live: LiveConfig::default(),
        }
    }
}

impl SimConfig {
    /// A configuration without artificial waiting: jobs take as long as drawing them takes.
    #[must_use]
    pub fn instant() -> Self {
        let mut config = Self::default();
        config.live.time_scale = 0.0;
        config.live.webhook.retry_base_ms = 20;
        config
    }
}

/// Which `Authorization: Key …` headers are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeyPolicy {
    /// Every key of the form `<id>:<secret>`.
    #[default]
    AnyWellFormed,
    /// Only these keys, written whole.
    Only(Vec<String>),
}

/// The settings `PUT /sim/config` can change while the simulator runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LiveConfig {
    /// Factor on every simulated duration; 0 means no waiting, 1 a realistic pace. Default 1.
    pub time_scale: f64,
    /// Least time a request spends IN_QUEUE, in milliseconds before scaling. Default 150.
    pub queue_ms: u64,
    /// Latency by endpoint pattern (`*` matches anything), over the catalogue's own figures.
    pub latency: BTreeMap<String, Latency>,
    /// Requests IN_PROGRESS at once; queued ones wait, direct calls get 429. Default 10.
    pub concurrency_limit: usize,
    /// Seconds a result stays readable after completion. Default 3600.
    pub result_ttl_s: f64,
    /// Seconds a result of 10 KB or more stays readable. Default 360.
    pub large_result_ttl_s: f64,
    /// Seconds between keep-alive comments on event streams. Default 15.
    pub keep_alive_s: f64,
    /// What `GET /rest/billing/user_balance` answers, in US dollars. Default 100.
    pub balance_usd: f64,
    /// Largest picture a model draws, in pixels; above it the model "runs out of memory". Default 100,000,000, the
    /// largest picture that the studio takes.
    pub max_pixels: u64,
    /// How webhooks are delivered.
    pub webhook: WebhookPolicy,
    /// Alternatives where the provider's behaviour is not known for sure.
    pub quirks: Quirks,
}

impl Default for LiveConfig {
    fn default() -> Self {
        Self {
            time_scale: 1.0,
            queue_ms: 150,
            latency: BTreeMap::new(),
            concurrency_limit: 10,
            result_ttl_s: 3600.0,
            large_result_ttl_s: 360.0,
            keep_alive_s: 15.0,
            balance_usd: 100.0,
            max_pixels: 100_000_000,
            webhook: WebhookPolicy::default(),
            quirks: Quirks::default(),
        }
    }
}

impl LiveConfig {
    /// Names the first value that makes no sense.
    ///
    /// # Errors
    /// A sentence for the caller of `PUT /sim/config`.
    pub fn check(&self) -> Result<(), String> {
        let durations = [
            ("time_scale", self.time_scale),
            ("result_ttl_s", self.result_ttl_s),
            ("large_result_ttl_s", self.large_result_ttl_s),
            ("balance_usd", self.balance_usd),
        ];
        for (name, value) in durations {
            if !(0.0..=1e9).contains(&value) {
                return Err(format!("{name} must be between 0 and 1e9, not {value}"));
            }
        }
        if !(0.01..=3600.0).contains(&self.keep_alive_s) {
            return Err("keep_alive_s must be between 0.01 and 3600".to_owned());
        }
        if self.concurrency_limit == 0 {
            return Err("concurrency_limit must be at least 1".to_owned());
        }
        if self.webhook.max_attempts == 0 {
            return Err("webhook.max_attempts must be at least 1".to_owned());
        }
        Ok(())
    }
}

/// How long a model takes, in milliseconds before `time_scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latency {
    /// Once per request.
    pub base_ms: u64,
    /// Once per inference step.
    pub step_ms: u64,
    /// Once per picture, after the steps.
    pub image_ms: u64,
}

/// Delivery of webhooks.
///
/// Source: provider documentation, "Webhooks" (read November 2026): first try 15 s, later ones 120 s, up to 31 tries
/// until the stored result expires. The exact delays are not documented; doubling from one second is ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookPolicy {
    /// Whether loopback and private addresses may be called. The provider refuses them; here the default is `true`.
    pub allow_private_targets: bool,
    /// Tries in all. Default 31.
    pub max_attempts: u32,
    /// First pause in milliseconds; doubles up to 300 s. Not scaled by `time_scale`. Default 1000.
    pub retry_base_ms: u64,
    /// Milliseconds the first try may take. Default 15,000.
    pub first_timeout_ms: u64,
    /// Milliseconds each later try may take. Default 120,000.
    pub later_timeout_ms: u64,
}

impl Default for WebhookPolicy {
    fn default() -> Self {
        Self {
            allow_private_targets: true,
            max_attempts: 31,
            retry_base_ms: 1000,
            first_timeout_ms: 15_000,
            later_timeout_ms: 120_000,
        }
    }
}

/// Switches for behaviour that observers of the provider disagree about. All off by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quirks {
    /// Cancelling a queued request answers 200 instead of 202.
    pub cancel_answers_200: bool,
    /// Status of a failed request has neither `error` nor `error_type`.
    pub omit_error: bool,
    /// A cancelled request is 404 afterwards instead of COMPLETED with `client_cancelled`.
    pub cancelled_not_found: bool,
    /// The concurrency body arrives with HTTP 200 instead of 429.
    pub concurrency_as_200: bool,
    /// The queue answers 429, too, while as many requests as `concurrency_limit` wait or run.
    pub queue_refuses_above_limit: bool,
    /// A running model obeys a cancel (499) instead of finishing and being billed.
    pub running_cancel_honoured: bool,
    /// A key without a colon gets the older wording of the 401.
    pub legacy_key_wording: bool,
}
