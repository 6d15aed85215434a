//! A running simulator with a client that has a key.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use studio_fal_sim::{RunningSim, SimConfig, Simulator};

/// A well-formed key.
pub(crate) const KEY: &str = "6f1c1f0e-0000-4000-8000-000000000001:0123456789abcdef";

/// Longest any single test waits for something to happen.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Sim {
    pub(crate) running: RunningSim,
    pub(crate) client: Client,
}

/// A status and a JSON body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Sim {
    /// A simulator that does not pretend to be slow.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut SimConfig)) -> Self {
        let mut config = SimConfig::instant();
        config.live.queue_ms = 0;
        change(&mut config);
        let address = "127.0.0.1:0".parse().unwrap();
        let running = Simulator::spawn(config, address).await.unwrap();
        let client = Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Self { running, client }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url())
    }

    /// A request with the key.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            self.url(path)
        };
        self.client
            .request(method, url)
            .header("authorization", format!("Key {KEY}"))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::PUT, path).json(body)).await
    }

    /// Submits and returns the request id.
    pub(crate) async fn submit(&self, endpoint: &str, input: &Value) -> String {
        let accepted = self.post(&format!("/queue/{endpoint}"), input).await;
        assert_eq!(accepted.status, 200, "{:?}", accepted.body);
        accepted.body["request_id"].as_str().unwrap().to_owned()
    }

    /// Polls until a request is COMPLETED and returns that status.
    pub(crate) async fn completed(&self, app: &str, id: &str) -> Value {
        let path = format!("/queue/{app}/requests/{id}/status?logs=1");
        for _ in 0..2000 {
            let status = self.get(&path).await;
            if status.status == 200 {
                return status.body;
            }
            assert_eq!(status.status, 202, "{:?}", status.body);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{id} never completed");
    }

    /// Submits, waits, and fetches the result.
    pub(crate) async fn result_of(&self, endpoint: &str, input: &Value) -> Answer {
        let id = self.submit(endpoint, input).await;
        let app = app_of(endpoint);
        self.completed(&app, &id).await;
        self.get(&format!("/queue/{app}/requests/{id}")).await
    }

    /// Sets faults over HTTP.
    pub(crate) async fn faults(&self, faults: Value) {
        let set = self.put("/sim/faults", &faults).await;
        assert_eq!(set.status, 200, "{:?}", set.body);
    }
}

/// `owner/alias` of an endpoint id.
pub(crate) fn app_of(endpoint: &str) -> String {
    endpoint.split('/').take(2).collect::<Vec<_>>().join("/")
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    read(request.send().await.unwrap()).await
}

pub(crate) async fn read(response: Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer { status, headers, body }
}

/// Waits until `ready` says yes.
pub(crate) async fn eventually(what: &str, mut ready: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if ready() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never happened: {what}");
}
