//! The output object of image models, with pictures stored as files or inlined.

use std::{borrow::Cow, collections::BTreeMap};

use base64::Engine as _;
use serde::Serialize;
use serde_json::Value;

use super::{Made, Picture, Work};
use crate::{
    catalogue::{Operation, Safety},
    errors::Failure,
    files,
    jobs::Order,
    journal::Event,
    state::Sim,
};

/// `{images, timings, seed, has_nsfw_concepts, prompt}`, in the provider's order.
#[derive(Serialize)]
pub(super) struct Output<'a> {
    pub(super) images: Vec<Image>,
    pub(super) timings: BTreeMap<&'static str, f64>,
    pub(super) seed: &'a Value,
    pub(super) has_nsfw_concepts: Vec<bool>,
    pub(super) prompt: &'a str,
}

/// `{image, mask_image?, seed?, timings}`, of the models that answer with one picture.
#[derive(Serialize)]
struct Single<'a> {
    image: Option<Image>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mask_image: Option<Image>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<&'a Value>,
    timings: BTreeMap<&'static str, f64>,
}

/// `{images, seed, prompt}`, of models without a checker.
#[derive(Serialize)]
struct Unchecked<'a> {
    images: Vec<Image>,
    seed: &'a Value,
    prompt: &'a str,
}

/// `{images, description}`, of models that tell nothing else.
#[derive(Serialize)]
struct Bare {
    images: Vec<Image>,
    description: &'static str,
}

/// `{video, seed}`, of video models.
#[derive(Serialize)]
struct Film<'a> {
    video: Option<File>,
    seed: &'a Value,
}

/// A file that is no picture: its size in pixels is not told.
#[derive(Serialize)]
struct File {
    url: String,
    content_type: &'static str,
    file_name: String,
    file_size: usize,
}

/// The output of the sticker model. What its `images` hold and how its findings are called is not recorded: here they are the
/// two pictures and their names.
#[derive(Serialize)]
struct Sticker<'a> {
    images: Vec<Image>,
    sticker_image: Option<Image>,
    sticker_image_background_removed: Option<Image>,
    seed: &'a Value,
    has_nsfw_concepts: BTreeMap<&'static str, bool>,
}

/// One picture in an output.
#[derive(Clone, Serialize)]
pub(super) struct Image {
    pub(super) url: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) content_type: &'static str,
}

/// Stores the pictures and writes the output body.
pub(crate) async fn body(
    sim: &Sim,
    order: &Order,
    work: &Work<'_>,
    made: &Made,
    inference_s: f64,
) -> Result<String, Failure> {
    let inline = work.inputs.flag("sync_mode");
    let single = matches!(
        work.model.operation,
        Operation::Upscale(_) | Operation::RemoveBackground
    );
    let mut images = Vec::new();
    for picture in &made.pictures {
        let url = if inline {
            data_uri(picture)
        } else {
            store(sim, order, picture).await?
        };
        images.push(Image {
            url,
            width: picture.width,
            height: picture.height,
            content_type: picture.kind.content_type(),
        });
    }
    if work.model.operation == Operation::Video {
        let file = |(image, made): (Image, &Picture)| File {
            url: image.url,
            content_type: image.content_type,
            file_name: made.kind.file_name(),
            file_size: made.bytes.len(),
        };
        let film = Film {
            video: images.into_iter().zip(&made.pictures).next().map(file),
            seed: work.seed,
        };
        return Ok(serde_json::to_string(&film).expect("outputs have string keys and finite numbers"));
    }
    if single {
        let mut images = images.into_iter();
        let seeded = work.model.takes("seed");
        let output = Single {
            image: images.next(),
            mask_image: images.next(),
            seed: seeded.then_some(work.seed),
            timings: BTreeMap::from([("inference", inference_s)]),
        };
        return Ok(serde_json::to_string(&output).expect("outputs have string keys and finite numbers"));
    }
    let written = match (work.model.operation, work.model.safety) {
        _ if work.model.answers_bare() => serde_json::to_string(&Bare {
            images,
            description: "",
        }),
        (Operation::Sticker, _) => serde_json::to_string(&sticker(work, made, images)),
        (_, Safety::Unchecked) => serde_json::to_string(&Unchecked {
            images,
            seed: work.seed,
            prompt: work.inputs.text("prompt"),
        }),
        _ => serde_json::to_string(&Output {
            has_nsfw_concepts: vec![made.flagged; images.len()],
            images,
            timings: BTreeMap::from([("inference", inference_s)]),
            seed: work.seed,
            prompt: work.inputs.text("prompt"),
        }),
    };
    Ok(written.expect("outputs have string keys and finite numbers"))
}

fn sticker<'a>(work: &Work<'a>, made: &Made, images: Vec<Image>) -> Sticker<'a> {
    Sticker {
        sticker_image: images.first().cloned(),
        sticker_image_background_removed: images.get(1).cloned(),
        images,
        seed: work.seed,
        has_nsfw_concepts: BTreeMap::from([("sticker_image", made.flagged)]),
    }
}

/// The picture as a `data:` URI.
pub(super) fn data_uri(picture: &Picture) -> String {
    let encoded = base64::engine::general_purpose::STANDARD.encode(&picture.bytes);
    format!("data:{};base64,{encoded}", picture.kind.content_type())
}

async fn store(sim: &Sim, order: &Order, picture: &Picture) -> Result<String, Failure> {
    let path = files::new_path(&picture.kind.file_name());
    let url = format!("{}/cdn/files/{path}", sim.public_url());
    let (shared, origin, ttl_s) = (sim.clone(), order.endpoint.clone(), order.file_ttl_s);
    let (content_type, bytes) = (picture.kind.content_type(), picture.bytes.clone());
    let stored = tokio::task::spawn_blocking(move || shared.files.put(path, content_type, &origin, bytes, ttl_s)).await;
    match stored {
        Ok(Ok(info)) => {
            sim.record(&Event::Stored {
                file: Cow::Borrowed(&info),
            });
            Ok(url)
        }
        Ok(Err(_)) | Err(_) => Err(Failure::model("internal_server_error", None, None)),
    }
}
