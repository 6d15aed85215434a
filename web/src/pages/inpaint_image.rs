//! `/images/{id}/inpaint`: the room in which a part of a picture is repainted.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::generation::{self, Area, Inpaint, MaskFrom};
use studio_model::{ImageId, UserId};

use super::form::whole_number;
use super::frame::PageRequest;
use super::generate_form::mendable;
use super::respond;
use super::room::{Room, accepted};
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, PathId, QueryPairs};
use crate::i18n::{self, Lang};
use crate::multipart::MaskForm;
use crate::views::{AreaTyped, Estimate, FieldError, FormErrors, RoomPage};
use crate::{AppState, paths};

/// The numbers of the rectangle that stands for a painted mask, with the messages that name them.
const AREA: [(&str, &str); 4] = [
    ("mask_area.left", "mask-area-left"),
    ("mask_area.top", "mask-area-top"),
    ("mask_area.width", "width"),
    ("mask_area.height", "height"),
];

/// `GET /images/{id}/inpaint`: `?model=` selects a model and keeps what else the query says.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let room = enter(&state, user.id, id, &query).await?;
    page(&state, (&request, user.id), &room, &query, (StatusCode::OK, &[])).await
}

/// `GET /images/{id}/inpaint/estimate`: price, blockers and button for the form in the query.
pub(crate) async fn estimate(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let room = enter(&state, user.id, id, &query).await?;
    let estimate = price(&state, (&request, user.id), &room, &query).await?;
    let html = estimate.render_part(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /images/{id}/inpaint`: asks for the job. The form comes back when something is wrong with it.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    MaskForm { pairs, mask }: MaskForm,
) -> Result<Response> {
    let room = enter(&state, user.id, id, &pairs).await?;
    let lang = request.frame.lang;
    let errors = match (room.submit(lang, &pairs), mask_of(lang, &pairs, mask)) {
        (Ok(submit), Ok(mask)) => {
            let edit = room.edit(submit);
            let asked = generation::inpaint(&state.app, user.id, id, Inpaint { edit, mask }).await;
            match mendable(asked)? {
                Ok(job) => return accepted(&state, &request, &job),
                Err(errors) => errors,
            }
        }
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => errors,
        (Err(submit), Err(mask)) => [submit, mask].concat(),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(&state, (&request, user.id), &room, &pairs, (status, &errors)).await
}

async fn enter(state: &AppState, user_id: UserId, id: ImageId, pairs: &FormPairs) -> Result<Room> {
    let action = paths::inpaint_image(&id.to_string());
    Room::enter(state, user_id, (id, action), pairs).await
}

async fn price(
    state: &AppState,
    (request, user_id): (&PageRequest, UserId),
    room: &Room,
    pairs: &FormPairs,
) -> Result<Estimate> {
    match room.draft.to_price(request.frame.lang, pairs) {
        Ok(submit) => {
            let asked = generation::estimate_inpaint(&state.app, user_id, room.image.id, room.edit(submit)).await;
            room.draft.tell_price(asked)
        }
        Err(blocked) => Ok(*blocked),
    }
}

/// The mask that was painted or chosen, else the rectangle.
fn mask_of(lang: Lang, pairs: &FormPairs, mask: Bytes) -> std::result::Result<MaskFrom, Vec<FieldError>> {
    if !mask.is_empty() {
        return Ok(MaskFrom::Upload(mask));
    }
    if AREA.iter().all(|(control, _)| pairs.get(control).trim().is_empty()) {
        return Err(vec![FieldError::new("mask", i18n::text(lang, "field-mask-missing"))]);
    }
    let mut errors = Vec::new();
    let [left, top, width, height] = AREA.map(|named| whole_number(lang, named, pairs, &mut errors));
    let area = Area {
        left,
        top,
        width,
        height,
    };
    if errors.is_empty() {
        Ok(MaskFrom::Area(area))
    } else {
        Err(errors)
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
    let page = RoomPage {
        image: room.tile(state),
        form: room
            .draft
            .form(errors)
            .with_estimate(price(state, (request, user_id), room, pairs).await?),
        area: Some(AreaTyped {
            left: typed(AREA[0].0),
            top: typed(AREA[1].0),
            width: typed(AREA[2].0),
            height: typed(AREA[3].0),
            errors: FormErrors::sort(&AREA.map(|(control, _)| control), errors),
        }),
        reach: None,
    };
    respond::with_status(status, state, request, &page)
}
