//! Samples of the rooms in which a picture is repainted.

use serde_json::Value;

use super::{flux_schema, models, tile};
use crate::views::{
    AreaTyped, CanvasPreview, Estimate, FieldError, FormErrors, FormPlace, GenerateForm, Reach, RoomPage,
    schema_form::RawValues,
};

const SIDES: [&str; 5] = ["aspect_ratio", "left", "right", "top", "bottom"];
const AREA: [&str; 4] = ["mask_area.left", "mask_area.top", "mask_area.width", "mask_area.height"];

fn form(action: &str, errors: &[FieldError]) -> GenerateForm {
    let place = FormPlace::new(action, format!("{action}/estimate"), None);
    let price = Estimate {
        href: place.estimate.clone(),
        num_images: 1,
        expected_credits: Some(50.0),
        high_credits: Some(50.0),
        basis: "1 image × 1 MP × $0.05".to_owned(),
        ..Estimate::default()
    };
    GenerateForm::new(models(), "", &flux_schema(), Default::default(), errors)
        .at(place)
        .with_estimate(price)
}

/// The room for parts: fresh, and back with an area that leads out of the picture; the room for what lies beyond the edges: by a
/// shape, by sides that make no sense, and without any model.
#[must_use]
pub fn room_pages() -> Vec<RoomPage> {
    let outside = [
        FieldError::new("mask_area.width", "Width: This is not a whole number."),
        FieldError::new("mask", "The mask is black all over."),
    ];
    let area = AreaTyped {
        width: "wide".to_owned(),
        errors: FormErrors::sort(&AREA, &outside),
        ..AreaTyped::default()
    };
    let fresh = AreaTyped {
        errors: FormErrors::sort(&AREA, &[]),
        ..AreaTyped::default()
    };
    let part = |area, errors: &[FieldError]| RoomPage {
        image: tile(0),
        form: form("/images/1/inpaint", errors),
        area: Some(area),
        reach: None,
    };
    let beyond = |reach| RoomPage {
        image: tile(1),
        form: form("/images/1/outpaint", &[]),
        area: None,
        reach: Some(reach),
    };
    let mut empty = beyond(by_shape());
    empty.form = GenerateForm::new(
        Vec::new(),
        "",
        &Value::Null,
        (Default::default(), RawValues::default()),
        &[],
    );
    vec![
        part(fresh, &[]),
        part(area, &outside),
        beyond(by_shape()),
        beyond(by_sides()),
        empty,
    ]
}

fn by_shape() -> Reach {
    let picture = tile(1);
    Reach {
        aspect_ratio: "21:9".to_owned(),
        left: "256".to_owned(),
        right: "256".to_owned(),
        top: String::new(),
        bottom: String::new(),
        errors: FormErrors::sort(&SIDES, &[]),
        preview: CanvasPreview {
            width: picture.height * 7 / 3,
            height: picture.height,
            left: (picture.height * 7 / 3 - picture.width) / 2,
            top: 0,
            is_same: false,
        },
    }
}

fn by_sides() -> Reach {
    let picture = tile(1);
    let errors = [
        FieldError::new("left", "Left: This is not a whole number."),
        FieldError::new("aspect_ratio", "The picture has this shape already."),
    ];
    Reach {
        aspect_ratio: String::new(),
        left: "much".to_owned(),
        errors: FormErrors::sort(&SIDES, &errors),
        preview: CanvasPreview {
            width: picture.width,
            height: picture.height,
            left: 0,
            top: 0,
            is_same: true,
        },
        ..by_shape()
    }
}
