//! Tickets for uploads. JavaScript clients get a presigned URL, Python clients a token for the CDN host.

use std::time::Duration;

use axum::response::Response;
use chrono::{SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::{
    auth::Caller,
    call::{Call, detail, json_reply},
    cdn::Upload,
    files,
    queue::lifetime,
    state::Sim,
};

/// How long a CDN token is good for.
const TOKEN_LIFETIME: Duration = Duration::from_secs(3600);

/// `POST /rest/storage/upload/initiate[-multipart]`.
pub(super) fn initiate(sim: &Sim, call: &Call, _: &Caller, multipart: bool) -> Response {
    let Ok(body) = call.json() else {
        return detail(422, "Request body is not valid JSON");
    };
    let field = |name| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let content_type = field("content_type").unwrap_or("application/octet-stream");
    let path = files::new_path(field("file_name").unwrap_or("file"));
    let upload = Upload::new(&path, content_type, lifetime(call, "x-fal-object-lifecycle"), multipart);
    let file_url = format!("{}/cdn/files/{path}", sim.public_url());
    let (token, signature) = sim.uploads.open(upload);
    let upload_url = format!("{}/cdn/upload/{token}?signature={signature}", sim.public_url());
    json_reply(200, &json!({ "upload_url": upload_url, "file_url": file_url }))
}

/// `POST /rest/storage/auth/token`.
pub(super) fn cdn_token(sim: &Sim, caller: &Caller) -> Response {
    let ends = Utc::now() + TOKEN_LIFETIME;
    json_reply(
        200,
        &json!({
            "token": sim.tokens.issue(&caller.user_id, TOKEN_LIFETIME),
            "token_type": "Bearer",
            "base_url": format!("{}/cdn", sim.public_url()),
            // With an offset: the Python client on older Pythons cannot read a "Z".
            "expires_at": ends.to_rfc3339_opts(SecondsFormat::Secs, false),
        }),
    )
}
