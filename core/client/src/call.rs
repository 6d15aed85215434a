//! One request and its answer, repeated while that is safe and promises something.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::sleep;

use crate::{Client, Error, Problem};

/// Pauses before a request is sent again, unless the studio names one.
const PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(1000)];
/// A longer pause is not waited for but told.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A request that can be sent any number of times.
pub(crate) struct Call<'a> {
    method: Method,
    path: Vec<&'a str>,
    query: Vec<(&'static str, String)>,
    body: Body,
    idempotency_key: Option<&'a str>,
    changes_nothing: bool,
}

enum Body {
    Empty,
    Json(Value),
    Form { request: Value, file: Bytes },
}

impl<'a> Call<'a> {
    pub(crate) fn new(method: Method, path: &[&'a str]) -> Self {
        Self {
            method,
            path: path.to_vec(),
            query: Vec::new(),
            body: Body::Empty,
            idempotency_key: None,
            changes_nothing: false,
        }
    }

    pub(crate) fn get(path: &[&'a str]) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: &[&'a str]) -> Self {
        Self::new(Method::POST, path)
    }

    /// Adds a parameter unless it is empty.
    pub(crate) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.query.push((name, value));
        }
        self
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Body::Json(serde_json::to_value(body).expect("requests have names for keys"));
        self
    }

    /// A form of the request and a file, as batches take them.
    pub(crate) fn form(mut self, request: &impl Serialize, file: Bytes) -> Self {
        let request = serde_json::to_value(request).expect("requests have names for keys");
        self.body = Body::Form { request, file };
        self
    }

    /// The studio carries a request of this name out once, however often it is sent.
    pub(crate) fn once(mut self, key: &'a str) -> Self {
        self.idempotency_key = Some(key);
        self
    }

    /// For a POST that only looks.
    pub(crate) fn looks(mut self) -> Self {
        self.changes_nothing = true;
        self
    }

    fn may_repeat(&self, error: &Error) -> bool {
        let is_safe = self.method.is_idempotent() || self.idempotency_key.is_some() || self.changes_nothing;
        error.had_no_effect() || (is_safe && error.is_passing())
    }
}

impl Client {
    /// Sends the call and reads the document that comes back.
    pub(crate) async fn read<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, Error> {
        let response = self.send(call).await?;
        let url = response.url().to_string();
        let bytes = response.bytes().await.map_err(Error::from_reqwest)?;
        serde_json::from_slice(&bytes).map_err(|error| Error::Unexpected {
            url,
            what: error.to_string(),
        })
    }

    /// Sends the call; the answer is one of success.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Response, Error> {
        for pause in PAUSES {
            let error = match self.attempt(call).await {
                Err(error) if call.may_repeat(&error) => error,
                outcome => return outcome,
            };
            let pause = error.retry_after().unwrap_or(pause);
            if pause > LONGEST_PAUSE {
                return Err(error);
            }
            sleep(pause).await;
        }
        self.attempt(call).await
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Response, Error> {
        let request = self.http().request(call.method.clone(), self.address(&call.path));
        let mut request = self.signed(request.query(&call.query));
        if let Some(key) = call.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        request = match &call.body {
            Body::Empty => request,
            Body::Json(body) => request.json(body),
            Body::Form { request: body, file } => {
                let table = Part::stream(file.clone()).file_name("table.csv");
                request.multipart(Form::new().text("request", body.to_string()).part("file", table))
            }
        };
        checked(request.send().await.map_err(Error::from_reqwest)?).await
    }
}

/// The answer, if it is one of success.
pub(crate) async fn checked(response: Response) -> Result<Response, Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let url = response.url().to_string();
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(place) = text(LOCATION).filter(|_| status.is_redirection()) {
        let what = format!("it leads to {place}; use that address");
        return Err(Error::Unexpected { url, what });
    }
    let retry_after = text(RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
    let is_problem = text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/problem+json"));
    let bytes = response.bytes().await.map_err(Error::from_reqwest)?;
    match serde_json::from_slice::<Problem>(&bytes) {
        Ok(mut problem) if is_problem => {
            problem.retry_after = retry_after.map(Duration::from_secs);
            Err(Error::Refused(Box::new(problem)))
        }
        _ => Err(foreign(status, url, retry_after)),
    }
}

/// An error that is not the studio's own. A proxy before a studio that is away answers so.
fn foreign(status: StatusCode, url: String, retry_after: Option<u64>) -> Error {
    if matches!(status.as_u16(), 502..=504) {
        return Error::Refused(Box::new(Problem {
            status: status.as_u16(),
            code: "unavailable".to_owned(),
            detail: format!("What stands before the studio answered {status}."),
            request_id: String::new(),
            errors: Vec::new(),
            retry_after: retry_after.map(Duration::from_secs),
        }));
    }
    let what = format!("it answered {status} without saying why");
    Error::Unexpected { url, what }
}
