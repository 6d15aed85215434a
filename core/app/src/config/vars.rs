//! Reading single variables: defaults, ranges, and what is wrong with them.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use ipnet::IpNet;
use url::Url;

use super::{FalSettings, RateLimit, RateLimitSettings, RetentionSettings, Secret, StorageSettings};

/// Variables being read, and what is wrong with them so far.
pub(super) struct Vars<'a> {
    pub(super) lookup: &'a dyn Fn(&str) -> Option<String>,
    pub(super) problems: Vec<String>,
}

impl Vars<'_> {
    pub(super) fn get(&self, name: &str) -> Option<String> {
        (self.lookup)(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, name: &str, default: &str) -> String {
        self.get(name).unwrap_or_else(|| default.to_owned())
    }

    pub(super) fn required(&mut self, name: &str, what: &str) -> String {
        self.get(name).unwrap_or_else(|| {
            self.problems.push(format!("{name} is not set: {what}"));
            String::new()
        })
    }

    pub(super) fn number(&mut self, name: &str, default: u32, min: u32, max: u32) -> u32 {
        let Some(text) = self.get(name) else { return default };
        match text.parse::<u32>() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                self.problems
                    .push(format!("{name} is `{text}`, not a whole number from {min} to {max}"));
                default
            }
        }
    }

    pub(super) fn small(&mut self, name: &str, default: u16, min: u16, max: u16) -> u16 {
        let number = self.number(name, default.into(), min.into(), max.into());
        u16::try_from(number).unwrap_or(default)
    }

    /// Networks, separated by commas; one without a length is a single address.
    pub(super) fn networks(&mut self, name: &str) -> Vec<IpNet> {
        let text = self.text(name, "");
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let mut networks = Vec::new();
        for part in parts {
            match part
                .parse::<IpNet>()
                .or_else(|_| part.parse::<IpAddr>().map(IpNet::from))
            {
                Ok(network) => networks.push(network.trunc()),
                Err(_) => self.problems.push(format!(
                    "{name} has `{part}`, which is no network such as 10.1.0.0/16 or fd00::/8"
                )),
            }
        }
        networks
    }

    pub(super) fn rate_limits(&mut self) -> RateLimitSettings {
        RateLimitSettings {
            client: self.rate_limit("RATE_LIMIT_CLIENT", 600, 20),
            user: self.rate_limit("RATE_LIMIT_USER", 300, 10),
            key: self.rate_limit("RATE_LIMIT_KEY", 300, 10),
        }
    }

    fn rate_limit(&mut self, name: &str, burst: u32, per_s: u32) -> Option<RateLimit> {
        let default = RateLimit { burst, per_s };
        let text = match self.get(name) {
            None => return Some(default),
            Some(text) if text == "off" => return None,
            Some(text) => text,
        };
        let limit = text.split_once('/').and_then(|(burst, per_s)| {
            let (burst, per_s) = (burst.trim().parse().ok()?, per_s.trim().parse().ok()?);
            let is_fine = (1..=100_000).contains(&burst) && (1..=10_000).contains(&per_s);
            is_fine.then_some(RateLimit { burst, per_s })
        });
        if limit.is_none() {
            self.problems.push(format!(
                "{name} is `{text}`, not off or requests at once (1 to 100000) and requests a second (1 to 10000) as in {burst}/{per_s}"
            ));
        }
        limit
    }

    pub(super) fn retention(&mut self) -> RetentionSettings {
        let default = RetentionSettings::default();
        RetentionSettings {
            executions_hours: self.small("RETENTION_EXECUTIONS_HOURS", default.executions_hours, 1, 720),
            events_hours: self.small("RETENTION_EVENTS_HOURS", default.events_hours, 1, 720),
            idempotency_hours: self.small("RETENTION_IDEMPOTENCY_HOURS", default.idempotency_hours, 24, 720),
            attempts_days: self.small("RETENTION_ATTEMPTS_DAYS", default.attempts_days, 1, 3650),
            schedule_runs_days: self.small("RETENTION_SCHEDULE_RUNS_DAYS", default.schedule_runs_days, 1, 3650),
            orphans_days: self.small("RETENTION_ORPHANS_DAYS", default.orphans_days, 1, 365),
            trash_days: self.small("RETENTION_TRASH_DAYS", default.trash_days, 1, 3650),
            audit_days: self.small("RETENTION_AUDIT_DAYS", default.audit_days, 30, 3650),
            mails_days: self.small("RETENTION_MAILS_DAYS", default.mails_days, 1, 365),
            webhooks_days: self.small("RETENTION_WEBHOOKS_DAYS", default.webhooks_days, 2, 365),
            accounts_days: self.small("RETENTION_ACCOUNTS_DAYS", default.accounts_days, 1, 365),
        }
    }

    pub(super) fn url(&mut self, name: &str, default: &str) -> Url {
        let text = self.text(name, default);
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
            _ => {
                self.problems
                    .push(format!("{name} is `{text}`, not an http or https address"));
                Url::parse("http://127.0.0.1").expect("a constant address")
            }
        }
    }

    pub(super) fn database_url(&mut self) -> String {
        let url = self.required(
            "DATABASE_URL",
            "the address of PostgreSQL, such as postgres://studio:secret@localhost/studio",
        );
        if !url.is_empty() && !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            self.problems
                .push("DATABASE_URL does not start with postgres://".to_owned());
        }
        url
    }

    pub(super) fn host(&mut self) -> IpAddr {
        let text = self.text("HOST", "127.0.0.1");
        text.parse().unwrap_or_else(|_| {
            self.problems.push(format!("HOST is `{text}`, not an IP address"));
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        })
    }

    pub(super) fn auth_secret(&mut self) -> Secret {
        let secret = self.required(
            "AUTH_SECRET",
            "at least 32 random characters, for instance from `openssl rand -hex 32`",
        );
        if !secret.is_empty() && secret.chars().count() < 32 {
            self.problems
                .push("AUTH_SECRET is shorter than 32 characters".to_owned());
        }
        Secret::new(secret)
    }

    pub(super) fn encryption_keys(&mut self) -> Vec<Secret> {
        let text = self.text("ENCRYPTION_KEYS", "");
        let keys: Vec<&str> = text.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
        if keys.iter().any(|key| key.chars().count() < 32) {
            self.problems
                .push("ENCRYPTION_KEYS has a key that is shorter than 32 characters".to_owned());
        }
        keys.into_iter().map(|key| Secret::new(key.to_owned())).collect()
    }

    pub(super) fn fal(&mut self, app_url: &Url) -> FalSettings {
        let queue_url = self.url("FAL_QUEUE_URL", "https://queue.fal.run");
        let is_demo = is_this_machine(&queue_url);
        let key = match self.get("FAL_KEY") {
            Some(key) => key,
            None if is_demo => "demo:demo".to_owned(),
            None => self.required(
                "FAL_KEY",
                "the provider's key, or set FAL_QUEUE_URL to a simulator on this machine (`studio sim`)",
            ),
        };
        FalSettings {
            key: Secret::new(key),
            run_url: self.url("FAL_RUN_URL", "https://fal.run"),
            rest_url: self.url("FAL_REST_URL", "https://rest.fal.ai"),
            api_url: self.url("FAL_API_URL", "https://api.fal.ai/v1"),
            webhook_url: self.webhook_url(app_url),
            queue_url,
            is_demo,
        }
    }

    pub(super) fn webhook_url(&mut self, app_url: &Url) -> Option<Url> {
        match self.get("FAL_WEBHOOK_URL").as_deref() {
            Some("off") => None,
            Some(_) => Some(self.url("FAL_WEBHOOK_URL", "")),
            None => Some(app_url.clone()),
        }
    }

    pub(super) fn storage(&mut self) -> StorageSettings {
        match self.text("STORAGE_TYPE", "local").as_str() {
            "local" => StorageSettings::Local {
                path: self.text("STORAGE_PATH", "data/objects").into(),
            },
            "s3" => StorageSettings::S3 {
                bucket: self.required("S3_BUCKET", "the bucket for pictures (STORAGE_TYPE is s3)"),
                region: self.text("S3_REGION", "us-east-1"),
                endpoint: self.get("S3_ENDPOINT").is_some().then(|| self.url("S3_ENDPOINT", "")),
                access_key: self.required("S3_ACCESS_KEY", "the store's access key (STORAGE_TYPE is s3)"),
                secret_key: Secret::new(self.required("S3_SECRET_KEY", "the store's secret key (STORAGE_TYPE is s3)")),
            },
            other => {
                self.problems
                    .push(format!("STORAGE_TYPE is `{other}`, not local or s3"));
                StorageSettings::Local { path: PathBuf::new() }
            }
        }
    }

    pub(super) fn plugin_endpoint_owners(&mut self) -> Option<Vec<String>> {
        let text = self.get("PLUGIN_ENDPOINT_OWNERS")?;
        let owners: Vec<String> = text.split(',').map(|owner| owner.trim().to_owned()).collect();
        let is_owner = |owner: &String| !owner.is_empty() && !owner.contains(['/', ' ']);
        if !owners.iter().all(is_owner) {
            self.problems.push(format!(
                "PLUGIN_ENDPOINT_OWNERS is `{text}`, not owners such as fal-ai, separated by commas"
            ));
        }
        Some(owners)
    }

    pub(super) fn plugin_cache_dir(&self) -> PathBuf {
        self.get("PLUGIN_CACHE_DIR")
            .map_or_else(|| std::env::temp_dir().join("ai-image-studio-plugins"), PathBuf::from)
    }
}

pub(super) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name == "sim",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
