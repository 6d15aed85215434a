//! The configuration: the only reader of the environment.
//!
//! Every variable is checked before anything starts and all problems are told at once.

mod mail;
mod outbound;
mod payments;
mod vars;

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use url::Url;
use vars::Vars;

pub use mail::{MailSettings, Outbox};
pub use payments::{Currency, Pack, PaymentSettings};
use studio_outbound::Policy;

/// Everything that can be set from outside. `.env.example` describes each variable.
#[derive(Clone, Debug)]
pub struct Config {
    /// `DATABASE_URL`.
    pub database_url: String,
    /// `APP_URL`: how browsers and the provider's webhooks reach the studio. Default `http://127.0.0.1:<PORT>`.
    pub app_url: Url,
    /// `HOST`: the address to listen on, default 127.0.0.1.
    pub host: IpAddr,
    /// `PORT`: default 3007.
    pub port: u16,
    /// `TRUSTED_PROXIES`: networks of proxies whose `X-Forwarded-For` is believed, separated by commas; default none.
    pub trusted_proxies: Vec<IpNet>,
    /// `AUTH_SECRET`: at least 32 characters.
    pub auth_secret: Secret,
    /// `ENCRYPTION_KEYS`: what seals secrets in the database, separated by commas, each at least 32 characters. The first seals, all
    /// open, and so does `AUTH_SECRET`, which also seals when there are none.
    pub encryption_keys: Vec<Secret>,
    /// How mails are sent.
    pub mail: MailSettings,
    /// Where requests may go whose addresses users gave.
    pub outbound: Policy,
    /// How credits are bought; without it they are not.
    pub payments: Option<PaymentSettings>,
    /// The provider.
    pub fal: FalSettings,
    /// Where pictures are kept.
    pub storage: StorageSettings,
    /// `PLUGINS_DIR`: folder of `*.wasm` plugins.
    pub plugins_dir: PathBuf,
    /// `PLUGIN_CACHE_DIR`: compiled plugins; default a folder beside the system's temporary files.
    pub plugin_cache_dir: PathBuf,
    /// `PLUGIN_ENDPOINT_OWNERS`: first parts of the provider endpoints that plugins may declare, separated by commas; default all.
    pub plugin_endpoint_owners: Option<Vec<String>>,
    /// `WORKER_CONCURRENCY`: jobs one process works on at a time, 1 to 256, default 16.
    pub worker_concurrency: u32,
    /// `JOB_SLOTS`: jobs that may be with workers at a time, over all processes, 1 to 1000, default 16.
    pub job_slots: u32,
    /// `SIGNUP_CREDITS`: credits a new account starts with, 0 to 1,000,000, default 1,000.
    pub signup_credits: u32,
    /// `SUBMIT_UNKNOWN_S`: seconds after which a submit with unknown outcome counts as never taken; 10 to 86,400, default 900: the start
    /// timeout of 300 s and the provider's own retries.
    pub submit_unknown_s: u32,
    /// How often one may ask.
    pub rate_limits: RateLimitSettings,
    /// How long things are kept that nobody needs for ever.
    pub retention: RetentionSettings,
}

/// How often one may ask, counted by each web process for itself; none is not limited. Log-ins and registrations have limits of
/// their own, which cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitSettings {
    /// `RATE_LIMIT_CLIENT`: a network address, default 600/20.
    pub client: Option<RateLimit>,
    /// `RATE_LIMIT_USER`: a user in all browsers and by all keys, default 300/10.
    pub user: Option<RateLimit>,
    /// `RATE_LIMIT_KEY`: an API key, default 300/10.
    pub key: Option<RateLimit>,
}

/// A limit, written `<burst>/<per_s>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests at once after a pause, 1 to 100,000.
    pub burst: u32,
    /// Requests a second that become possible again, 1 to 10,000.
    pub per_s: u32,
}

/// How long things are kept, each counted from its end. Jobs and money are kept for ever, and so are pictures outside the trash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSettings {
    /// `RETENTION_EXECUTIONS_HOURS`: finished tasks of the executor, 1 to 720, default 1.
    pub executions_hours: u16,
    /// `RETENTION_EVENTS_HOURS`: changes that live pages follow, 1 to 720, default 24. Pages that were away longer start over.
    pub events_hours: u16,
    /// `RETENTION_IDEMPOTENCY_HOURS`: how long a repeated request finds its first one, 24 to 720, default 48.
    pub idempotency_hours: u16,
    /// `RETENTION_ATTEMPTS_DAYS`: provider calls of ended jobs and their webhooks, 1 to 3650, default 90.
    pub attempts_days: u16,
    /// `RETENTION_SCHEDULE_RUNS_DAYS`: what became of the due times of schedules, 1 to 3650, default 90.
    pub schedule_runs_days: u16,
    /// `RETENTION_ORPHANS_DAYS`: stored objects that belong to no picture, 1 to 365, default 7.
    pub orphans_days: u16,
    /// `RETENTION_TRASH_DAYS`: pictures in the trash, 1 to 3650, default 30.
    pub trash_days: u16,
    /// `RETENTION_AUDIT_DAYS`: the audit log, 30 to 3650, default 365.
    pub audit_days: u16,
    /// `RETENTION_MAILS_DAYS`: to whom mails were sent, and how that went, 1 to 365, default 14.
    pub mails_days: u16,
    /// `RETENTION_WEBHOOKS_DAYS`: what was told to webhooks, and how that went, 2 to 365, default 30.
    pub webhooks_days: u16,
    /// `RETENTION_ACCOUNTS_DAYS`: from the wish that an account be deleted to its end, 1 to 365, default 14.
    pub accounts_days: u16,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            executions_hours: 1,
            events_hours: 24,
            idempotency_hours: 48,
            attempts_days: 90,
            schedule_runs_days: 90,
            orphans_days: 7,
            trash_days: 30,
            audit_days: 365,
            mails_days: 14,
            webhooks_days: 30,
            accounts_days: 14,
        }
    }
}

/// How the provider is reached.
#[derive(Clone, Debug)]
pub struct FalSettings {
    /// `FAL_KEY`.
    pub key: Secret,
    /// `FAL_QUEUE_URL`: default <https://queue.fal.run>.
    pub queue_url: Url,
    /// `FAL_RUN_URL`: default <https://fal.run>.
    pub run_url: Url,
    /// `FAL_REST_URL`: default <https://rest.fal.ai>.
    pub rest_url: Url,
    /// `FAL_API_URL`: default <https://api.fal.ai/v1>.
    pub api_url: Url,
    /// `FAL_WEBHOOK_URL`: base of the webhook addresses given to the provider; default `APP_URL`. `off` asks for none.
    pub webhook_url: Option<Url>,
    /// Whether the queue is a simulator on this machine, which pages must say.
    pub is_demo: bool,
}

/// Where pictures are kept: `STORAGE_TYPE` `local` (default) or `s3`.
#[derive(Clone, Debug)]
pub enum StorageSettings {
    /// A folder, `STORAGE_PATH`.
    Local {
        /// The folder, made when missing.
        path: PathBuf,
    },
    /// An S3-compatible store.
    S3 {
        /// `S3_BUCKET`.
        bucket: String,
        /// `S3_REGION`, default `us-east-1`.
        region: String,
        /// `S3_ENDPOINT`; none means Amazon's.
        endpoint: Option<Url>,
        /// `S3_ACCESS_KEY`.
        access_key: String,
        /// `S3_SECRET_KEY`.
        secret_key: Secret,
    },
}

/// A value that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Everything that is wrong with the configuration, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblems(pub Vec<String>);

impl fmt::Display for ConfigProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} problem(s):", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigProblems {}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// [`ConfigProblems`] lists every missing and wrong variable.
    pub fn from_env() -> Result<Self, ConfigProblems> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// Reads variables through `lookup`; an empty value counts as missing.
    ///
    /// # Errors
    /// [`ConfigProblems`] lists every missing and wrong variable.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigProblems> {
        let mut vars = Vars {
            lookup: &lookup,
            problems: Vec::new(),
        };
        let port = vars.number("PORT", 3007, 0, 65_535);
        let port = u16::try_from(port).unwrap_or(3007);
        let default_app_url = format!("http://127.0.0.1:{port}");
        let app_url = vars.url("APP_URL", &default_app_url);
        let config = Self {
            database_url: vars.database_url(),
            host: vars.host(),
            port,
            trusted_proxies: vars.networks("TRUSTED_PROXIES"),
            auth_secret: vars.auth_secret(),
            encryption_keys: vars.encryption_keys(),
            mail: vars.mail(&app_url),
            outbound: vars.outbound(),
            payments: vars.payments(),
            fal: vars.fal(&app_url),
            app_url,
            storage: vars.storage(),
            plugins_dir: vars.text("PLUGINS_DIR", "plugins").into(),
            plugin_cache_dir: vars.plugin_cache_dir(),
            plugin_endpoint_owners: vars.plugin_endpoint_owners(),
            worker_concurrency: vars.number("WORKER_CONCURRENCY", 16, 1, 256),
            job_slots: vars.number("JOB_SLOTS", 16, 1, 1000),
            signup_credits: vars.number("SIGNUP_CREDITS", 1000, 0, 1_000_000),
            submit_unknown_s: vars.number("SUBMIT_UNKNOWN_S", 900, 10, 86_400),
            rate_limits: vars.rate_limits(),
            retention: vars.retention(),
        };
        if vars.problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigProblems(vars.problems))
        }
    }
}

/// For tests of single settings: these variables, and what has to be set besides.
#[cfg(test)]
fn read_with(variables: &[(&str, &str)]) -> Result<Config, String> {
    let usual = [
        ("DATABASE_URL", "postgres://x/y"),
        ("AUTH_SECRET", "0123456789abcdef0123456789abcdef"),
        ("FAL_QUEUE_URL", "http://localhost/queue"),
    ];
    let find = |name: &str| variables.iter().chain(&usual).find(|(known, _)| *known == name);
    let config = Config::from_lookup(|name| find(name).map(|(_, value)| (*value).to_owned()));
    config.map_err(|problems| problems.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(vars: &[(&str, &str)]) -> Result<Config, ConfigProblems> {
        Config::from_lookup(|name| {
            vars.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    const SECRET: (&str, &str) = ("AUTH_SECRET", "0123456789abcdef0123456789abcdef");
    const DATABASE: (&str, &str) = ("DATABASE_URL", "postgres://localhost/studio");

    #[test]
    fn three_variables_are_enough() {
        let config = check(&[SECRET, DATABASE, ("FAL_KEY", "a:b")]).expect("a valid configuration");
        assert_eq!(config.app_url.as_str(), "http://127.0.0.1:3007/");
        assert!(!config.fal.is_demo);
        assert!(!format!("{config:?}").contains("0123456789abcdef"));
    }

    #[test]
    fn a_simulator_on_this_machine_needs_no_key() {
        let config = check(&[SECRET, DATABASE, ("FAL_QUEUE_URL", "http://127.0.0.1:3017/queue")])
            .expect("a valid configuration");
        assert!(config.fal.is_demo);
    }

    #[test]
    fn limits_are_set_and_switched_off() {
        let limits = |client: &str| {
            let vars = [SECRET, DATABASE, ("FAL_KEY", "a:b"), ("RATE_LIMIT_CLIENT", client)];
            check(&vars).expect("a valid configuration").rate_limits
        };
        assert_eq!(limits("50/5").client, Some(RateLimit { burst: 50, per_s: 5 }));
        assert_eq!(limits("off").client, None);
        assert_eq!(limits("off").key, Some(RateLimit { burst: 300, per_s: 10 }));
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let problems = check(&[
            ("PORT", "70000"),
            ("AUTH_SECRET", "short"),
            ("STORAGE_TYPE", "s3"),
            ("APP_URL", "studio.example"),
            ("HOST", "everywhere"),
            ("PLUGIN_ENDPOINT_OWNERS", "fal-ai,fal-ai/flux"),
            ("RATE_LIMIT_KEY", "10"),
            ("TRUSTED_PROXIES", "10.0.0.0/8, the proxy"),
            ("RATE_LIMIT_USER", "0/10"),
            ("RETENTION_ATTEMPTS_DAYS", "0"),
            ("RETENTION_IDEMPOTENCY_HOURS", "23"),
        ])
        .expect_err("a wrong configuration")
        .0;
        for name in [
            "DATABASE_URL",
            "PORT",
            "AUTH_SECRET",
            "S3_BUCKET",
            "S3_ACCESS_KEY",
            "S3_SECRET_KEY",
            "APP_URL",
            "HOST",
            "PLUGIN_ENDPOINT_OWNERS",
            "FAL_KEY",
            "RATE_LIMIT_KEY",
            "TRUSTED_PROXIES",
            "RATE_LIMIT_USER",
            "RETENTION_ATTEMPTS_DAYS",
            "RETENTION_IDEMPOTENCY_HOURS",
        ] {
            assert!(
                problems.iter().any(|problem| problem.starts_with(name)),
                "{name} in {problems:?}"
            );
        }
    }
}
