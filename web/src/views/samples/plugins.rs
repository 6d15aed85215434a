//! Samples of plugins and their versions.

use super::now;
use crate::views::{
    ModelChange, PluginCard, PluginModel, PluginPage, PluginsPage, ShadowExample, ShadowSummary, VersionDiff,
    VersionLine, VersionPage,
};

fn card(state: &'static str) -> PluginCard {
    let model = |id: &str, name: &str, health| PluginModel {
        id: id.to_owned(),
        name: name.to_owned(),
        is_active: id != "acme/new",
        is_featured: id == "acme/dev",
        health,
        times: health.map(|_| (3.4, 7.1)),
        success_percent: health.map(|_| 98.5),
    };
    PluginCard {
        id: format!("acme-{state}"),
        name: "Acme Painter".to_owned(),
        author: "Acme & Söhne".to_owned(),
        version: "1.2.0".to_owned(),
        state,
        models: vec![
            model("acme/dev", "Acme [dev]", Some("healthy")),
            model("acme/fast", "Acme fast", Some("slow")),
            model("acme/new", "Acme new", None),
        ],
        endpoints: vec!["acme/dev".to_owned(), "acme/dev/image-to-image".to_owned()],
        candidates: usize::from(state == "on"),
        can_roll_back: state == "on",
    }
}

fn line(state: &'static str) -> VersionLine {
    VersionLine {
        href: format!("/admin/plugins/acme-on/versions/{state}"),
        digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        version: "1.3.0".to_owned(),
        state,
        added_at: now(),
        uploaded_by: (state == "candidate").then(|| "ada@example.org".to_owned()),
        times: (state != "candidate").then_some((3.4, 7.1)),
        success_percent: (state != "candidate").then_some(98.5),
    }
}

/// In every state with problems, and nothing at all.
#[must_use]
pub fn plugin_lists() -> Vec<PluginsPage> {
    vec![
        PluginsPage {
            plugins: ["on", "off", "withdrawn", "candidate"].map(card).into(),
            problems: vec![(
                "broken.wasm".to_owned(),
                "not a component: the file is empty".to_owned(),
            )],
            upload_error: Some("Not a component: the file does not start with the WebAssembly header.".to_owned()),
        },
        PluginsPage {
            plugins: Vec::new(),
            problems: Vec::new(),
            upload_error: None,
        },
    ]
}

/// With versions in every state, and switched off with a complaint.
#[must_use]
pub fn plugin_pages() -> Vec<PluginPage> {
    vec![
        PluginPage {
            plugin: card("on"),
            versions: ["candidate", "default", "retired"].map(line).into(),
            log: vec![(now(), "warn".to_owned(), "the provider sent no seed".to_owned())],
            complaint: None,
        },
        PluginPage {
            plugin: card("off"),
            versions: vec![line("default")],
            log: Vec::new(),
            complaint: Some("Another plugin offers one of its models.".to_owned()),
        },
    ]
}

/// A candidate with every kind of difference, one without any, and the one on offer.
#[must_use]
pub fn version_pages() -> Vec<VersionPage> {
    let page = |state, diff, shadow| VersionPage {
        plugin_id: "acme-on".to_owned(),
        name: "Acme Painter".to_owned(),
        version: line(state),
        against: (state != "default").then(|| "1.2.0".to_owned()),
        diff,
        shadow,
        jobs: "50".to_owned(),
        jobs_error: None,
        complaint: None,
    };
    let diff = VersionDiff {
        is_empty: false,
        endpoints_added: vec!["acme/pro".to_owned()],
        endpoints_removed: vec!["acme/old".to_owned()],
        models_added: vec!["acme/pro".to_owned()],
        models_removed: vec!["acme/old".to_owned()],
        models: vec![ModelChange {
            id: "acme/dev".to_owned(),
            price: Some((Some(25.0), Some(30.0))),
            parameters: vec![
                ("guidance_scale".to_owned(), "changed"),
                ("sharpness".to_owned(), "added"),
                ("style".to_owned(), "removed"),
            ],
            fields: vec![("max_images".to_owned(), "4".to_owned(), "8".to_owned())],
        }],
    };
    let shadow = ShadowSummary {
        ran_at: now(),
        same: 48,
        different: 1,
        failed: 1,
        examples: vec![
            ShadowExample {
                job_id: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b".to_owned(),
                model_id: "acme/dev".to_owned(),
                what: "call".to_owned(),
                before: r#"{"input":{"prompt":"a fox","steps":28}}"#.to_owned(),
                after: r#"{"input":{"prompt":"a fox","steps":30}}"#.to_owned(),
            },
            ShadowExample {
                job_id: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6c".to_owned(),
                model_id: "acme/dev".to_owned(),
                what: "error".to_owned(),
                before: String::new(),
                after: "plugin acme-on failed in start: crashed".to_owned(),
            },
        ],
    };
    let empty = VersionDiff {
        is_empty: true,
        ..VersionDiff::default()
    };
    let refused = VersionPage {
        jobs: "1000".to_owned(),
        jobs_error: Some("Use a whole number from 1 to 200.".to_owned()),
        complaint: Some("A roll-back would go to this version.".to_owned()),
        ..page("retired", empty.clone(), None)
    };
    vec![
        page("candidate", diff, Some(shadow)),
        refused,
        page("default", empty, None),
    ]
}
