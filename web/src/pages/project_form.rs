//! `/projects/new` and `/projects/{id}/edit`: the form for a project.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::generation::Operation;
use studio_app::images::{self, ImageFilter};
use studio_app::models::{self, ModelView};
use studio_app::projects::{self, ProjectDefaults, ProjectRequest, ProjectView};
use studio_model::{PageLimit, ProjectId, UserId};

use super::convert::{ModelNames, image_tile, offers};
use super::form::{chosen, complaints, seen, split_tags, version};
use super::frame::PageRequest;
use super::recipe_form::{read_parameters, write_parameters};
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{FieldError, FormErrors, NamedLink, ProjectFormPage, ProjectValues, View};
use crate::{AppState, Error, paths};

/// Pictures that are offered as a cover.
const COVERS: u16 = 24;

/// Which project the form is for.
struct Target {
    id: Option<ProjectId>,
    /// The version that is changed, as text.
    version: String,
}

/// `GET /projects/new`
pub(crate) async fn show_new(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let page = form(&state, user.id, Target::new(), ProjectValues::default(), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /projects/new`
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let values = read(&pairs);
    let error = match wanted(&values) {
        Err(error) => error,
        Ok(wanted) => match projects::create(&state.app, user.id, wanted).await {
            Ok(made) => return Ok(Redirect::to(&paths::project(&made.id.to_string())).into_response()),
            Err(error) => Error::from(error),
        },
    };
    refused(&state, &request, user.id, (Target::new(), values), error).await
}

/// `GET /projects/{id}/edit`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    let project = projects::find(&state.app, user.id, id).await?;
    let target = Target {
        id: Some(id),
        version: version(project.updated_at),
    };
    let page = form(&state, user.id, target, write(&project), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /projects/{id}/edit`: the field `version` is the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ProjectId>,
    pairs: FormPairs,
) -> Result<Response> {
    // Somebody else's is not found, whatever the form says.
    projects::find(&state.app, user.id, id).await?;
    let (values, version) = (read(&pairs), pairs.get("version").to_owned());
    let error = match wanted(&values).and_then(|wanted| Ok((wanted, seen(&version)?))) {
        Err(error) => error,
        Ok((wanted, seen)) => match projects::update(&state.app, user.id, id, seen, wanted).await {
            Ok(_) => return Ok(Redirect::to(&paths::project(&id.to_string())).into_response()),
            Err(error) => Error::from(error),
        },
    };
    let target = Target { id: Some(id), version };
    refused(&state, &request, user.id, (target, values), error).await
}

impl Target {
    fn new() -> Self {
        Self {
            id: None,
            version: String::new(),
        }
    }
}

fn read(pairs: &FormPairs) -> ProjectValues {
    let text = |name: &str| pairs.get(name).to_owned();
    ProjectValues {
        name: text("name"),
        description: text("description"),
        notes: text("notes"),
        category: text("category"),
        tags: text("tags"),
        cover_image_id: text("cover_image_id"),
        model_id: text("model_id"),
        parameters: text("parameters"),
    }
}

fn write(project: &ProjectView) -> ProjectValues {
    ProjectValues {
        name: project.name.clone(),
        description: project.description.clone(),
        notes: project.notes.clone(),
        category: project.category.clone(),
        tags: project.tags.join(", "),
        cover_image_id: project.cover_image_id.map(|id| id.to_string()).unwrap_or_default(),
        model_id: project.defaults.model_id.clone().unwrap_or_default(),
        parameters: write_parameters(&project.defaults.parameters),
    }
}

/// What the form means.
///
/// # Errors
/// The controls whose text makes no sense.
fn wanted(values: &ProjectValues) -> Result<ProjectRequest> {
    let parameters = read_parameters(&values.parameters)
        .ok_or_else(|| Error::invalid("parameters", "Write a name, a colon and a value on each line."))?;
    Ok(ProjectRequest {
        name: values.name.clone(),
        description: values.description.clone(),
        notes: values.notes.clone(),
        category: values.category.clone(),
        tags: split_tags(&values.tags),
        cover_image_id: chosen("cover_image_id", &values.cover_image_id)?,
        defaults: ProjectDefaults {
            model_id: Some(values.model_id.clone()).filter(|id| !id.is_empty()),
            parameters,
        },
    })
}

/// The form again, with what the user can mend.
///
/// # Errors
/// Anything else.
async fn refused(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    (target, values): (Target, ProjectValues),
    error: Error,
) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let complaints: Vec<FieldError> = complaints(&info).into_iter().map(at_control).collect();
    let page = form(state, user_id, target, values, &complaints).await?;
    answer(state, request, info.status, &page)
}

/// The control that a field of the request has.
fn at_control(error: FieldError) -> FieldError {
    let field = error.field.strip_prefix("defaults.").unwrap_or(&error.field);
    let field = if field.starts_with("parameters") {
        "parameters"
    } else {
        field
    };
    FieldError::new(field, error.message)
}

async fn form(
    state: &AppState,
    user_id: UserId,
    target: Target,
    values: ProjectValues,
    errors: &[FieldError],
) -> Result<ProjectFormPage> {
    let models = models::list(&state.app).await?;
    let names = ModelNames::load(&state.app);
    let limit = PageLimit::new(COVERS).unwrap_or_default();
    let covers = match target.id {
        Some(id) => projects::list_images(&state.app, user_id, id, None, limit).await?,
        None => images::list(&state.app, user_id, &ImageFilter::default(), None, limit).await?,
    };
    Ok(ProjectFormPage {
        id: target.id.map(|id| id.to_string()).unwrap_or_default(),
        version: target.version,
        values,
        errors: FormErrors::sort(&ProjectFormPage::CONTROLS, errors),
        models: models.iter().filter(|model| makes_pictures(model)).map(named).collect(),
        covers: covers.items.iter().map(|image| image_tile(image, &names)).collect(),
    })
}

fn makes_pictures(model: &ModelView) -> bool {
    offers(model, Operation::TextToImage) || offers(model, Operation::ImageToImage)
}

fn named(model: &ModelView) -> NamedLink {
    NamedLink {
        id: model.id.clone(),
        name: model.name.clone(),
    }
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &ProjectFormPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}
