//! `POST /gallery/bulk` and `POST /undo/{token}`: what is done to the pictures that were chosen in the gallery, and the way back.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::{self, BulkChange, Chosen};
use studio_model::{CollectionId, ProjectId, UserId};
use uuid::Uuid;

use super::form::{split_tags, ticked};
use super::reader::Reader;
use super::signed_in::SignedInPage;
use super::{gallery, gallery_filter, next};
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::image_query::read_filter;
use crate::{AppState, Error, paths};

/// `POST /gallery/bulk`: the fields `id` are pictures, or `all` is `true` and the fields of the address say which; `action` is
/// `favorite`, `unfavorite`, `tag`, `untag`, `move`, `collect` or `trash`; or `compare`, which only leads to the chosen ones beside
/// each other.
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    reader: Reader,
    form: FormPairs,
) -> Result<Response> {
    if form.get("action") == "compare" {
        let ids: Vec<String> = ticked(&form, "id").iter().map(ToString::to_string).collect();
        return Ok(Redirect::to(&paths::compare(&ids)).into_response());
    }
    let error = match try_change(&state, user.id, &form).await {
        Ok(done) => {
            let mut address = gallery_filter::pairs(&form);
            address.push(("changed".to_owned(), done.changed.to_string()));
            if let Some(undo) = done.undo {
                address.push(("undo".to_owned(), undo.token.to_string()));
            }
            return Ok(Redirect::to(&paths::gallery_of(&address)).into_response());
        }
        Err(error) => error,
    };
    let info = ErrorInfo::for_form(error)?;
    gallery::refuse(
        &state,
        &request,
        (user.id, reader),
        &form,
        (info.status, info.sentence()),
    )
    .await
}

async fn try_change(state: &AppState, user_id: UserId, form: &FormPairs) -> Result<images::BulkDone> {
    let chosen = if form.get("all") == "true" {
        Chosen::Filter(Box::new(read_filter(form)?))
    } else {
        Chosen::Ids(ticked(form, "id"))
    };
    let done = images::change_many(&state.app, user_id, &chosen, &wanted(form)?).await?;
    Ok(done)
}

fn wanted(form: &FormPairs) -> Result<BulkChange> {
    let tags = || split_tags(form.get("new_tag"));
    Ok(match form.get("action") {
        "favorite" => BulkChange::Favorite(true),
        "unfavorite" => BulkChange::Favorite(false),
        "trash" => BulkChange::Trash,
        "tag" => BulkChange::Tag {
            add: tags(),
            remove: Vec::new(),
        },
        "untag" => BulkChange::Tag {
            add: Vec::new(),
            remove: tags(),
        },
        "move" => BulkChange::Move(match form.get("to_project") {
            "" => None,
            id => {
                Some(ProjectId(id.parse().map_err(|_| {
                    Error::invalid("to_project", "Use one of your projects.")
                })?))
            }
        }),
        "collect" => BulkChange::Collect(CollectionId(
            form.get("to_collection")
                .parse()
                .map_err(|_| Error::invalid("to_collection", "Choose one of your collections."))?,
        )),
        _ => return Err(Error::invalid("action", "Use one of the buttons.")),
    })
}

/// `POST /undo/{token}`: leads to the path in the field `next`.
pub(crate) async fn undo(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(token): PathId<Uuid>,
    form: FormPairs,
) -> Result<Redirect> {
    images::undo(&state.app, user.id, token).await?;
    Ok(next::go_on(form.get("next"), paths::GALLERY))
}
