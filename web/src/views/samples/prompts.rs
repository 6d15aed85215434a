//! Samples of the prompt library.

use super::now;
use crate::views::{
    FieldError, FormErrors, PromptCard, PromptFormPage, PromptGap, PromptValues, PromptsPage, UsePromptPage,
};

fn card(index: usize) -> PromptCard {
    let is_template = index.is_multiple_of(2);
    PromptCard {
        id: index.to_string(),
        title: "Portrait in oil".to_owned(),
        text: "a portrait of {{ subject }}, {{ style|default('oil on canvas') }}, soft light, muted colours".to_owned(),
        negative: "blurry, text".to_owned(),
        category: "Portraits".to_owned(),
        tags: vec!["oil".to_owned(), "face".to_owned()],
        variables: if is_template {
            vec!["style".to_owned(), "subject".to_owned()]
        } else {
            Vec::new()
        },
        is_favorite: index == 1,
        is_public: index == 2,
        usage_count: 12,
        author: None,
        is_own: true,
        created_at: now(),
    }
}

/// Mine, everybody's, without success, with a wrong file, and empty.
#[must_use]
pub fn prompt_lists() -> Vec<PromptsPage> {
    let mine = PromptsPage {
        prompts: (0..4).map(card).collect(),
        tab: "mine",
        query: String::new(),
        category: String::new(),
        categories: vec![("Animals".to_owned(), 3), ("Portraits".to_owned(), 4)],
        next_href: Some("/prompts?cursor=c2".to_owned()),
        imported: Some((12, 3)),
        errors: Vec::new(),
    };
    let of_others = |index| PromptCard {
        author: Some("Grace Hopper".to_owned()),
        is_own: index == 1,
        ..card(index)
    };
    let none = PromptsPage {
        prompts: Vec::new(),
        categories: Vec::new(),
        next_href: None,
        imported: None,
        ..mine.clone()
    };
    vec![
        mine.clone(),
        PromptsPage {
            category: "Animals".to_owned(),
            imported: None,
            errors: vec!["line 3, title: use 1 to 200 characters".to_owned()],
            ..mine.clone()
        },
        PromptsPage {
            prompts: (0..3).map(of_others).collect(),
            tab: "public",
            imported: None,
            ..mine
        },
        PromptsPage {
            query: "<b>lynx</b>".to_owned(),
            ..none.clone()
        },
        PromptsPage {
            tab: "public",
            ..none.clone()
        },
        PromptsPage {
            tab: "favorites",
            ..none.clone()
        },
        none,
    ]
}

/// A new one, a known one, and one with everything wrong.
#[must_use]
pub fn prompt_forms() -> Vec<PromptFormPage> {
    let new = PromptFormPage {
        id: String::new(),
        version: String::new(),
        values: PromptValues::default(),
        errors: FormErrors::sort(&PromptFormPage::CONTROLS, &[]),
        categories: vec!["Portraits".to_owned()],
    };
    let known = PromptFormPage {
        id: "1".to_owned(),
        values: PromptValues {
            title: "Portrait in oil".to_owned(),
            prompt_text: "a portrait of {{ subject }}".to_owned(),
            negative_prompt: "blurry".to_owned(),
            category: "Portraits".to_owned(),
            tags: "oil, face".to_owned(),
            is_favorite: true,
            is_public: true,
        },
        ..new.clone()
    };
    let errors: Vec<FieldError> = PromptFormPage::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = PromptFormPage {
        errors: FormErrors::sort(&PromptFormPage::CONTROLS, &errors),
        ..known.clone()
    };
    vec![new, known, refused]
}

/// With gaps and complaints, and without gaps.
#[must_use]
pub fn prompt_uses() -> Vec<UsePromptPage> {
    let gap = |name: &str, is_optional, error: Option<&str>| PromptGap {
        name: name.to_owned(),
        value: "a red fox".to_owned(),
        is_optional,
        error: error.map(str::to_owned),
    };
    vec![
        UsePromptPage {
            prompt: card(0),
            gaps: vec![
                gap("style", true, None),
                gap("subject", false, Some("Say what stands here.")),
            ],
            errors: vec!["The template does too much.".to_owned()],
        },
        UsePromptPage {
            prompt: card(1),
            gaps: Vec::new(),
            errors: Vec::new(),
        },
    ]
}
