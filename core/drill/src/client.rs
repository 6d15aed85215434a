//! Somebody who asks for pictures, and asks again with the same key when the process that should answer dies.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use reqwest::header::{self, HeaderMap};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// Longest time that an answer is tried for: a database needs its time to come back.
const PATIENCE: Duration = Duration::from_secs(180);

/// Before another process is asked.
const PAUSE: Duration = Duration::from_millis(100);

/// Asks any of the web processes.
pub(crate) struct Client {
    http: reqwest::Client,
    webs: Vec<String>,
    cookie: String,
}

impl Client {
    /// Registers a user.
    pub(crate) async fn register(webs: Vec<String>) -> Result<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            // A killed process leaves dead connections behind.
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(20))
            .build()?;
        let mut client = Self {
            http,
            webs,
            cookie: String::new(),
        };
        let body = json!({ "email": "drill@example.org", "password": "violet tram under rain", "name": "Drill" });
        let register = |http: &reqwest::Client, base: &str| http.post(format!("{base}/api/auth/register")).json(&body);
        let (headers, _) = client.send(0, register).await?;
        let cookie = headers.get(header::SET_COOKIE).context("no session cookie")?.to_str()?;
        client.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(client)
    }

    /// Asks for a picture until a process says that it has the job.
    pub(crate) async fn ask(&self, number: u32, body: &Value) -> Result<Uuid> {
        let key = format!("drill-{number}");
        let (_, body) = self
            .send(number as usize, |http, base| {
                http.post(format!("{base}/api/generate/text-to-image"))
                    .header("Idempotency-Key", &key)
                    .header(header::COOKIE, &self.cookie)
                    .json(body)
            })
            .await?;
        Ok(body["job"]["id"].as_str().context("no job id")?.parse()?)
    }

    /// Tries one process after the other, as a proxy in front of them would.
    async fn send(
        &self,
        first: usize,
        request: impl Fn(&reqwest::Client, &str) -> RequestBuilder,
    ) -> Result<(HeaderMap, Value)> {
        let begun = Instant::now();
        for web in self.webs.iter().cycle().skip(first % self.webs.len()) {
            let last;
            let answer = request(&self.http, web).header(header::ORIGIN, web).send().await;
            match answer {
                Ok(answer) if answer.status().is_success() => {
                    let headers = answer.headers().clone();
                    match answer.json().await {
                        Ok(body) => return Ok((headers, body)),
                        // Killed in the middle of its answer.
                        Err(error) => last = error.to_string(),
                    }
                }
                Ok(answer) if may_pass(answer.status()) => last = answer.status().to_string(),
                Ok(answer) => {
                    let status = answer.status();
                    bail!(
                        "the studio answered {status}: {}",
                        answer.text().await.unwrap_or_default()
                    );
                }
                Err(error) => last = error.to_string(),
            }
            if begun.elapsed() > PATIENCE {
                bail!(
                    "no process has taken it for {} s; the last one said: {last}",
                    PATIENCE.as_secs()
                );
            }
            sleep(PAUSE).await;
        }
        bail!("there is no web process")
    }
}

/// The database is away, a limit is reached, or the same request is at work in another process.
fn may_pass(status: StatusCode) -> bool {
    status.is_server_error() || [StatusCode::TOO_MANY_REQUESTS, StatusCode::CONFLICT].contains(&status)
}
