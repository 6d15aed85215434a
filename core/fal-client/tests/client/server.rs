//! A server that speaks raw TCP, so that it can break every rule: it answers each connection's request as told.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use studio_fal_client::{FalClient, FalConfig, Secret};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use url::Url;

/// What to do with one connection, after its request has been read whole.
#[derive(Clone)]
pub(crate) enum Act {
    /// Write these bytes and close.
    Write(Vec<u8>),
    /// Write these bytes and keep the connection open, deaf to whatever else is sent on it.
    Stay(Vec<u8>),
    /// Write the pieces one by one, each in a packet of its own, then close.
    Pieces(Vec<Vec<u8>>),
    /// Close without a word.
    Drop,
    /// Say nothing until the other side gives up.
    Hang,
}

pub(crate) struct Server {
    pub(crate) base: Url,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers the n-th connection by the n-th act, and all further ones by the last.
    pub(crate) async fn start(acts: Vec<Act>) -> Self {
        Self::build(|_| acts).await
    }

    /// The same, for acts that name the server's own address.
    pub(crate) async fn build(acts: impl FnOnce(&Url) -> Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let acts = acts(&base);
        let requests = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(serve(listener, acts, Arc::clone(&requests)));
        Self { base, requests }
    }

    /// A server with one answer.
    pub(crate) async fn always(act: Act) -> Self {
        Self::start(vec![act]).await
    }

    /// A client whose provider is this server, with short timeouts.
    pub(crate) fn client(&self) -> FalClient {
        client_of(&self.base)
    }

    /// An address of this server.
    pub(crate) fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// Every request received so far: head and body as text.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub(crate) fn client_of(base: &Url) -> FalClient {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut config = FalConfig::simulator(base, key());
    config.timeouts.connect = Duration::from_millis(500);
    config.timeouts.submit = Duration::from_millis(1_500);
    config.timeouts.control = Duration::from_millis(1_500);
    config.timeouts.result = Duration::from_millis(1_500);
    config.timeouts.stream_idle = Duration::from_millis(1_500);
    config.timeouts.transfer = Duration::from_millis(1_500);
    FalClient::new(config).unwrap()
}

pub(crate) fn key() -> Secret {
    Secret::new("4f1c2b:9a0b7c").unwrap()
}

/// A well-formed answer with a JSON body.
pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Act {
    answer(status, &["content-type: application/json"], body)
}

/// A well-formed answer.
pub(crate) fn answer(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Act {
    let length = format!("content-length: {}", body.as_ref().len());
    let head = head(status, &[headers, &[length.as_str()]].concat());
    Act::Write([head.as_bytes(), body.as_ref()].concat())
}

/// The head of an answer, blank line included.
pub(crate) fn head(status: u16, headers: &[&str]) -> String {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    format!("HTTP/1.1 {status} X\r\n{headers}\r\n")
}

async fn serve(listener: TcpListener, acts: Vec<Act>, requests: Arc<Mutex<Vec<String>>>) {
    for number in 0.. {
        let (socket, _) = listener.accept().await.unwrap();
        let act = acts[usize::min(number, acts.len() - 1)].clone();
        tokio::spawn(perform(socket, act, Arc::clone(&requests)));
    }
}

async fn perform(mut socket: TcpStream, act: Act, requests: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read_request(&mut socket).await else {
        return;
    };
    requests.lock().unwrap().push(request);
    match act {
        Act::Write(bytes) => write(&mut socket, &bytes).await,
        Act::Pieces(pieces) => {
            for piece in pieces {
                write(&mut socket, &piece).await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        Act::Drop => {}
        Act::Hang => listen(&mut socket).await,
        Act::Stay(bytes) => {
            write(&mut socket, &bytes).await;
            listen(&mut socket).await;
        }
    }
}

/// Reads without answering until the other side leaves.
async fn listen(socket: &mut TcpStream) {
    while socket.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
}

/// The other side may be gone already; then there is nobody to tell.
async fn write(socket: &mut TcpStream, bytes: &[u8]) {
    let _ = socket.write_all(bytes).await;
    let _ = socket.flush().await;
}

/// Reads a head and as much body as it announces; `None` when the peer leaves first.
async fn read_request(socket: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = socket.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        if body.len() >= content_length(head) {
            return Some(text.into_owned());
        }
    }
}

fn content_length(head: &str) -> usize {
    let line = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    line.map_or(0, |length| length.parse().unwrap())
}
