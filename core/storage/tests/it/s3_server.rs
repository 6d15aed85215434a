//! A real S3 service in this process: HTTP on a port, signatures checked, objects in a temporary folder.

use std::fs;

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use studio_storage::{S3Config, S3Store, S3Timeouts};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinSet};
use url::Url;

const BUCKET: &str = "pictures";

/// A running server. Dropping it closes the port and all connections.
pub(crate) struct S3Server {
    pub(crate) address: String,
    folder: TempDir,
    tasks: JoinSet<()>,
}

impl S3Server {
    /// Starts on a free port with one bucket.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single("key", "secret"));
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, service.build()));
        Self { address, folder, tasks }
    }

    /// Settings that fit.
    pub(crate) fn config(&self) -> S3Config {
        S3Config {
            bucket: BUCKET.into(),
            region: "us-east-1".into(),
            endpoint: Some(Url::parse(&format!("http://{}", self.address)).unwrap()),
            public_endpoint: None,
            access_key: "key".into(),
            secret_key: "secret".into(),
            timeouts: S3Timeouts::default(),
        }
    }

    /// Closes the port and every connection.
    pub(crate) async fn stop(&mut self) {
        self.tasks.shutdown().await;
    }

    /// Takes the bucket away beneath the service.
    pub(crate) fn remove_bucket(&self) {
        fs::remove_dir_all(self.folder.path().join(BUCKET)).unwrap();
    }
}

/// An empty bucket and its server.
pub(crate) async fn fresh() -> (S3Store, S3Server) {
    let server = S3Server::start().await;
    (S3Store::open(&server.config()).unwrap(), server)
}

async fn serve(listener: TcpListener, service: s3s::service::S3Service) {
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let service = service.clone();
        connections.spawn(async move {
            // A client that hangs up is no failure of the server's.
            drop(
                Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(socket), service)
                    .await,
            );
        });
    }
}
