//! A whole studio: listener, workers, simulated provider. For what needs time to pass.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_app::{App, Clock};
use studio_fal_sim::{RunningSim, SimConfig, Simulator};
use studio_web::AppState;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::PASSWORD;
use super::studio::{app, config};

/// A studio that listens and works. Drop it or call [`Running::stop`].
pub(crate) struct Running {
    pub(crate) sim: RunningSim,
    address: SocketAddr,
    stop: CancellationToken,
    server: JoinHandle<std::io::Result<()>>,
    workers: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn start(db: PgPool) -> Self {
        let sim = Simulator::spawn(SimConfig::instant(), "127.0.0.1:0".parse().unwrap())
            .await
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (app_url, base) = (format!("http://{address}"), sim.base_url().to_owned());
        let variables = [
            ("APP_URL", app_url.clone()),
            ("FAL_WEBHOOK_URL", app_url),
            ("FAL_QUEUE_URL", format!("{base}/queue")),
            ("FAL_RUN_URL", format!("{base}/run")),
            ("FAL_REST_URL", format!("{base}/rest")),
            ("FAL_API_URL", format!("{base}/api/v1")),
        ];
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let app = app(db, Clock::system(), config(&variables)).await;
        let stop = CancellationToken::new();
        let state = AppState::new(app.clone(), studio_web::metrics::install(), stop.clone());
        let server = tokio::spawn(studio_web::serve(state, listener));
        let workers = tokio::spawn(work(app, stop.clone()));
        Self {
            sim,
            address,
            stop,
            server,
            workers,
        }
    }

    /// A browser in which somebody has just registered.
    pub(crate) async fn signed_in(&self, email: &str) -> Visitor {
        let mut visitor = Visitor {
            base: format!("http://{}", self.address),
            cookie: String::new(),
            client: Client::new(),
        };
        let body = json!({ "email": email, "password": PASSWORD, "name": "Ada" });
        let answer = visitor
            .ask(Method::POST, "/api/auth/register")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 201);
        let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
        visitor.cookie = cookie.split(';').next().unwrap().to_owned();
        visitor
    }

    /// Stops as a signal would, and waits until everything has ended.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.server.await.unwrap().unwrap();
        self.workers.await.unwrap();
    }
}

async fn work(app: App, stop: CancellationToken) {
    let (worked, ()) = tokio::join!(
        studio_app::run_workers(&app, stop.clone()),
        studio_app::run_background(&app, stop.clone())
    );
    worked.unwrap();
}

/// Somebody who talks to a running studio over TCP.
#[derive(Clone)]
pub(crate) struct Visitor {
    base: String,
    cookie: String,
    client: Client,
}

impl Visitor {
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        request.header("origin", &self.base).header(COOKIE, &self.cookie)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.unwrap()
    }

    /// Asks for pictures of the fast model and gives the job's id.
    pub(crate) async fn generate(&self, prompt: &str, num_images: u32) -> String {
        let body = json!({
            "model_id": "fal-ai/flux/schnell", "prompt": prompt, "num_images": num_images,
            "parameters": { "image_size": "square" },
        });
        let answer = self
            .ask(Method::POST, "/api/generate/text-to-image")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 202);
        let body: Value = answer.json().await.unwrap();
        body["job"]["id"].as_str().unwrap().to_owned()
    }

    /// The job once it has ended; at most a minute.
    pub(crate) async fn ended(&self, job_id: &str) -> Value {
        let begun = Instant::now();
        loop {
            let job = self.json(&format!("/api/generate/queue/{job_id}/status")).await;
            if !job["completed_at"].is_null() {
                return job;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "still {job:#}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
