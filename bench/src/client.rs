//! A browser's view of the studio: HTTP with a session cookie.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use reqwest::header::{ACCEPT_ENCODING, COOKIE, SET_COOKIE};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// What today's browsers send.
pub(crate) const BROWSER_ENCODINGS: &str = "gzip, deflate, br, zstd";

/// A connection pool to one studio, signed in or not.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: String,
    cookie: Option<String>,
}

/// Somebody who registered.
pub(crate) struct Member {
    /// Whose requests these are.
    pub(crate) client: Client,
    /// Row of `users`.
    pub(crate) id: Uuid,
}

/// A whole answer.
pub(crate) struct Fetched {
    /// From sending the request until the last byte of the answer.
    pub(crate) took: Duration,
    /// As it came over the wire, compressed if it was.
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// Speaks to the studio at `base_url` as a visitor.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub(crate) fn new(base_url: &str) -> Result<Self> {
        // Bodies stay as they come: their size is measured, and unpacking them is the browser's time.
        let http = reqwest::Client::builder()
            .no_gzip()
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self {
            http,
            base_url: base_url.to_owned(),
            cookie: None,
        })
    }

    /// Whether the studio says that it can work.
    pub(crate) async fn is_ready(&self) -> bool {
        let answer = self.http.get(format!("{}/readyz", self.base_url)).send().await;
        answer.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    /// Registers somebody new.
    ///
    /// # Errors
    /// When the studio refuses.
    pub(crate) async fn register(&self, name: &str) -> Result<Member> {
        let body = json!({"email": format!("{name}@example.org"), "password": "violet tram under rain", "name": name});
        let answer = expect(
            self.post("/api/auth/register").json(&body).send().await?,
            StatusCode::CREATED,
        )
        .await?;
        let cookie = answer
            .headers()
            .get(SET_COOKIE)
            .context("no session cookie")?
            .to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let body: Value = answer.json().await?;
        let id = body["user"]["id"].as_str().context("no user id")?.parse()?;
        let client = Self {
            cookie: Some(cookie),
            ..self.clone()
        };
        Ok(Member { client, id })
    }

    /// Asks for one small picture; gives the job's id.
    ///
    /// # Errors
    /// When the studio refuses.
    pub(crate) async fn generate(&self, body: &Value) -> Result<Uuid> {
        let request = self.post("/api/generate/text-to-image").json(body);
        let answer = expect(request.send().await?, StatusCode::ACCEPTED).await?;
        let body: Value = answer.json().await?;
        Ok(body["job"]["id"].as_str().context("no job id")?.parse()?)
    }

    /// Loads a page or file; `encodings` is what the answer may be compressed with, `identity` for nothing.
    ///
    /// # Errors
    /// When it does not answer 200.
    pub(crate) async fn get(&self, path: &str, encodings: &str) -> Result<Fetched> {
        self.fetch(
            self.http
                .get(format!("{}{path}", self.base_url))
                .header(ACCEPT_ENCODING, encodings),
        )
        .await
    }

    /// Loads the part of a page that scrolling adds.
    ///
    /// # Errors
    /// When it does not answer 200.
    pub(crate) async fn get_part(&self, path: &str, encodings: &str) -> Result<Fetched> {
        let request = self
            .http
            .get(format!("{}{path}", self.base_url))
            .header(ACCEPT_ENCODING, encodings);
        self.fetch(request.header("HX-Request", "true")).await
    }

    /// Posts JSON and takes any answer of success; gives the time until its last byte, too.
    ///
    /// # Errors
    /// When the studio refuses.
    pub(crate) async fn send_json(&self, path: &str, body: &Value) -> Result<(Duration, Value)> {
        let (request, begun) = (self.post(path).json(body), Instant::now());
        let answer = request.send().await?;
        let status = answer.status();
        ensure!(
            status.is_success(),
            "{path} answered {status}: {}",
            answer.text().await?
        );
        let body = answer.json().await?;
        Ok((begun.elapsed(), body))
    }

    /// An empty PUT.
    ///
    /// # Errors
    /// When it does not answer 200.
    pub(crate) async fn put(&self, path: &str) -> Result<()> {
        self.write(self.http.put(format!("{}{path}", self.base_url))).await
    }

    /// A DELETE.
    ///
    /// # Errors
    /// When it does not answer 200.
    pub(crate) async fn delete(&self, path: &str) -> Result<()> {
        self.write(self.http.delete(format!("{}{path}", self.base_url))).await
    }

    async fn write(&self, request: RequestBuilder) -> Result<()> {
        let request = request.header("Origin", &self.base_url);
        expect(self.signed(request).send().await?, StatusCode::OK).await?;
        Ok(())
    }

    async fn fetch(&self, request: RequestBuilder) -> Result<Fetched> {
        let begun = Instant::now();
        let answer = expect(self.signed(request).send().await?, StatusCode::OK).await?;
        let body = answer.bytes().await?.to_vec();
        Ok(Fetched {
            took: begun.elapsed(),
            body,
        })
    }

    fn post(&self, path: &str) -> RequestBuilder {
        let request = self
            .http
            .post(format!("{}{path}", self.base_url))
            .header("Origin", &self.base_url);
        self.signed(request)
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }
}

async fn expect(answer: Response, status: StatusCode) -> Result<Response> {
    if answer.status() == status {
        return Ok(answer);
    }
    let what = format!("{} answered {}", answer.url(), answer.status());
    let body = answer.text().await.unwrap_or_default();
    bail!("{what}: {}", body.chars().take(500).collect::<String>())
}
