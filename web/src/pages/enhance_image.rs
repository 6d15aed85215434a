//! `/images/{id}/upscale` and `/images/{id}/remove-background`

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::generation::{self, Enhance, EnhanceKind, EnhanceOffer};
use studio_app::images::ImageView;
use studio_model::{ImageId, UserId};

use super::frame::PageRequest;
use super::image;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{CutOut, Enhancers, UpscaleOffer, Upscaler};
use crate::{AppState, Error, paths};

/// `POST /images/{id}/upscale`: the field `factor` is 2, 4 or 8; `model_id` names another model than the usual one.
pub(crate) async fn upscale(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    form: FormPairs,
) -> Result<Response> {
    // None of the factors on offer, so that one complaint serves for every wrong word.
    let factor = form.get("factor").parse().unwrap_or(0);
    let wish = wish(EnhanceKind::Upscale(factor), &form);
    ask(&state, &request, user.id, id, wish).await
}

/// `POST /images/{id}/remove-background`: `model_id` names another model than the usual one.
pub(crate) async fn remove_background(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    form: FormPairs,
) -> Result<Response> {
    let wish = wish(EnhanceKind::RemoveBackground, &form);
    ask(&state, &request, user.id, id, wish).await
}

fn wish(kind: EnhanceKind, form: &FormPairs) -> Enhance {
    Enhance {
        model_id: Some(form.get("model_id").to_owned()).filter(|id| !id.is_empty()),
        ..Enhance::new(kind)
    }
}

/// Asks for the work. What the user can mend is said on the picture's page.
async fn ask(state: &AppState, request: &PageRequest, user_id: UserId, id: ImageId, wish: Enhance) -> Result<Response> {
    match submit(state, user_id, id, wish).await {
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

async fn submit(state: &AppState, user_id: UserId, id: ImageId, wish: Enhance) -> studio_app::Result<()> {
    let submit = generation::enhance(&state.app, user_id, id, wish).await?;
    generation::submit(&state.app, user_id, submit).await?;
    Ok(())
}

/// The models that can work on a picture, with their prices.
pub(super) async fn enhancers(state: &AppState, image: &ImageView) -> Result<Enhancers> {
    let offers = generation::enhance_offers(&state.app, image).await?;
    Ok(Enhancers {
        upscale: offers.upscale.into_iter().map(upscaler).collect(),
        cut_out: offers.cut_out.into_iter().filter_map(cut_out).collect(),
    })
}

fn upscaler(offer: EnhanceOffer) -> Upscaler {
    let factors = offer.prices.iter().filter_map(|(kind, price)| match kind {
        EnhanceKind::Upscale(factor) => Some(UpscaleOffer {
            factor: *factor,
            credits: price.credits(),
        }),
        EnhanceKind::RemoveBackground => None,
    });
    Upscaler {
        factors: factors.collect(),
        model_id: offer.model_id,
        name: offer.model_name,
        description: offer.description,
    }
}

fn cut_out(offer: EnhanceOffer) -> Option<CutOut> {
    let (_, price) = offer.prices.first()?;
    Some(CutOut {
        credits: price.credits(),
        model_id: offer.model_id,
        name: offer.model_name,
        description: offer.description,
    })
}
