//! Uploads under way: one request with the whole file, or numbered parts and a completing call.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::Mutex,
};

use axum::response::Response;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::{
    call::{Call, detail, json_reply, set_header},
    files, ids,
    journal::Event,
    queue::lifetime,
    state::{Sim, lock},
};

/// A file that has been announced.
pub(crate) struct Upload {
    path: String,
    content_type: String,
    ttl_s: Option<f64>,
    multipart: bool,
    signature: String,
    parts: BTreeMap<u32, Bytes>,
}

impl Upload {
    pub(crate) fn new(path: &str, content_type: &str, ttl_s: Option<f64>, multipart: bool) -> Self {
        Self {
            path: path.to_owned(),
            content_type: content_type.to_owned(),
            ttl_s,
            multipart,
            signature: ids::token(),
            parts: BTreeMap::new(),
        }
    }
}

/// Announced files by token.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashMap<String, Upload>>);

impl Uploads {
    /// Announces a file; returns the token and the signature that a presigned URL carries.
    pub(crate) fn open(&self, upload: Upload) -> (String, String) {
        let token = ids::token();
        let signature = upload.signature.clone();
        lock(&self.0).insert(token.clone(), upload);
        (token, signature)
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }
}

/// `PUT` of the whole file to a presigned URL.
pub(super) async fn put_whole(sim: &Sim, call: &Call, token: &str) -> Response {
    let taken = {
        let mut open = lock(&sim.uploads.0);
        match open.get(token) {
            Some(upload) if !signed(call, upload) => return detail(403, "Signature does not match"),
            Some(upload) if !upload.multipart => open.remove(token),
            _ => None,
        }
    };
    let Some(upload) = taken else {
        return detail(404, "Upload not found");
    };
    let content_type = call.header("content-type").unwrap_or(&upload.content_type);
    store(sim, &upload.path, content_type, call.body.clone(), upload.ttl_s)
        .await
        .unwrap_or_else(|| json_reply(200, &json!({})))
}

/// `PUT` of one part, presigned or with a token.
pub(super) fn put_part(sim: &Sim, call: &Call, token: &str, part: &str, presigned: bool) -> Response {
    let Some(number) = part.parse::<u32>().ok().filter(|number| *number > 0) else {
        return detail(422, "Part numbers start at 1");
    };
    let mut open = lock(&sim.uploads.0);
    let Some(upload) = open.get_mut(token).filter(|upload| upload.multipart) else {
        return detail(404, "Upload not found");
    };
    if presigned && !signed(call, upload) {
        return detail(403, "Signature does not match");
    }
    let etag = part_tag(&call.body);
    upload.parts.insert(number, call.body.clone());
    let mut response = json_reply(200, &json!({ "partNumber": number, "etag": etag }));
    set_header(&mut response, "etag", &etag);
    response
}

/// `POST …/complete`: the listed parts, checked against what came in, become the file.
pub(super) async fn complete(sim: &Sim, call: &Call, token: &str, presigned: bool) -> Response {
    let Ok(listed) = call.json() else {
        return detail(422, "Request body is not valid JSON");
    };
    let taken = {
        let mut open = lock(&sim.uploads.0);
        match open.get(token) {
            None => return detail(404, "Upload not found"),
            Some(upload) if presigned && !signed(call, upload) => return detail(403, "Signature does not match"),
            Some(upload) if !complete_list(upload, &listed) => return detail(422, "Parts do not match the upload"),
            Some(_) => open.remove(token),
        }
    };
    let Some(upload) = taken else {
        return detail(404, "Upload not found");
    };
    let bytes: Vec<u8> = upload.parts.values().flat_map(|part| part.iter().copied()).collect();
    let url = format!("{}/cdn/files/{}", sim.public_url(), upload.path);
    let stored = store(
        sim,
        &upload.path,
        &upload.content_type,
        Bytes::from(bytes),
        upload.ttl_s,
    )
    .await;
    stored.unwrap_or_else(|| json_reply(200, &json!({ "access_url": url })))
}

/// `POST /cdn/files/upload`: the Python client's whole file.
pub(super) async fn post_whole(sim: &Sim, call: &Call) -> Response {
    let path = files::new_path(call.header("x-fal-file-name").unwrap_or("file"));
    let url = format!("{}/cdn/files/{path}", sim.public_url());
    let content_type = call.header("content-type").unwrap_or("application/octet-stream");
    let stored = store(sim, &path, content_type, call.body.clone(), upload_lifetime(call)).await;
    stored.unwrap_or_else(|| json_reply(200, &json!({ "access_url": url })))
}

/// `POST /cdn/files/upload/multipart`.
pub(super) fn open_multipart(sim: &Sim, call: &Call) -> Response {
    let path = files::new_path(call.header("x-fal-file-name").unwrap_or("file"));
    let content_type = call.header("content-type").unwrap_or("application/octet-stream");
    let url = format!("{}/cdn/files/{path}", sim.public_url());
    let (token, _) = sim
        .uploads
        .open(Upload::new(&path, content_type, upload_lifetime(call), true));
    json_reply(200, &json!({ "access_url": url, "uploadId": token }))
}

fn upload_lifetime(call: &Call) -> Option<f64> {
    lifetime(call, "x-fal-object-lifecycle").or_else(|| lifetime(call, "x-fal-object-lifecycle-preference"))
}

fn signed(call: &Call, upload: &Upload) -> bool {
    call.query("signature") == Some(upload.signature.as_str())
}

fn part_tag(bytes: &[u8]) -> String {
    format!("\"{}\"", &ids::bytes_hex(bytes)[..32])
}

/// Whether the list names every part that came in, with its tag, and no other.
fn complete_list(upload: &Upload, listed: &Value) -> bool {
    let Some(listed) = listed.get("parts").and_then(Value::as_array) else {
        return false;
    };
    listed.len() == upload.parts.len()
        && listed.iter().all(|part| {
            let number = part
                .get("partNumber")
                .and_then(Value::as_u64)
                .and_then(|number| u32::try_from(number).ok());
            let known = number.and_then(|number| upload.parts.get(&number));
            known.is_some_and(|bytes| part.get("etag").and_then(Value::as_str) == Some(part_tag(bytes).as_str()))
        })
}

/// Stores an uploaded file; a response only when that failed.
async fn store(sim: &Sim, path: &str, content_type: &str, bytes: Bytes, ttl_s: Option<f64>) -> Option<Response> {
    let (shared, path, content_type) = (sim.clone(), path.to_owned(), content_type.to_owned());
    let put = move || shared.files.put(path, &content_type, "upload", bytes, ttl_s);
    match tokio::task::spawn_blocking(put).await {
        Ok(Ok(info)) => {
            sim.record(&Event::Stored {
                file: Cow::Borrowed(&info),
            });
            None
        }
        Ok(Err(_)) | Err(_) => Some(detail(500, "Internal Server Error")),
    }
}
