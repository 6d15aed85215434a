//! Samples of recipes and their runs.

use super::{jobs, now, tiles};
use crate::views::{NamedLink, RecipeCard, RecipePage, RecipesPage, RunCard, RunFailure, RunPage, RunStep, StepFields};

fn run(state: &'static str) -> RunCard {
    RunCard {
        id: format!("run-{state}"),
        name: "Winter, then large".to_owned(),
        state,
        created_at: now(),
    }
}

/// With runs in every state, and none.
#[must_use]
pub fn recipe_lists() -> Vec<RecipesPage> {
    let states = ["running", "paused", "cancelling", "cancelled", "ended"];
    vec![
        RecipesPage {
            recipes: vec![RecipeCard {
                id: "1".to_owned(),
                name: "Winter, then large".to_owned(),
                steps: vec!["image-to-image: FLUX.1 [dev]".to_owned(), "upscale: ESRGAN".to_owned()],
            }],
            next_href: Some("/recipes?cursor=c2".to_owned()),
            runs: states.into_iter().map(run).collect(),
        },
        RecipesPage {
            recipes: Vec::new(),
            next_href: None,
            runs: Vec::new(),
        },
    ]
}

/// A new one, a known one with pictures, and one with everything wrong.
#[must_use]
pub fn recipe_pages() -> Vec<RecipePage> {
    let step = StepFields {
        does: "upscale|fal-ai/esrgan".to_owned(),
        num_images: "1".to_owned(),
        parameters: "scale: 2".to_owned(),
        ..StepFields::default()
    };
    let wrong = Some("That is wrong.".to_owned());
    let new = RecipePage {
        id: String::new(),
        name: String::new(),
        name_error: None,
        version: String::new(),
        steps: vec![step.clone()],
        choices: vec![NamedLink {
            id: "upscale|fal-ai/esrgan".to_owned(),
            name: "upscale: ESRGAN".to_owned(),
        }],
        errors: Vec::new(),
        price: None,
        images: Vec::new(),
        chosen: Vec::new(),
        run_error: None,
        key: String::new(),
    };
    let known = RecipePage {
        id: "1".to_owned(),
        name: "Winter, then large".to_owned(),
        price: Some((12.5, 20.0)),
        images: tiles(6),
        run_error: wrong.clone(),
        ..new.clone()
    };
    let broken = StepFields {
        does_error: wrong.clone(),
        prompt_error: wrong.clone(),
        num_images_error: wrong.clone(),
        parameters_error: wrong.clone(),
        takes_first: true,
        ..step.clone()
    };
    let refused = RecipePage {
        name_error: wrong,
        errors: vec!["You have 100 recipes.".to_owned()],
        steps: vec![broken, step],
        images: Vec::new(),
        ..known.clone()
    };
    vec![new, known, refused]
}

/// Under way with failures, paused, and done.
#[must_use]
pub fn run_pages() -> Vec<RunPage> {
    let page = |state| RunPage {
        run: run(state),
        waiting: (state == "paused").then(|| "The recipe is paused".to_owned()),
        steps: vec![RunStep {
            number: 1,
            does: "upscale: ESRGAN".to_owned(),
            waiting: 3,
            running: 1,
            completed: 5,
            failed: 1,
        }],
        failures: vec![RunFailure {
            step: 1,
            image_href: "/images/1".to_owned(),
            message: "The picture is too large.".to_owned(),
        }],
        estimated_credits: 20.0,
        held_credits: 3.0,
        cost_credits: 12.0,
        batch_href: Some("/batches/1".to_owned()),
        jobs: jobs(),
        next_href: Some("/recipe-runs/1?cursor=c2".to_owned()),
        can_retry: true,
    };
    vec![page("running"), page("paused"), page("ended")]
}
