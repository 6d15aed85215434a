//! Two workers, two web processes, one database, one provider.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use studio_fal_sim::{RunningSim, Simulator};
use studio_pg_cluster::{Cluster, Row};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::parts::{ground, provider, settings};
use crate::process::{Process, Recipe};

/// Jobs that one worker works on at a time.
pub(crate) const CONCURRENCY: u32 = 4;

/// The first start compiles the plugins.
const PATIENCE: Duration = Duration::from_secs(120);

/// Everything that one test needs. What is declared first goes first.
pub(crate) struct Fleet {
    pub(crate) webs: Vec<Process>,
    pub(crate) workers: Vec<Process>,
    pub(crate) web_urls: Vec<String>,
    pub(crate) sim: RunningSim,
    cluster: Cluster,
    _folder: TempDir,
}

impl Fleet {
    /// Starts everything; `job` is how long the provider takes for a picture.
    pub(crate) async fn start(job: Duration) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (folder, cluster) = ground();
        let sim = Simulator::spawn(provider(job), SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .unwrap();
        let ports = free_ports();
        let web_urls: Vec<String> = ports.iter().map(|port| format!("http://127.0.0.1:{port}")).collect();
        let start = |role, number: usize| {
            let mut settings = settings(folder.path(), &cluster, &sim);
            settings.insert("WORKER_CONCURRENCY", CONCURRENCY.to_string());
            settings.insert("JOB_SLOTS", (2 * CONCURRENCY).to_string());
            settings.insert("PORT", ports[number].to_string());
            settings.insert("FAL_WEBHOOK_URL", web_urls[number].clone());
            let log = folder.path().join(format!("{role}-{number}.log"));
            Process::start(Recipe { role, settings, log })
        };
        let mut fleet = Self {
            webs: (0..2).map(|number| start("web", number)).collect(),
            workers: (0..2).map(|number| start("work", number)).collect(),
            web_urls: web_urls.clone(),
            sim,
            cluster,
            _folder: folder,
        };
        for number in 0..2 {
            fleet.web_is_ready(number).await;
            fleet.worker_is_working(number, 1).await;
        }
        fleet
    }

    /// Stops a web process, starts it again, and waits until it is ready.
    pub(crate) async fn restart_web(&mut self, number: usize) {
        let recipe = self.webs.remove(number).stop().await;
        self.webs.insert(number, Process::start(recipe));
        self.web_is_ready(number).await;
    }

    /// Stops a worker, starts it again, and waits until it works; `starts` counts those so far, this one too.
    pub(crate) async fn restart_worker(&mut self, number: usize, starts: usize) {
        let recipe = self.workers.remove(number).stop().await;
        self.workers.insert(number, Process::start(recipe));
        self.worker_is_working(number, starts).await;
    }

    async fn web_is_ready(&mut self, number: usize) {
        let (url, http) = (format!("{}/readyz", self.web_urls[number]), reqwest::Client::new());
        let begun = Instant::now();
        while !http
            .get(&url)
            .send()
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            self.webs[number].must_live(begun);
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn worker_is_working(&mut self, number: usize, starts: usize) {
        let begun = Instant::now();
        while self.workers[number].log().matches("working").count() < starts {
            self.workers[number].must_live(begun);
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks the database.
    pub(crate) fn query(&self, sql: &str) -> Vec<Row> {
        self.cluster.execute("studio", sql).unwrap()
    }

    /// Asks the database for one number.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        self.query(sql)[0][0].as_deref().unwrap().parse().unwrap()
    }

    /// Waits until a query gives `wanted`, at most a minute.
    pub(crate) async fn until(&self, sql: &str, wanted: i64) {
        let begun = Instant::now();
        loop {
            let found = self.number(sql);
            if found == wanted {
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{found} instead of {wanted}: {sql}"
            );
            sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Process {
    fn must_live(&mut self, begun: Instant) {
        assert!(!self.has_ended(), "it ended: {}", self.log());
        assert!(begun.elapsed() < PATIENCE, "it does not get ready: {}", self.log());
    }
}

/// Two ports that were free a moment ago.
fn free_ports() -> [u16; 2] {
    [(); 2]
        .map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap())
        .map(|listener| listener.local_addr().unwrap().port())
}
