use std::collections::BTreeSet;

use serde_json::{Value, json};
use studio_batch::{Limits, Row};

use crate::support::{problems, prompts, rows, spec};

fn combined(combine: Value) -> Value {
    json!({"source": "template", "template": "{{ a }}{{ b }}", "combine": combine,
           "lists": {"a": ["1", "2", "3"], "b": ["x", "y", "z"]}})
}

fn sample(size: u64, seed: u64) -> Value {
    combined(json!({"sample": {"size": size, "seed": seed}}))
}

#[test]
fn a_product_is_every_value_with_every_other() {
    assert_eq!(
        prompts(combined(json!("product"))),
        ["1x", "1y", "1z", "2x", "2y", "2z", "3x", "3y", "3z"]
    );
}

#[test]
fn a_zip_is_the_first_ones_together_then_the_second() {
    assert_eq!(prompts(combined(json!("zip"))), ["1x", "2y", "3z"]);
}

#[test]
fn a_zip_of_unequal_lists_names_both_lengths() {
    let json = json!({"source": "template", "template": "{{ a }}{{ b }}", "combine": "zip",
        "lists": {"a": ["1", "2"], "b": ["x", "y", "z"]}});
    assert_eq!(
        problems(json),
        ["lists.b: `b` has 3 values but `a` has 2; zip needs lists of equal length"]
    );
}

#[test]
fn a_sample_within_the_product_repeats_nothing() {
    for seed in 0..50 {
        let drawn = prompts(sample(9, seed));
        let unique: BTreeSet<&String> = drawn.iter().collect();
        assert_eq!(unique.len(), 9, "{drawn:?}");
    }
}

#[test]
fn a_sample_beyond_the_product_repeats() {
    let drawn = prompts(sample(40, 1));
    assert_eq!(drawn.len(), 40);
    let unique: BTreeSet<&String> = drawn.iter().collect();
    assert!(unique.len() <= 9);
}

#[test]
fn a_larger_sample_begins_with_the_smaller_one() {
    assert_eq!(prompts(sample(4, 7)), prompts(sample(9, 7))[..4]);
}

#[test]
fn the_seed_decides_the_sample_for_ever() {
    assert_eq!(prompts(sample(5, 42)), ["2y", "1z", "2z", "3z", "2x"]);
    assert_ne!(prompts(sample(9, 1)), prompts(sample(9, 2)));
}

#[test]
fn the_same_specification_gives_the_same_rows() {
    let json = || {
        json!({"source": "template", "template": "{{ a }} __w__ __w__", "combine": {"sample": {"size": 500, "seed": 9}},
            "lists": {"a": (0..100).map(|n| n.to_string()).collect::<Vec<_>>(), "w": ["k", "l", "m"]},
            "axes": {"models": ["m", "n"], "seeds": {"count": 3}}})
    };
    let first: Vec<Row> = rows(json());
    assert_eq!(first, rows(json()));
    // Reading only some of the rows changes none of them.
    let spec = spec(json());
    assert_eq!(spec.preview(100, &Limits::default()).rows, first[..100]);
    let skipped = spec.expand(&Limits::default()).unwrap().nth(777).unwrap().unwrap();
    assert_eq!(skipped, first[777]);
}

#[test]
fn a_sample_may_be_small_out_of_very_many() {
    let values: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
    let names: Vec<String> = (0..12).map(|n| format!("l{n}")).collect();
    let lists: serde_json::Map<String, Value> = names.iter().map(|name| (name.clone(), json!(values))).collect();
    let template: String = names.iter().map(|name| format!("{{{{ {name} }}}} ")).collect();
    let json = json!({"source": "template", "template": template, "lists": lists,
        "combine": {"sample": {"size": 100, "seed": 1}}});
    let drawn = prompts(json);
    let unique: BTreeSet<&String> = drawn.iter().collect();
    assert_eq!(unique.len(), 100);
}

#[test]
fn a_sample_of_nothing_is_told() {
    assert_eq!(
        problems(sample(0, 1))[0],
        "combine.sample.size: a sample has at least 1 row"
    );
}
