use std::time::{Duration, Instant};

use serde_json::{Value, json};
use studio_batch::{Limits, SpecError};

use crate::support::{problems, problems_within, spec};

/// Ten lists of ten values: 10^10 combinations; with the seeds far more than `u64` holds.
fn huge(seeds: u64) -> Value {
    let names = "abcdefghij".chars();
    let lists: serde_json::Map<String, Value> = names
        .clone()
        .map(|name| {
            (
                name.to_string(),
                json!((0..10).map(|n| n.to_string()).collect::<Vec<_>>()),
            )
        })
        .collect();
    let template: String = names.map(|name| format!("{{{{ {name} }}}}")).collect();
    json!({"source": "template", "template": template, "lists": lists, "axes": {"seeds": {"count": seeds}}})
}

#[test]
fn a_product_of_billions_is_counted_and_refused_without_being_made() {
    let spec = spec(huge(1));
    let started = Instant::now();
    assert_eq!(spec.count().unwrap(), 10_000_000_000);
    let problems = spec.expand(&Limits::default()).err().unwrap();
    // Microseconds in truth; the bound only has to be far from what making the rows takes.
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(
        problems[0].to_string(),
        "lists: the batch makes 10000000000 rows; at most 100000 are allowed"
    );
}

#[test]
fn counts_past_u64_stay_at_its_end() {
    let json = huge(1_000_000_000_000);
    assert_eq!(spec(json.clone()).count().unwrap(), u64::MAX);
    assert_eq!(
        problems(json),
        ["lists: the batch makes 18446744073709551615 or more rows; at most 100000 are allowed"]
    );
}

#[test]
fn axes_multiply() {
    let json = json!({"source": "prompts", "prompts": ["a", "b"], "axes": {
        "models": ["m", "n", "o"], "parameters": {"x": [1, 2], "y": [1, 2, 3], "z": []}, "seeds": {"count": 5}}});
    assert_eq!(spec(json).count().unwrap(), 2 * 3 * 2 * 3 * 5);
}

#[test]
fn the_limit_itself_is_allowed() {
    let limits = Limits {
        max_rows: 4,
        ..Limits::default()
    };
    let of = |count: u64| json!({"source": "prompts", "prompts": ["a", "b"], "axes": {"seeds": {"count": count}}});
    assert_eq!(problems_within(of(2), &limits), [""; 0]);
    assert_eq!(
        problems_within(of(3), &limits),
        ["prompts: the batch makes 6 rows; at most 4 are allowed"]
    );
}

#[test]
fn records_are_counted_without_header_and_blank_lines() {
    let json = json!({"source": "csv", "text": "prompt;x\na;1\n\n;\nb\n\"c\nd\";2\n", "axes": {"seeds": [1, 2]}});
    assert_eq!(spec(json).count().unwrap(), 6, "the ragged record counts too");
}

#[test]
fn what_has_no_shape_cannot_be_counted() {
    let count = |json| spec(json).count().unwrap_err();
    assert!(matches!(count(json!({"source": "csv", "text": ""})), SpecError::Csv(_)));
    assert!(matches!(
        count(json!({"source": "template", "template": "{{"})),
        SpecError::Template(_)
    ));
    let lists = json!({"a": ["1", "2"], "b": ["1"]});
    let json = json!({"source": "template", "template": "{{ a }}{{ b }}", "lists": lists, "combine": "zip"});
    assert!(matches!(count(json), SpecError::UnequalLists { .. }));
}
