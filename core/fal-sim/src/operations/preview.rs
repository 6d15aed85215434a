//! Rough pictures for direct streams: the final picture, small and coarser the earlier it comes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Kind, Picture, Work, blocking, output};
use crate::{
    catalogue,
    jobs::Order,
    paint::{self, Format},
    state::Sim,
};

/// Longest side of the last preview, in pixels.
const LONGEST_SIDE: u32 = 256;

/// Preview `number` of `total` as an output object; `None` when the input is not valid.
pub(crate) async fn preview(sim: &Sim, order: &Order, number: u32, total: u32) -> Option<Value> {
    let model = catalogue::find(&order.endpoint)?;
    let inputs = catalogue::validate(&model.params, &order.input).ok()?;
    let seed = inputs.seed().unwrap_or_else(|| Value::from(order.random_seed));
    let work = Work {
        model,
        inputs: &inputs,
        seed: &seed,
        force_black: false,
    };
    tokio::time::sleep(sim.scaled(model.latency.base_ms)).await;
    let (width, height) = inputs.size("image_size").unwrap_or((512, 512));
    let side = LONGEST_SIDE >> (total - number);
    let shrink = |length: u32| (length * side / width.max(height)).max(8);
    let mut images = Vec::new();
    for index in 0..work.count() {
        let subject = work.subject(index, shrink(width), shrink(height));
        let draw = move || Picture {
            width: subject.width,
            height: subject.height,
            kind: Kind::Picture(Format::Jpeg),
            bytes: paint::encode(&paint::draw(&subject), Format::Jpeg).into(),
        };
        let picture = blocking(sim, draw).await.ok()?;
        images.push(output::Image {
            url: output::data_uri(&picture),
            width: picture.width,
            height: picture.height,
            content_type: picture.kind.content_type(),
        });
    }
    let partial = output::Output {
        has_nsfw_concepts: vec![false; images.len()],
        images,
        timings: BTreeMap::new(),
        seed: &seed,
        prompt: inputs.text("prompt"),
    };
    serde_json::to_value(&partial).ok()
}
