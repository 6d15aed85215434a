//! The samples that the page of all components shows. Its pictures are files of the studio, so that none is missing anywhere.

use super::pictures::day;
use super::{batch_lists, flux_schema, jobs, plugin_lists, share_pages, tile};
use crate::views::schema_form::{RawValues, digest};
use crate::views::{DesignPage, FieldError, ImageTile, JobCard, Thumb, UsedBar};

/// Stands for every picture.
const PICTURE: &str = "/icons/512.png";

/// The page of all components.
#[must_use]
pub fn design_page() -> DesignPage {
    let mut batches = batch_lists().remove(0);
    let mut plugins = plugin_lists().remove(0);
    let video = ImageTile {
        video_s: Some(4.0),
        ..tile(96)
    };
    DesignPage {
        // Numbers that no other sample has: ids are unique on a page.
        tiles: [tile(92), tile(94), tile(95), video].map(drawn).into(),
        days: vec![day(13, "today"), day(12, "yesterday"), day(3, "")],
        jobs: jobs().into_iter().map(with_drawn).collect(),
        summary: batches.ended.remove(0),
        batches: batches.open,
        groups: groups(),
        links: share_pages().remove(0).links,
        models: plugins.plugins.remove(0).models,
        bars: vec![bar("FLUX.1 [dev]", 100), bar("SDXL", 40), bar("", 5)],
    }
}

fn groups() -> Vec<crate::views::schema_form::FieldGroup> {
    let wrong = FieldError::new("parameters.num_inference_steps", "Use a number from 1 to 50.");
    let form = digest(&flux_schema(), &RawValues::default(), &[wrong]);
    form.basic.into_iter().chain(form.advanced).collect()
}

fn bar(name: &str, percent: u8) -> UsedBar {
    UsedBar {
        name: name.to_owned(),
        credits: f64::from(percent) * 19.66,
        images: i64::from(percent),
        percent,
    }
}

fn drawn(tile: ImageTile) -> ImageTile {
    let thumb = Thumb {
        webp: PICTURE.to_owned(),
        avif: PICTURE.to_owned(),
    };
    ImageTile {
        thumb_256: thumb.clone(),
        thumb_512: thumb.clone(),
        thumb_1024: thumb,
        original_url: PICTURE.to_owned(),
        ..tile
    }
}

fn with_drawn(job: JobCard) -> JobCard {
    JobCard {
        images: job.images.into_iter().map(drawn).collect(),
        ..job
    }
}
