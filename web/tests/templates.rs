//! Every template with every sample in every language, and what no template may contain.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use studio_web::{
    assets::Manifest,
    i18n::Lang,
    templates::{Templates, sources},
    views::{self, Frame, ToastKind, samples},
};

fn templates() -> Templates {
    Templates::new(Manifest::default())
}

#[test]
fn every_sample_renders_in_every_language() {
    for lang in Lang::ALL {
        for sample in samples::render_all(&templates(), lang) {
            let html = sample
                .html
                .unwrap_or_else(|error| panic!("{} in {lang:?}: {error:#?}", sample.name));
            assert!(html.len() > 40, "{} in {lang:?} is as good as empty", sample.name);
        }
    }
}

#[test]
fn live_parts_name_their_place() {
    let (templates, frame) = (templates(), samples::signed_in(Lang::De, "/generate"));
    for job in samples::jobs() {
        let html = views::job_card_partial(&templates, &frame, &job).unwrap();
        assert!(html.contains(&format!("hx-target=\"#job-{}\"", job.id)), "{html}");
    }
    let html = views::new_jobs_partial(&templates, &frame, &samples::jobs()).unwrap();
    assert_eq!(html.matches("<job-card").count(), samples::jobs().len());
    let html = views::running_jobs_partial(&templates, Lang::En, 3).unwrap();
    assert!(
        html.contains("#running-side") && html.contains("#running-bottom"),
        "{html}"
    );
    let room = samples::room_pages().remove(2);
    let preview = room.reach.unwrap().preview;
    let html = views::canvas_partial(&templates, &frame, &room.image, preview).unwrap();
    assert!(html.contains("hx-target=\"#canvas\""), "{html}");
    let html = views::credits_partial(&templates, Lang::De, 1_234.5).unwrap();
    assert!(html.contains("1.234,50"), "{html}");
    let html = views::toast_partial(&templates, Lang::En, ToastKind::Error, "<b>no</b>").unwrap();
    assert!(html.contains("&lt;b&gt;") && html.contains("role=\"alert\""), "{html}");
}

#[test]
fn parts_that_are_sent_often_stay_as_they_are() {
    let (templates, frame) = (templates(), samples::signed_in(Lang::En, "/generate"));
    let running = &samples::jobs()[2];
    insta::assert_snapshot!(
        "job_running",
        views::job_card_partial(&templates, &frame, running).unwrap()
    );
    let estimate = &samples::generate_pages()[1].form.estimate;
    insta::assert_snapshot!("estimate_blocked", estimate.render_part(&templates, &frame).unwrap());
    let toast = views::toast_partial(&templates, Lang::De, ToastKind::Error, "Das ging nicht.").unwrap();
    insta::assert_snapshot!("toast_error", toast);
}

#[test]
fn what_users_write_is_escaped_everywhere() {
    for sample in samples::render_all(&templates(), Lang::En) {
        let html = sample.html.unwrap();
        assert!(
            !html.contains("<script>"),
            "{} carries markup from a prompt",
            sample.name
        );
    }
}

#[test]
fn ids_are_unique_on_every_page() {
    for sample in samples::render_all(&templates(), Lang::En) {
        let html = sample.html.unwrap();
        let mut seen = BTreeSet::new();
        for id in html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(seen.insert(id), "{} has the id {id:?} twice", sample.name);
        }
    }
}

/// What the page of all components is for.
#[test]
fn every_file_of_components_is_on_the_page_of_all_components() {
    let all = sources();
    let page: String = all
        .iter()
        .filter(|(name, _)| name.starts_with("pages/design/"))
        .map(|(_, text)| text.as_str())
        .collect();
    let files = all.iter().filter(|(name, _)| name.starts_with("components/"));
    let missing: Vec<_> = files.filter(|(name, _)| !page.contains(name.as_str())).collect();
    assert_eq!(missing.iter().map(|(name, _)| name).collect::<Vec<_>>(), [""; 0]);
}

/// The names of all symbols that `html` asks the icon sprite for.
fn icons(html: &str) -> impl Iterator<Item = String> {
    html.split("<use href=\"").skip(1).map(|rest| {
        let href = rest.split('"').next().unwrap();
        href.split_once('#').unwrap().1.to_owned()
    })
}

#[test]
fn the_sprite_has_the_icons_that_are_drawn_and_no_others() {
    let listed: BTreeSet<String> = serde_json::from_str(include_str!("../frontend/src/icons.json")).unwrap();
    let toast = views::toast_partial(&templates(), Lang::En, ToastKind::Success, "saved").unwrap();
    let mut drawn: BTreeSet<String> = icons(&toast).collect();
    for sample in samples::render_all(&templates(), Lang::En) {
        drawn.extend(icons(&sample.html.unwrap()));
    }
    assert_eq!(drawn, listed);
}

#[test]
fn a_frame_without_a_user_needs_nothing() {
    let html = views::View::render(
        &views::ErrorPage::new(503),
        &templates(),
        &Frame::anonymous(Lang::De, "/gallery"),
    );
    assert!(html.unwrap().contains("Das Studio macht Pause"));
}

/// What the Content Security Policy forbids or what would need `eval`; under it these fail without a word.
const BANNED: [&str; 12] = [
    "hx-on",
    "js:",
    "javascript:",
    "<style",
    "|safe",
    "hx-boost",
    "hx-vals='js",
    "hx-vals=\"js",
    "<iframe",
    "style=\"{{",
    "target=\"_blank\"",
    "http://",
];

#[test]
fn no_template_uses_what_the_policy_forbids() {
    for (name, text) in sources() {
        for banned in BANNED {
            assert!(!text.contains(banned), "{name} contains {banned}");
        }
        assert!(!has_event_attribute(&text), "{name} has an on… attribute");
        for tag in text.split("<script").skip(1) {
            let tag = tag.split("</script>").next().unwrap();
            assert!(
                tag.contains("src=") || tag.contains("application/json"),
                "{name} has an inline script"
            );
        }
    }
}

/// Finds ` onclick=` and its like.
fn has_event_attribute(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('=').is_some_and(|(name, _)| {
            name.len() > 4 && name.starts_with("on") && name.bytes().all(|letter| letter.is_ascii_lowercase())
        })
    })
}

#[test]
fn triggers_have_no_filters() {
    for (name, text) in sources() {
        for trigger in text.split("hx-trigger=\"").skip(1) {
            let trigger = trigger.split('"').next().unwrap();
            let is_filter = trigger.contains('[') && !trigger.contains("from:");
            assert!(!is_filter, "{name}: {trigger} would need eval");
        }
    }
}

/// The keys of all messages of a language.
fn keys(lang: Lang) -> BTreeSet<String> {
    let folder = format!("{}/locales/{}", env!("CARGO_MANIFEST_DIR"), lang.tag());
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .flat_map(|text| text.lines().filter_map(key).collect::<Vec<_>>())
        .collect()
}

fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once(" =")?;
    key.starts_with(|first: char| first.is_ascii_lowercase())
        .then(|| key.to_owned())
}

#[test]
fn every_language_has_the_same_messages() {
    assert!(keys(Lang::En).len() > 100);
    for lang in Lang::ALL {
        assert_eq!(keys(Lang::En), keys(lang), "{lang:?}");
    }
}

#[test]
fn every_message_that_is_used_exists_and_every_message_is_used() {
    let known = keys(Lang::En);
    let (mut used, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
    for (name, text) in sources() {
        for call in text.split("t(\"").skip(1) {
            let (key, rest) = call.split_once('"').unwrap();
            if rest.trim_start().starts_with('~') {
                prefixes.insert(key.to_owned());
            } else {
                assert!(known.contains(key), "{name} uses t({key:?}), which does not exist");
                used.insert(key.to_owned());
            }
        }
    }
    for key in known {
        let is_used = used.contains(&key)
            || key.starts_with("field-")
            || key.ends_with("-title")
            || key.ends_with("-lead")
            || prefixes.iter().any(|prefix| key.starts_with(prefix.as_str()))
            || ["prompt", "negative-prompt", "effective-prompt", "sign-up", "log-in"].contains(&key.as_str());
        assert!(is_used, "the message {key} is used nowhere");
    }
}
