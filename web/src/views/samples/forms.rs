//! Samples of forms: generate, log in, register.

use serde_json::{Value, json};

use super::own_presets::own_presets;
use super::{jobs, tile};
use crate::views::{
    AuthForm, AuthMode, Blocker, Estimate, FieldError, GenerateForm, GeneratePage, GenerateValues, ModelCard,
    ModelHealth, NamedLink, PictureSlot, SlotRole,
    schema_form::{self, RawValues},
};

/// Three models of two families.
#[must_use]
pub fn models() -> Vec<ModelCard> {
    let dev = ModelCard {
        id: "fal-ai/flux/dev".to_owned(),
        name: "FLUX.1 [dev]".to_owned(),
        description: "Twelve billion parameters: follows long prompts closely and draws hands and text well."
            .to_owned(),
        category: "text-to-image".to_owned(),
        credits_per_image: Some(19.66),
        typical_seconds: 6.0,
        max_images: 4,
        max_prompt_chars: 5_000,
        takes_negative_prompt: false,
        best_for: vec!["photographs".to_owned(), "typography".to_owned()],
        licence_note: "Commercial use allowed.".to_owned(),
        documentation_url: "https://fal.ai/models/fal-ai/flux/dev".to_owned(),
        health: ModelHealth::Healthy,
        news: None,
    };
    let sdxl = ModelCard {
        id: "fal-ai/fast-sdxl".to_owned(),
        name: "Stable Diffusion XL".to_owned(),
        description: "Quick and cheap, takes a negative prompt and many styles.".to_owned(),
        credits_per_image: Some(2.5),
        typical_seconds: 2.4,
        takes_negative_prompt: true,
        best_for: vec!["styles".to_owned(), "drafts".to_owned()],
        health: ModelHealth::Slow,
        news: Some("new"),
        ..dev.clone()
    };
    let paused = ModelCard {
        id: "fal-ai/flux-pro/v1.1".to_owned(),
        name: "FLUX1.1 [pro]".to_owned(),
        description: "The strongest of its family; the provider chooses steps and guidance.".to_owned(),
        credits_per_image: None,
        typical_seconds: 0.0,
        best_for: Vec::new(),
        health: ModelHealth::Paused,
        news: Some("updated"),
        ..dev.clone()
    };
    vec![dev, sdxl, paused]
}

/// Parameters as the Flux plugin describes them, and one of every other kind.
#[must_use]
pub fn flux_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "image_size": {
                "title": "Image size", "type": "string", "default": "landscape_4_3",
                "enum": ["square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9", "custom"],
                "x-ui": {
                    "group": "Size", "order": 1, "widget": "size-tiles",
                    "sizes": {
                        "square_hd": [1024, 1024], "square": [512, 512], "portrait_4_3": [768, 1024],
                        "portrait_16_9": [576, 1024], "landscape_4_3": [1024, 768], "landscape_16_9": [1024, 576],
                    },
                    "options": [{ "value": "custom", "label": "Custom" }],
                }
            },
            "width": {
                "title": "Width", "type": "integer", "minimum": 1, "maximum": 14142, "default": 1024,
                "x-ui": {
                    "group": "Size", "order": 2, "widget": "slider", "usual_min": 256, "usual_max": 2048, "step": 8,
                    "unit": "px", "shown_if": { "image_size": "custom" }
                }
            },
            "height": {
                "title": "Height", "type": "integer", "minimum": 1, "maximum": 14142, "default": 1024,
                "x-ui": {
                    "group": "Size", "order": 3, "widget": "slider", "usual_min": 256, "usual_max": 2048, "step": 8,
                    "unit": "px", "shown_if": { "image_size": "custom" }
                }
            },
            "num_inference_steps": {
                "title": "Steps", "description": "More steps are finer and slower.", "type": "integer",
                "minimum": 1, "maximum": 50, "default": 28,
                "x-ui": { "group": "Quality", "order": 2, "recommended": [20, 40] }
            },
            "guidance_scale": {
                "title": "Guidance", "description": "How closely the picture follows the prompt.", "type": "number",
                "minimum": 1, "maximum": 20, "default": 3.5, "x-ui": { "group": "Quality", "order": 3, "step": 0.1 }
            },
            "acceleration": {
                "title": "Acceleration", "type": "string", "enum": ["none", "regular", "high"], "default": "none",
                "x-ui": { "group": "Speed", "order": 4, "advanced": true }
            },
            "output_format": {
                "title": "File format", "type": "string", "enum": ["jpeg", "png"], "default": "jpeg",
                "x-ui": { "group": "Output", "order": 5, "advanced": true }
            },
            "jpeg_quality": {
                "title": "JPEG quality", "type": "integer", "minimum": 50, "maximum": 100, "default": 90,
                "x-ui": { "group": "Output", "order": 6, "advanced": true, "unit": "%", "shown_if": { "output_format": "jpeg" } }
            },
            "scheduler": {
                "title": "Sampler", "type": "string", "default": "euler",
                "enum": ["euler", "euler_a", "dpm_2m", "ddim", "lcm", "heun"],
                "x-ui": { "group": "Quality", "order": 7, "advanced": true }
            },
            "canvas": {
                "title": "Canvas", "default": "landscape_4_3",
                "anyOf": [
                    { "enum": ["square_hd", "landscape_4_3", "landscape_16_9"] },
                    { "type": "object", "properties": {
                        "width": { "type": "integer", "minimum": 256, "maximum": 2048, "multipleOf": 8 },
                        "height": { "type": "integer", "minimum": 256, "maximum": 2048, "multipleOf": 8 } } }
                ],
                "x-ui": { "group": "Output", "order": 8, "advanced": true }
            },
            "enable_safety_checker": {
                "title": "Safety checker", "type": "boolean", "default": true,
                "description": "Blanks pictures that the provider finds unsafe.", "x-ui": { "order": 9, "advanced": true }
            },
            "loras": { "title": "LoRAs", "type": "array", "default": [], "x-ui": { "order": 10, "advanced": true } },
            "style_note": { "title": "Style note", "type": "string", "x-ui": { "order": 11, "advanced": true } },
            "tags": { "title": "Tags", "type": "string", "x-ui": { "order": 12, "advanced": true, "widget": "textarea" } }
        }
    })
}

/// Fresh with live jobs, back with errors and blockers, and without any model.
#[must_use]
pub fn generate_pages() -> Vec<GeneratePage> {
    let price = Estimate {
        href: "/generate/estimate".to_owned(),
        num_images: 4,
        is_video: false,
        expected_credits: Some(78.64),
        high_credits: Some(78.64),
        basis: "4 images × 0.79 MP × $0.025".to_owned(),
        seconds: Some(18.0),
        blockers: Vec::new(),
    };
    let draft = json!({ "num_inference_steps": 12, "acceleration": "high" });
    let presets = draft.as_object().map(|draft| ("Draft", draft));
    let chips = schema_form::presets(&flux_schema(), presets.as_slice(), &RawValues::default());
    let fresh = GenerateForm::new(models(), "", &flux_schema(), Default::default(), &[])
        .with_presets(chips)
        .with_estimate(price);
    let mut from_picture = fresh.clone();
    from_picture.slots = SlotRole::ALL.map(slot).into();
    from_picture.project = Some(NamedLink {
        id: "1".to_owned(),
        name: "Winter catalogue".to_owned(),
    });
    from_picture.own = own_presets("saved");
    let mut film = from_picture.clone();
    film.estimate.is_video = true;
    film.own = own_presets("needs-source");
    let no_models = GenerateForm::new(Vec::new(), "", &Value::Null, Default::default(), &[]);
    vec![
        GeneratePage {
            form: fresh,
            jobs: jobs(),
        },
        GeneratePage {
            form: from_picture,
            jobs: Vec::new(),
        },
        GeneratePage {
            form: refused_form(),
            jobs: Vec::new(),
        },
        GeneratePage {
            form: no_models,
            jobs: Vec::new(),
        },
        GeneratePage {
            form: film,
            jobs: Vec::new(),
        },
    ]
}

/// A picture to start from, one that guides and is gone, and none whose style is wanted.
fn slot(role: SlotRole) -> PictureSlot {
    PictureSlot {
        role,
        name: role.control(),
        search: role.search(),
        chosen: (role == SlotRole::Source).then(|| tile(0)),
        images: if role == SlotRole::Style {
            Vec::new()
        } else {
            vec![tile(1), tile(2)]
        },
        reload: if role == SlotRole::Source {
            "/generate".to_owned()
        } else {
            String::new()
        },
        error: (role == SlotRole::Control).then(|| "You have no such image.".to_owned()),
    }
}

fn refused_form() -> GenerateForm {
    let values = GenerateValues {
        seed: "abc".to_owned(),
        num_images: 2,
        ..GenerateValues::default()
    };
    let raw = RawValues::from_pairs([
        ("parameters.image_size", "custom"),
        ("parameters.width", "99999"),
        ("parameters.num_inference_steps", "51"),
        ("parameters.output_format", "png"),
    ]);
    let errors = [
        FieldError::new("prompt", "Write what the picture should show."),
        FieldError::new("seed", "A seed is a whole number from 0 to 4294967295."),
        FieldError::new("parameters.width", "At most 14142."),
        FieldError::new("parameters.num_inference_steps", "At most 50."),
        FieldError::new("", "Nothing was started and nothing was charged."),
    ];
    let blocker = Blocker {
        message: "This needs 39 credits, you have 12.".to_owned(),
        href: String::new(),
    };
    let estimate = Estimate {
        href: "/generate/estimate".to_owned(),
        num_images: 2,
        expected_credits: Some(39.0),
        high_credits: Some(45.0),
        blockers: vec![blocker],
        ..Estimate::default()
    };
    GenerateForm::new(models(), "fal-ai/fast-sdxl", &flux_schema(), (values, raw), &errors).with_estimate(estimate)
}

/// Both forms, fresh and back with errors.
#[must_use]
pub fn auth_forms() -> Vec<AuthForm> {
    let login = AuthForm::new(AuthMode::Login, "/gallery");
    let register = AuthForm::new(AuthMode::Register, "");
    let refused = AuthForm {
        email: "ada@example.org".to_owned(),
        ..login.clone()
    }
    .with_errors(&[FieldError::new("", "E-mail address or password is wrong.")]);
    let invalid = AuthForm {
        email: "ada@".to_owned(),
        name: "Ada".to_owned(),
        ..register.clone()
    }
    .with_errors(&[
        FieldError::new("email", "This is not an e-mail address."),
        FieldError::new("password", "At least 10 characters."),
    ]);
    let reset = AuthForm {
        is_reset: true,
        ..login.clone()
    };
    let farewell = AuthForm {
        is_farewell: true,
        ..login.clone()
    };
    vec![login, register, refused, invalid, reset, farewell]
}
