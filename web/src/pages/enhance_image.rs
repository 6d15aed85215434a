//! `/images/{id}/upscale` and `/images/{id}/remove-background`

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::generation::{self, Enhance, EnhanceKind, UPSCALE_FACTORS};
use studio_model::{ImageId, UserId};

use super::frame::PageRequest;
use super::image;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::UpscaleOffer;
use crate::{AppState, Error, paths};

/// `POST /images/{id}/upscale`: the field `factor` is 2, 4 or 8.
pub(crate) async fn upscale(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    form: FormPairs,
) -> Result<Response> {
    // None of the factors on offer, so that one complaint serves for every wrong word.
    let factor = form.get("factor").parse().unwrap_or(0);
    ask(&state, &request, user.id, id, EnhanceKind::Upscale(factor)).await
}

/// `POST /images/{id}/remove-background`
pub(crate) async fn remove_background(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
) -> Result<Response> {
    ask(&state, &request, user.id, id, EnhanceKind::RemoveBackground).await
}

/// Asks for the work. What the user can mend is said on the picture's page.
async fn ask(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    id: ImageId,
    kind: EnhanceKind,
) -> Result<Response> {
    match submit(state, user_id, id, kind).await {
        Ok(()) => Ok(Redirect::to(paths::QUEUE).into_response()),
        Err(
            error @ (studio_app::Error::Invalid(_)
            | studio_app::Error::InsufficientCredits { .. }
            | studio_app::Error::BudgetReached(_)
            | studio_app::Error::Conflict(_)),
        ) => {
            let info = ErrorInfo::from(&Error::App(error));
            image::refuse(state, request, user_id, id, (info.status, info.sentence())).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn submit(state: &AppState, user_id: UserId, id: ImageId, kind: EnhanceKind) -> studio_app::Result<()> {
    let submit = generation::enhance(&state.app, user_id, id, Enhance::new(kind)).await?;
    generation::submit(&state.app, user_id, submit).await?;
    Ok(())
}

/// What enlarging costs, for each factor whose result can be kept.
pub(super) async fn upscale_offers(state: &AppState, user_id: UserId, id: ImageId) -> Result<Vec<UpscaleOffer>> {
    let mut offers = Vec::new();
    for factor in UPSCALE_FACTORS {
        if let Some(credits) = price(state, user_id, id, EnhanceKind::Upscale(factor)).await? {
            offers.push(UpscaleOffer { factor, credits });
        }
    }
    Ok(offers)
}

/// Credits that an edit is expected to cost; `None` when it cannot be done.
pub(super) async fn price(state: &AppState, user_id: UserId, id: ImageId, kind: EnhanceKind) -> Result<Option<f64>> {
    let submit = generation::enhance(&state.app, user_id, id, Enhance::new(kind)).await?;
    match generation::estimate(&state.app, user_id, &submit).await {
        Ok(estimate) => Ok(Some(estimate.expected.credits())),
        Err(studio_app::Error::Invalid(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
