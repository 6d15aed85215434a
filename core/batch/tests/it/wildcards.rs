use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{place, problems, prompts, rows};

fn letters() -> Vec<String> {
    ('a'..='z').map(String::from).collect()
}

#[test]
fn a_list_used_only_as_wildcard_takes_no_part_in_the_product() {
    let json = json!({"source": "template", "template": "{{ n }}-__letter__",
        "lists": {"n": ["1", "2", "3"], "letter": letters()}});
    let rows = rows(json);
    assert_eq!(rows.len(), 3);
    for (row, n) in rows.iter().zip(1..) {
        let (number, letter) = row.prompt.split_once('-').unwrap();
        assert_eq!(number, n.to_string());
        assert!(letters().contains(&letter.to_owned()));
        assert_eq!(place(row), format!("n={n}"));
    }
}

#[test]
fn a_list_can_be_variable_and_wildcard() {
    let json = json!({"source": "template", "template": "{{ x }} __x__", "lists": {"x": ["a", "b"]}});
    let drawn = prompts(json);
    assert_eq!(drawn.len(), 2);
    assert!(drawn[0].starts_with("a ") && drawn[1].starts_with("b "));
}

#[test]
fn each_row_and_each_place_draws_by_itself() {
    let json = json!({"source": "template", "template": "__l__ __l__", "lists": {"l": letters()},
        "combine": {"sample": {"size": 200, "seed": 5}}});
    let drawn = prompts(json);
    let unique: BTreeSet<&String> = drawn.iter().collect();
    assert!(unique.len() > 120, "{}", unique.len());
    assert!(drawn.iter().any(|prompt| prompt.as_bytes()[0] != prompt.as_bytes()[2]));
}

#[test]
fn the_seed_decides_what_is_drawn() {
    let drawn = |seed: u64| {
        prompts(
            json!({"source": "template", "template": "__l__", "lists": {"l": letters()},
            "combine": {"sample": {"size": 50, "seed": seed}}}),
        )
    };
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
}

#[test]
fn axes_share_what_was_drawn() {
    let json = json!({"source": "template", "template": "__l__", "lists": {"l": letters()},
        "axes": {"models": ["m", "n"], "seeds": {"count": 5}}});
    let unique: BTreeSet<String> = prompts(json).into_iter().collect();
    assert_eq!(unique.len(), 1);
}

#[test]
fn values_of_variables_may_hold_wildcards() {
    let json = json!({"source": "template", "template": "{{ x }}", "lists": {"x": ["a __y__", "b"], "y": ["c"]}});
    assert_eq!(prompts(json), ["a c", "b"]);
}

#[test]
fn wildcards_without_a_list_are_told() {
    let check = |template: &str, lists: Value, expected: &[&str]| {
        let json = json!({"source": "template", "template": template, "lists": lists});
        assert_eq!(problems(json), expected);
    };
    check(
        "a __colour__ fox",
        json!({"color": ["red"]}),
        &[
            "template: the wildcard __colour__ has no list `colour`",
            "lists.color: the template does not use this list; write {{ color }} or __color__",
        ],
    );
    check(
        "{{ x }}",
        json!({"x": ["__y__"]}),
        &["template: the wildcard __y__ has no list `y`"],
    );
    check("snake_case and __ or ____", json!({}), &[]);
}

#[test]
fn filled_in_wildcards_count_as_output() {
    let long = "x".repeat(30_000);
    let json = json!({"source": "template", "template": "__l__ __l__", "lists": {"l": [long]}});
    assert_eq!(
        problems(json),
        ["row 0: template: the template writes more than 50000 bytes for this row"]
    );
}
