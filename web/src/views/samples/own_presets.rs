//! Samples of a user's own presets.

use crate::views::{
    FieldError, FormErrors, OwnPresetCard, OwnPresetLink, OwnPresetNotice, OwnPresets, OwnPresetsPage, SavePresetPage,
};

/// Three presets beside the form, the first of which has something to say.
pub(super) fn own_presets(kind: &'static str) -> OwnPresets {
    let link = |(index, name): (usize, &str)| OwnPresetLink {
        id: index.to_string(),
        name: name.to_owned(),
        is_current: index == 0,
    };
    OwnPresets {
        links: ["Ink, quick", "Product on white", "<b>Film</b>"]
            .into_iter()
            .enumerate()
            .map(link)
            .collect(),
        notice: Some(OwnPresetNotice {
            kind,
            name: "Ink, quick".to_owned(),
            model: "FLUX.1 [dev]".to_owned(),
        }),
    }
}

/// Fresh, and back with errors.
#[must_use]
pub fn save_preset_pages() -> Vec<SavePresetPage> {
    let kept = [
        ("model_id", "fal-ai/flux/dev"),
        ("prompt", "a \"fox\""),
        ("parameters.steps", "12"),
    ];
    let fresh = SavePresetPage {
        kept: kept.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec(),
        model_name: "FLUX.1 [dev]".to_owned(),
        name: String::new(),
        others: Vec::new(),
        over: String::new(),
        is_default: false,
        errors: FormErrors::sort(&SavePresetPage::CONTROLS, &[]),
    };
    let errors = [
        FieldError::new("preset_name", "Use 1 to 200 characters."),
        FieldError::new("preset_over", "Choose one of your presets."),
        FieldError::new("", "You have a preset of this name."),
    ];
    let refused = SavePresetPage {
        name: "Ink".to_owned(),
        others: vec![("1:3".to_owned(), "Ink, quick".to_owned())],
        over: "1:3".to_owned(),
        is_default: true,
        errors: FormErrors::sort(&SavePresetPage::CONTROLS, &errors),
        ..fresh.clone()
    };
    vec![fresh, refused]
}

/// One that fits, one whose model changed and one whose model is gone; and none.
#[must_use]
pub fn own_preset_lists() -> Vec<OwnPresetsPage> {
    let fits = OwnPresetCard {
        id: "1".to_owned(),
        name: "Ink, quick".to_owned(),
        version: 3,
        model_name: "FLUX.1 [dev]".to_owned(),
        is_gone: false,
        complaints: Vec::new(),
        is_default: true,
        num_images: 4,
        negative_prompt: String::new(),
        parameters: vec!["image_size: square".to_owned(), "num_inference_steps: 12".to_owned()],
    };
    let changed = OwnPresetCard {
        id: "2".to_owned(),
        name: "<b>Film</b>".to_owned(),
        complaints: vec!["Steps must be a whole number from 1 to 50.".to_owned()],
        is_default: false,
        negative_prompt: "blurry, text".to_owned(),
        num_images: 1,
        ..fits.clone()
    };
    let gone = OwnPresetCard {
        id: "3".to_owned(),
        model_name: "acme/painter".to_owned(),
        is_gone: true,
        complaints: Vec::new(),
        ..changed.clone()
    };
    vec![
        OwnPresetsPage {
            presets: vec![fits, changed, gone],
            next_href: Some("/presets?cursor=c2".to_owned()),
            problem: Some("You have a preset of this name.".to_owned()),
        },
        OwnPresetsPage::default(),
    ]
}
