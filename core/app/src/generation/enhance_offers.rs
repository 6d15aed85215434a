//! What can be done with a picture, by which models, and what that costs.

use serde_json::{Map, json};
use studio_model::MicroDollars;
use studio_plugin_host::{InputRole, JobRequest, ModelHandle, Operation, RequestInput};

use super::enhance::{DEFAULT_CUT_OUT_MODEL, DEFAULT_UPSCALE_MODEL, EnhanceKind, UPSCALE_FACTORS};
use super::price;
use crate::images::ImageView;
use crate::{App, Error, Result, models};

/// A model that can work on a picture.
#[derive(Clone, Debug)]
pub struct EnhanceOffer {
    /// What [`super::Enhance`] names.
    pub model_id: String,
    /// Its name for people.
    pub model_name: String,
    /// One or two sentences.
    pub description: String,
    /// What it can do with this picture, each with its expected price; never empty.
    pub prices: Vec<(EnhanceKind, MicroDollars)>,
}

/// The models that enlarge a picture, and those that cut out its subject: the default one first, the others by name.
#[derive(Clone, Debug, Default)]
pub struct EnhanceOffers {
    /// For each factor whose result could be kept.
    pub upscale: Vec<EnhanceOffer>,
    /// With one price each.
    pub cut_out: Vec<EnhanceOffer>,
}

/// What the models on offer can do with a picture, with their default parameters. Nothing can be done with a video.
///
/// # Errors
/// When the database is away, or a plugin fails.
pub async fn enhance_offers(app: &App, image: &ImageView) -> Result<EnhanceOffers> {
    let mut offers = EnhanceOffers::default();
    if image.video.is_some() {
        return Ok(offers);
    }
    let upscales = UPSCALE_FACTORS.map(EnhanceKind::Upscale);
    for (model_id, handle) in models::list_handles(app).await? {
        let offered = &handle.model().operations;
        if offered.contains(&Operation::Upscale) {
            offers
                .upscale
                .extend(offer(&handle, &model_id, image, &upscales).await?);
        }
        if offered.contains(&Operation::RemoveBackground) {
            let kinds = [EnhanceKind::RemoveBackground];
            offers.cut_out.extend(offer(&handle, &model_id, image, &kinds).await?);
        }
    }
    sort(&mut offers.upscale, DEFAULT_UPSCALE_MODEL);
    sort(&mut offers.cut_out, DEFAULT_CUT_OUT_MODEL);
    Ok(offers)
}

/// What a model can do of these; `None` when it is nothing.
async fn offer(
    handle: &ModelHandle,
    model_id: &str,
    image: &ImageView,
    kinds: &[EnhanceKind],
) -> Result<Option<EnhanceOffer>> {
    let mut prices = Vec::with_capacity(kinds.len());
    for kind in kinds {
        if let Some(expected) = expected_price(handle, image, *kind).await? {
            prices.push((*kind, expected));
        }
    }
    let model = handle.model();
    Ok((!prices.is_empty()).then(|| EnhanceOffer {
        model_id: model_id.to_owned(),
        model_name: model.name.clone(),
        description: model.description.clone(),
        prices,
    }))
}

/// What it is expected to cost; `None` when the model does not do it with this picture.
async fn expected_price(handle: &ModelHandle, image: &ImageView, kind: EnhanceKind) -> Result<Option<MicroDollars>> {
    let Ok(job) = handle.validate(&request(image, kind)) else {
        return Ok(None);
    };
    match price(handle, &job).await {
        Ok(price) => Ok(Some(MicroDollars::saturating_from(price.expected_microdollars))),
        Err(Error::Invalid(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn request(image: &ImageView, kind: EnhanceKind) -> JobRequest {
    let (operation, parameters) = match kind {
        EnhanceKind::Upscale(factor) => {
            let factor = ("factor".to_owned(), json!(factor));
            (Operation::Upscale, Map::from_iter([factor]))
        }
        EnhanceKind::RemoveBackground => (Operation::RemoveBackground, Map::new()),
    };
    JobRequest {
        operation,
        prompt: String::new(),
        negative_prompt: None,
        parameters,
        num_images: 1,
        seed: 0,
        inputs: vec![RequestInput {
            role: InputRole::Source,
            width: image.width,
            height: image.height,
            content_type: format!("image/{}", image.format),
        }],
    }
}

fn sort(offers: &mut [EnhanceOffer], first: &str) {
    offers.sort_by(|a, b| {
        let place = |offer: &EnhanceOffer| (offer.model_id != first, offer.model_name.clone());
        place(a).cmp(&place(b))
    });
}
