//! A whole studio in one process, and somebody who has a key.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};
use studio_fal_sim::{RunningSim, Simulator};
use studio_pg_cluster::Cluster;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::parts::{ground, provider, settings};
use crate::process::{Process, Recipe};

/// The first start compiles the plugins.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is declared first goes first.
pub(crate) struct Studio {
    process: Process,
    pub(crate) url: String,
    /// Of a new user.
    pub(crate) key: String,
    _sim: RunningSim,
    _cluster: Cluster,
    pub(crate) folder: TempDir,
}

impl Studio {
    pub(crate) async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (folder, cluster) = ground();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let sim = Simulator::spawn(provider(Duration::from_millis(100)), address)
            .await
            .unwrap();
        let port = TcpListener::bind(address).unwrap().local_addr().unwrap().port();
        let url = format!("http://127.0.0.1:{port}");
        let mut settings = settings(folder.path(), &cluster, &sim);
        settings.insert("PORT", port.to_string());
        settings.insert("FAL_WEBHOOK_URL", url.clone());
        let log = folder.path().join("serve.log");
        let mut process = Process::start(Recipe {
            role: "serve",
            settings,
            log,
        });
        is_ready(&mut process, &url).await;
        Self {
            key: key(&url).await,
            process,
            url,
            _sim: sim,
            _cluster: cluster,
            folder,
        }
    }

    pub(crate) async fn stop(self) {
        self.process.stop().await;
    }
}

async fn is_ready(process: &mut Process, url: &str) {
    let (begun, http) = (Instant::now(), reqwest::Client::new());
    let ready = || http.get(format!("{url}/readyz")).send();
    while !ready().await.is_ok_and(|answer| answer.status().is_success()) {
        assert!(!process.has_ended(), "it ended: {}", process.log());
        assert!(begun.elapsed() < PATIENCE, "it does not get ready: {}", process.log());
        sleep(Duration::from_millis(50)).await;
    }
}

/// Registers somebody, who makes a key.
async fn key(url: &str) -> String {
    let http = reqwest::Client::new();
    let body = json!({"email": "ada@example.org", "password": "violet tram under rain", "name": "Ada"});
    let register = http
        .post(format!("{url}/api/auth/register"))
        .header("Origin", url)
        .json(&body);
    let answer = register.send().await.unwrap();
    let cookie = answer.headers()[SET_COOKIE]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let body = json!({"name": "The command line", "scopes": ["read", "generate", "manage"]});
    let request = http
        .post(format!("{url}/api/keys"))
        .header("Origin", url)
        .header("Cookie", cookie);
    let answer: Value = request.json(&body).send().await.unwrap().json().await.unwrap();
    answer["secret"].as_str().unwrap().to_owned()
}
