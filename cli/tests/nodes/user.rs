//! Somebody who is signed in and may ask any of the web processes.

use std::time::Duration;

use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fleet::Fleet;

#[derive(Clone)]
pub(crate) struct User {
    http: reqwest::Client,
    webs: Vec<String>,
    cookie: String,
}

impl User {
    /// Registers an administrator over the first web process.
    pub(crate) async fn administrator(fleet: &Fleet) -> Self {
        // No connections are kept: a web process that is started again would answer the next request with a broken one.
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0);
        let mut user = Self {
            http: http.timeout(Duration::from_secs(20)).build().unwrap(),
            webs: fleet.web_urls.clone(),
            cookie: String::new(),
        };
        let body = json!({ "email": "ada@example.org", "password": "violet tram under rain", "name": "Ada" });
        let answer = user
            .request(0, Method::POST, "/api/auth/register")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
        user.cookie = cookie.split(';').next().unwrap().to_owned();
        fleet.query("UPDATE users SET role = 'admin'");
        user
    }

    /// Asks one web process for one picture.
    pub(crate) async fn submit(&self, web: usize, number: u32) {
        let body = json!({
            "model_id": "fal-ai/flux/schnell", "prompt": format!("a fox, number {number}"),
            "parameters": { "image_size": "custom", "width": 256, "height": 256 },
        });
        self.send(
            web,
            Method::POST,
            "/api/generate/text-to-image",
            &body,
            StatusCode::ACCEPTED,
        )
        .await;
    }

    /// Sends JSON to one web process, which must answer with this status.
    pub(crate) async fn send(&self, web: usize, method: Method, path: &str, body: &Value, status: StatusCode) -> Value {
        let answer = self.request(web, method, path).json(body).send().await.unwrap();
        let (found, text) = (answer.status(), answer.text().await.unwrap());
        assert_eq!(found, status, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn request(&self, web: usize, method: Method, path: &str) -> reqwest::RequestBuilder {
        let base = &self.webs[web];
        let request = self.http.request(method, format!("{base}{path}"));
        request.header(ORIGIN, base).header(COOKIE, &self.cookie)
    }
}
