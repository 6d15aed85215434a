use serde_json::{Value, json};
use studio_batch::{BatchSpec, Combine, Seeds};

use crate::support::spec;

fn refused(json: Value) -> String {
    serde_json::from_value::<BatchSpec>(json).unwrap_err().to_string()
}

#[test]
fn a_specification_survives_storing() {
    for json in [
        json!({"source": "prompts", "prompts": ["a", "b"]}),
        json!({"source": "csv", "text": "prompt\na", "mapping": {"prompt": "variable"}, "template": "{{ prompt }}"}),
        json!({"source": "template", "template": "{{ a }}", "lists": {"a": ["1"]}, "combine": "zip"}),
        json!({"source": "template", "template": "{{ a }}", "lists": {"a": ["1"]},
               "combine": {"sample": {"size": 3, "seed": 18_446_744_073_709_551_615_u64}},
               "axes": {"models": ["m"], "parameters": {"steps": [20, "x", null]}, "seeds": {"count": 2, "first": 5}}}),
    ] {
        let stored = serde_json::to_string(&spec(json.clone())).unwrap();
        assert_eq!(
            serde_json::from_str::<BatchSpec>(&stored).unwrap(),
            spec(json),
            "{stored}"
        );
    }
}

#[test]
fn what_is_left_out_has_a_default() {
    let BatchSpec::Template(template) = spec(json!({"source": "template", "template": "a"})) else {
        panic!("a template");
    };
    assert_eq!(template.combine, Combine::Product);
    assert_eq!(template.axes.seeds, Seeds::List(vec![]));
    let seeds: Seeds = serde_json::from_value(json!({"count": 4})).unwrap();
    assert_eq!(seeds, Seeds::Range { count: 4, first: 1 });
}

#[test]
fn unknown_fields_and_sources_are_refused_by_name() {
    let check = |json: Value, expected: &str| {
        let error = refused(json);
        assert!(error.contains(expected), "{error}");
    };
    check(
        json!({"source": "prompts", "prompts": [], "prompt": "x"}),
        "unknown field `prompt`",
    );
    check(
        json!({"source": "csv", "text": "", "seperator": ";"}),
        "unknown field `seperator`",
    );
    check(
        json!({"source": "prompts", "prompts": [], "axes": {"seed": [1]}}),
        "unknown field `seed`",
    );
    check(
        json!({"source": "template", "template": "", "combine": "all"}),
        "unknown variant `all`",
    );
    check(
        json!({"source": "template", "template": "", "combine": {"sample": {"size": 1, "seed": 1, "x": 1}}}),
        "unknown field `x`",
    );
    check(json!({"source": "excel"}), "unknown variant `excel`");
    check(json!({"prompts": []}), "missing field `source`");
}

#[test]
fn wrong_seeds_are_told_by_what_is_wrong_with_them() {
    let check = |seeds: Value, expected: &str| {
        let error = refused(json!({"source": "prompts", "prompts": [], "axes": {"seeds": seeds}}));
        assert!(error.contains(expected), "{error}");
    };
    check(json!([1, -1]), "invalid value: integer `-1`, expected u64");
    check(json!({"count": 3, "last": 9}), "unknown field `last`");
    check(json!({"first": 3}), "missing field `count`");
    check(json!(7), "a list of seeds or {\"count\": n, \"first\": seed}");
}
