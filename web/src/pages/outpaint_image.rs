//! `/images/{id}/outpaint`: the room in which a picture is extended beyond its edges.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::generation::{self, Canvas, Extent, Extents, Outpaint, extended};
use studio_model::{ImageId, UserId};

use super::form::whole_number;
use super::frame::PageRequest;
use super::generate_form::mendable;
use super::respond;
use super::room::{Room, accepted};
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, PathId, QueryPairs};
use crate::i18n::Lang;
use crate::views::{CanvasPreview, Estimate, FieldError, FormErrors, Reach, RoomPage, canvas_partial};
use crate::{AppState, paths};

/// The sides, with the messages that name them.
const SIDES: [(&str, &str); 4] = [
    ("left", "outpaint-left"),
    ("right", "outpaint-right"),
    ("top", "outpaint-top"),
    ("bottom", "outpaint-bottom"),
];
/// The controls that show their own errors.
const CONTROLS: [&str; 5] = ["aspect_ratio", "left", "right", "top", "bottom"];

/// `GET /images/{id}/outpaint`: `?model=` selects a model and keeps what else the query says.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    QueryPairs(mut query): QueryPairs,
) -> Result<Response> {
    let room = enter(&state, user.id, id, &mut query).await?;
    page(&state, (&request, user.id), &room, &query, (StatusCode::OK, &[])).await
}

/// `GET /images/{id}/outpaint/estimate`: price, blockers, button and the new canvas for the form in the query.
pub(crate) async fn estimate(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    QueryPairs(mut query): QueryPairs,
) -> Result<Response> {
    let room = enter(&state, user.id, id, &mut query).await?;
    let estimate = price(&state, (&request, user.id), &room, &query).await?;
    let part = estimate.render_part(&state.templates, &request.frame)?;
    let preview = preview(request.frame.lang, &room, &query);
    let canvas = canvas_partial(&state.templates, &request.frame, &room.tile(&state), preview)?;
    Ok(respond::html_response(StatusCode::OK, part + &canvas))
}

/// `POST /images/{id}/outpaint`: asks for the job. The form comes back when something is wrong with it.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    mut form: FormPairs,
) -> Result<Response> {
    let room = enter(&state, user.id, id, &mut form).await?;
    let lang = request.frame.lang;
    let errors = match (room.submit(lang, &form), canvas_of(lang, &form)) {
        (Ok(submit), Ok(canvas)) => {
            let edit = room.edit(submit);
            let asked = generation::outpaint(&state.app, user.id, id, Outpaint { edit, canvas }).await;
            match mendable(asked)? {
                Ok(job) => return accepted(&state, &request, &job),
                Err(errors) => errors,
            }
        }
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => errors,
        (Err(submit), Err(canvas)) => [submit, canvas].concat(),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(&state, (&request, user.id), &room, &form, (status, &errors)).await
}

/// The room. Whoever comes in finds the picture's own prompt and a quarter of its width added to the left and to the right.
async fn enter(state: &AppState, user_id: UserId, id: ImageId, pairs: &mut FormPairs) -> Result<Room> {
    let action = paths::outpaint_image(&id.to_string());
    let is_typed = pairs.iter().any(|(name, _)| CONTROLS.contains(&name));
    let mut room = Room::enter(state, user_id, (id, action), pairs).await?;
    if !is_typed {
        let quarter = (room.image.width / 4).next_multiple_of(8).to_string();
        pairs.push("left", quarter.clone());
        pairs.push("right", quarter);
        if room.draft.values.prompt.is_empty() {
            room.draft.values.prompt.clone_from(&room.image.prompt);
        }
    }
    Ok(room)
}

/// What was typed as a canvas: a shape, else the four sides in pixels.
fn canvas_of(lang: Lang, pairs: &FormPairs) -> std::result::Result<Canvas, Vec<FieldError>> {
    let shape = pairs.get("aspect_ratio");
    if !shape.is_empty() {
        let sides = shape.split_once(':');
        let sides = sides.and_then(|(wide, high)| Some((wide.parse().ok()?, high.parse().ok()?)));
        // A shape that nobody offered is none, and told as such.
        let (wide, high) = sides.unwrap_or((0, 0));
        return Ok(Canvas::Shape(wide, high));
    }
    let mut errors = Vec::new();
    let [left, right, top, bottom] = SIDES.map(|named| Extent::Pixels(whole_number(lang, named, pairs, &mut errors)));
    let extents = Extents {
        left,
        right,
        top,
        bottom,
    };
    if errors.is_empty() {
        Ok(Canvas::Sides(extents))
    } else {
        Err(errors)
    }
}

async fn price(
    state: &AppState,
    (request, user_id): (&PageRequest, UserId),
    room: &Room,
    pairs: &FormPairs,
) -> Result<Estimate> {
    let lang = request.frame.lang;
    match (room.draft.to_price(lang, pairs), canvas_of(lang, pairs)) {
        (Ok(submit), Ok(canvas)) => {
            let edit = room.edit(submit);
            let asked = generation::estimate_outpaint(&state.app, user_id, room.image.id, Outpaint { edit, canvas });
            room.draft.tell_price(asked.await)
        }
        (Ok(_), Err(errors)) => Ok(room.draft.blocked(&errors)),
        (Err(blocked), _) => Ok(*blocked),
    }
}

/// The new canvas; the picture as it is where nothing sensible was typed.
fn preview(lang: Lang, room: &Room, pairs: &FormPairs) -> CanvasPreview {
    let (width, height) = (room.image.width, room.image.height);
    let canvas = canvas_of(lang, pairs).ok();
    match canvas.and_then(|canvas| extended(canvas, (width, height)).ok()) {
        Some(extended) => CanvasPreview {
            width: extended.width,
            height: extended.height,
            left: extended.margins.left,
            top: extended.margins.top,
            is_same: false,
        },
        None => CanvasPreview {
            width,
            height,
            left: 0,
            top: 0,
            is_same: true,
        },
    }
}

async fn page(
    state: &AppState,
    (request, user_id): (&PageRequest, UserId),
    room: &Room,
    pairs: &FormPairs,
    (status, errors): (StatusCode, &[FieldError]),
) -> Result<Response> {
    let typed = |control: &str| pairs.get(control).to_owned();
    let (own, others): (Vec<_>, Vec<_>) = errors
        .iter()
        .cloned()
        .partition(|error| CONTROLS.contains(&error.field.as_str()));
    let estimate = price(state, (request, user_id), room, pairs).await?;
    let page = RoomPage {
        image: room.tile(state),
        form: room.draft.form(&others).with_estimate(estimate),
        area: None,
        reach: Some(Reach {
            aspect_ratio: typed("aspect_ratio"),
            left: typed("left"),
            right: typed("right"),
            top: typed("top"),
            bottom: typed("bottom"),
            errors: FormErrors::sort(&CONTROLS, &own),
            preview: preview(request.frame.lang, room, pairs),
        }),
    };
    respond::with_status(status, state, request, &page)
}
