//! Prompts with gaps: which there are, and what comes of filling them in.

use std::collections::BTreeMap;

use studio_batch::form::{Variable, fill, variables};

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn gaps_are_named_and_filled() {
    let text = "a {{ subject }} in {{ style|default('oil') }}";
    let gap = |name: &str, is_optional| Variable {
        name: name.to_owned(),
        is_optional,
    };
    assert_eq!(variables(text), Ok(vec![gap("style", true), gap("subject", false)]));
    assert_eq!(fill(text, &values(&[("subject", " fox ")])).unwrap(), "a fox in oil");
    assert_eq!(
        fill(text, &values(&[("subject", "fox"), ("style", " ")])).unwrap(),
        "a fox in oil"
    );
    assert_eq!(
        fill(text, &values(&[("subject", "fox"), ("style", "ink")])).unwrap(),
        "a fox in ink"
    );
    assert!(fill(text, &values(&[("style", "ink")])).is_err());
}

#[test]
fn an_ordinary_text_stays_as_it_is() {
    for text in ["a fox", "50 % { } %} }}", "", "{a|b}"] {
        assert_eq!(variables(text), Ok(Vec::new()), "{text}");
        assert_eq!(fill(text, &values(&[("a", "b")])).unwrap(), text);
    }
}

#[test]
fn values_are_no_templates() {
    let filled = fill(
        "{{ a }}",
        &values(&[("a", "{{ b }}{% for x in range(9) %}x{% endfor %}")]),
    )
    .unwrap();
    assert_eq!(filled, "{{ b }}{% for x in range(9) %}x{% endfor %}");
}

#[test]
fn what_is_no_template_or_does_too_much_is_refused() {
    for text in [
        "{{ a",
        "{% if %}",
        "{% include 'x' %}",
        "{{ a.b() }}",
        &"{{ a }}".repeat(3000),
    ] {
        assert!(variables(text).is_err(), "{text}");
        assert!(fill(text, &values(&[("a", "b")])).is_err(), "{text}");
    }
    let endless = "{% for a in range(999) %}{% for b in range(999) %}x{% endfor %}{% endfor %}";
    assert!(fill(endless, &values(&[])).is_err());
    let long = fill("{{ a }}{{ a }}", &values(&[("a", &"x".repeat(30_000))]));
    assert!(long.is_err());
}
