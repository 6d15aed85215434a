//! `POST /api/admin/plugins`

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::plugins;
use utoipa::ToSchema;

use super::VersionBody;
use crate::auth::Administrator;
use crate::error::Result;
use crate::extract::{body_up_to, media_type};
use crate::multipart::Form;
use crate::problem::Problem;
use crate::{AppState, Error};

/// Largest component, in bytes: what the plugin host reads.
const MAX_COMPONENT_BYTES: usize = 32 * 1024 * 1024;
/// Largest form with a component.
pub(crate) const MAX_FORM_BYTES: usize = MAX_COMPONENT_BYTES + 64 * 1024;

/// The form that brings a component.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct ComponentForm {
    /// The component: a `.wasm` file, at most 32 MiB.
    #[schema(value_type = String, format = Binary)]
    component: Vec<u8>,
}

/// An uploaded component.
pub(crate) struct Component(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Component {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let bytes = match media_type(request.headers()).as_deref() {
            Some("application/wasm") => body_up_to(request, state, MAX_COMPONENT_BYTES).await?,
            Some("multipart/form-data") => read_form(Form::open(request, state, MAX_FORM_BYTES).await?).await?,
            _ => return Err(Error::UnsupportedMediaType("application/wasm or multipart/form-data")),
        };
        if bytes.len() > MAX_COMPONENT_BYTES {
            return Err(Error::TooLarge(MAX_COMPONENT_BYTES));
        }
        Ok(Self(bytes))
    }
}

async fn read_form(mut form: Form) -> Result<Bytes> {
    let mut component = None;
    while let Some(part) = form.next_file(&["component", "csrf"]).await? {
        if part.name != "component" {
            continue;
        }
        if part.file_name.as_deref().is_some_and(has_path) {
            return Err(Error::invalid(
                "component",
                "the file's name must not have a path in it",
            ));
        }
        component = Some(part.bytes);
    }
    // A browser sends an empty file where none was chosen.
    let component = component.filter(|bytes| !bytes.is_empty());
    component.ok_or_else(|| Error::invalid("component", "choose a file"))
}

/// The name is never used, but whoever sends such a one wants something else than to name a file.
fn has_path(name: &str) -> bool {
    name.contains(['/', '\\', '\0']) || name == ".." || name == "."
}

/// Upload a version of a plugin.
///
/// It is checked whole before anything of it is stored: that it is a component, imports nothing but the contract's log, describes itself
/// within its limits, and has valid schemas, prices and endpoints. What is wrong is told as `code`: `not_a_component`, `core_module`,
/// `forbidden_import`, `wrong_contract`, `plugin_fault`, `invalid_manifest`, `duplicate_model`, `invalid_schema`, `remote_schema`,
/// `unreasonable_price` or `endpoint_not_allowed`. It becomes a candidate: no job takes it before it is promoted.
#[utoipa::path(
    post, path = "/api/admin/plugins", operation_id = "upload_plugin", tag = "admin",
    request_body(content(
        (ComponentForm = "multipart/form-data"),
        (Vec<u8> = "application/wasm"),
    )),
    responses(
        (status = 201, description = "Stored as a candidate.", body = VersionBody),
        (status = 200, description = "This very file is stored already.", body = VersionBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "It is larger than 32 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Neither a form nor `application/wasm`.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It is no plugin that this studio can use.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn upload_plugin(
    State(state): State<AppState>,
    Administrator(user): Administrator,
    Component(component): Component,
) -> Result<Response> {
    let uploaded = plugins::upload(&state.app, &user, component).await?;
    let place = format!("/api/admin/plugins/{}", uploaded.plugin_id);
    let status = if uploaded.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let body = VersionBody::from(uploaded.version);
    Ok((status, [(header::LOCATION, place)], axum::Json(body)).into_response())
}
