//! Somebody who sends requests and keeps cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Answer, ORIGIN, PASSWORD};

/// A browser that keeps cookies and says, as browsers do, where its requests come from.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Sent with every request; tests take some away and add others.
    pub(crate) headers: BTreeMap<&'static str, String>,
    pub(crate) address: SocketAddr,
}

impl Browser {
    pub(super) fn new(router: Router) -> Self {
        let host = ORIGIN.trim_start_matches("http://").to_owned();
        Self {
            router,
            cookies: BTreeMap::new(),
            headers: BTreeMap::from([("host", host), ("origin", ORIGIN.to_owned())]),
            address: "192.0.2.7:55000".parse().unwrap(),
        }
    }

    /// The same browser with one more header.
    pub(crate) fn header(&self, name: &'static str, value: &str) -> Self {
        let mut browser = self.clone();
        browser.headers.insert(name, value.to_owned());
        browser
    }

    /// The same browser without one of its headers.
    pub(crate) fn without(&self, name: &'static str) -> Self {
        let mut browser = self.clone();
        browser.headers.remove(name);
        browser
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, Body::empty()).await
    }

    /// A DELETE that says why.
    pub(crate) async fn delete_with(&mut self, path: &str, body: &Value) -> Answer {
        let body = Body::from(body.to_string());
        self.send(Method::DELETE, path, Some("application/json"), body).await
    }

    /// As htmx asks.
    pub(crate) async fn get_part(&mut self, path: &str) -> Answer {
        self.header("hx-request", "true").get(path).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.post_text(path, "application/json", &body.to_string()).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> Answer {
        let body = Body::from(body.to_string());
        self.send(Method::PUT, path, Some("application/json"), body).await
    }

    pub(crate) async fn put_bytes(&mut self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        self.send(Method::PUT, path, Some(content_type), Body::from(body.to_vec()))
            .await
    }

    /// A PUT whose address says everything.
    pub(crate) async fn put_empty(&mut self, path: &str) -> Answer {
        self.send(Method::PUT, path, None, Body::empty()).await
    }

    pub(crate) async fn post_text(&mut self, path: &str, content_type: &str, body: &str) -> Answer {
        self.post_bytes(path, content_type, body.as_bytes()).await
    }

    pub(crate) async fn post_bytes(&mut self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        self.send(Method::POST, path, Some(content_type), Body::from(body.to_vec()))
            .await
    }

    pub(crate) async fn post_form(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        self.post_text(path, "application/x-www-form-urlencoded", &body).await
    }

    /// As htmx sends a form.
    pub(crate) async fn post_part(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.header("hx-request", "true").post_form(path, pairs).await
    }

    pub(crate) async fn register(&mut self, email: &str) -> Answer {
        let body = json!({ "email": email, "password": PASSWORD, "name": "Ada" });
        let answer = self.post("/api/auth/register", &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer
    }

    pub(crate) async fn log_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/api/auth/login", &json!({ "email": email, "password": password }))
            .await
    }

    pub(crate) async fn send(&mut self, method: Method, path: &str, content_type: Option<&str>, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let request = request.extension(ConnectInfo(self.address)).body(body).unwrap();
        let answer = Answer::read(self.router.clone().oneshot(request).await.unwrap()).await;
        self.keep_cookies(&answer);
        answer
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
