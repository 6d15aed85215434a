//! What a recipe would do with pictures, and cost. Nothing is held by it.

use std::collections::BTreeMap;

use studio_db::images::Image;
use studio_model::{ImageId, MAX_RUN_IMAGES, MicroDollars, RecipeId, RecipeInputs, UserId};

use super::check::{Checked, assumed_source, check, source};
use super::find;
use super::forecast::{PriceRange, StepForecast, add_up, forecast, total};
use crate::images::{is_video, original_key};
use crate::{App, Error, FieldError, Result};

/// The pictures that a recipe is to be given.
#[derive(Clone, Debug)]
pub enum PreviewInputs {
    /// So many, 1 to 1,000, of 1024 by 1024 pixels.
    Count(u32),
    /// These of the user's.
    Images(Vec<ImageId>),
}

/// A forecast of a run.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Pictures that go into the first step.
    pub inputs: u64,
    /// The steps.
    pub steps: Vec<StepForecast>,
    /// What they cost together.
    pub price: PriceRange,
    /// What the user can spend.
    pub balance: MicroDollars,
}

/// Says what a recipe would do with pictures.
///
/// # Errors
/// [`Error::NotFound`] for a recipe that is not the user's, [`Error::Invalid`] for pictures that are not, or when a model does
/// not offer a step any more.
pub async fn preview(app: &App, user_id: UserId, id: RecipeId, inputs: &PreviewInputs) -> Result<Preview> {
    let recipe = find(app, user_id, id).await?;
    let checked = check(app, &recipe.steps).await?;
    let (count, steps) = match inputs {
        PreviewInputs::Count(count) => {
            let count = u64::from(*count);
            if !(1..=MAX_RUN_IMAGES as u64).contains(&count) {
                let message = format!("use a whole number from 1 to {MAX_RUN_IMAGES}");
                return Err(Error::invalid("inputs", message));
            }
            let prices = checked.prices(&assumed_source()).await?;
            (count, forecast(&checked, &prices, RecipeInputs::chosen(count)))
        }
        PreviewInputs::Images(ids) => {
            let images = find_images(app, user_id, ids).await?;
            (images.len() as u64, forecast_images(app, &checked, &images).await?)
        }
    };
    let balance = studio_db::ledger::find_balance(&mut *app.db.acquire().await?, user_id).await?;
    Ok(Preview {
        inputs: count,
        price: total(&steps),
        steps,
        balance: balance.ok_or(Error::NotFound)?,
    })
}

/// What the steps would do with these pictures; those of one size are priced once.
pub(super) async fn forecast_images(app: &App, checked: &Checked, images: &[Image]) -> Result<Vec<StepForecast>> {
    let mut sizes: BTreeMap<(u32, u32, String), u64> = BTreeMap::new();
    for image in images {
        let content_type = original_key(image)?.content_type().to_owned();
        let size = (image.width.unsigned_abs(), image.height.unsigned_abs(), content_type);
        *sizes.entry(size).or_default() += 1;
    }
    // A thousand sizes keep a processor busy for a while.
    let _turn = app.forecasts.acquire().await.map_err(Error::internal)?;
    let mut sum = Vec::new();
    for ((width, height, content_type), count) in sizes {
        let prices = checked.prices(&source(width, height, &content_type)).await?;
        add_up(&mut sum, forecast(checked, &prices, RecipeInputs::chosen(count)));
    }
    Ok(sum)
}

/// The user's pictures with these ids.
///
/// # Errors
/// [`Error::Invalid`] with every id that is no picture of the user's, is a video, or stands there twice.
pub(super) async fn find_images(app: &App, user_id: UserId, ids: &[ImageId]) -> Result<Vec<Image>> {
    if !(1..=MAX_RUN_IMAGES).contains(&ids.len()) {
        let message = format!("use 1 to {MAX_RUN_IMAGES} pictures; there are {}", ids.len());
        return Err(Error::invalid("image_ids", message));
    }
    let found = studio_db::images::list_by_ids(&mut *app.db.acquire().await?, user_id, ids).await?;
    let by_id: BTreeMap<ImageId, &Image> = found.iter().map(|image| (image.id, image)).collect();
    let mut first_at = BTreeMap::new();
    let mut problems = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let earlier = *first_at.entry(*id).or_insert(index);
        let message = match by_id.get(id) {
            _ if earlier < index => format!("this is image_ids[{earlier}] again"),
            None => "you have no such image".to_owned(),
            Some(image) if is_video(image) => "this is a video; steps start from pictures".to_owned(),
            Some(_) => continue,
        };
        problems.push(FieldError::new(format!("image_ids[{index}]"), message));
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(Error::Invalid(problems))
    }
}
