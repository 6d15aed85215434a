use serde_json::{Value, json};

use crate::support::{place, problems, rows};

fn with_axes(axes: Value) -> Value {
    json!({"source": "prompts", "prompts": ["p"], "axes": axes})
}

#[test]
fn models_change_slowest_and_seeds_fastest() {
    let rows = rows(json!({"source": "prompts", "prompts": ["p", "q"], "axes": {
        "models": ["m", "n"], "parameters": {"size": ["big", {"w": 1}], "steps": [20, 28]}, "seeds": [7, 3]}}));
    let places: Vec<String> = rows.iter().map(place).collect();
    assert_eq!(places.len(), 32);
    assert_eq!(
        places[..6],
        [
            "model=m prompt=0 seed=7 size=big steps=20",
            "model=m prompt=0 seed=3 size=big steps=20",
            "model=m prompt=0 seed=7 size=big steps=28",
            "model=m prompt=0 seed=3 size=big steps=28",
            "model=m prompt=0 seed=7 size={\"w\":1} steps=20",
            "model=m prompt=0 seed=3 size={\"w\":1} steps=20",
        ]
    );
    assert_eq!(places[8], "model=n prompt=0 seed=7 size=big steps=20");
    assert_eq!(places[16], "model=m prompt=1 seed=7 size=big steps=20");

    let last = &rows[31];
    assert_eq!(
        (last.prompt.as_str(), last.model_id.as_deref(), last.seed),
        ("q", Some("n"), Some(3))
    );
    assert_eq!(json!(last.parameters), json!({"size": {"w": 1}, "steps": 28}));
}

#[test]
fn places_in_the_grid_are_all_different() {
    let rows = rows(json!({"source": "prompts", "prompts": ["p", "q", "p"], "axes": {
        "models": ["m", "n"], "parameters": {"steps": [20, 28]}, "seeds": {"count": 5}}}));
    let places: std::collections::BTreeSet<String> = rows.iter().map(place).collect();
    assert_eq!(places.len(), rows.len());
}

#[test]
fn empty_axes_change_nothing() {
    let rows = rows(with_axes(
        json!({"models": [], "parameters": {"steps": []}, "seeds": []}),
    ));
    assert_eq!(rows.len(), 1);
    assert_eq!(place(&rows[0]), "prompt=0");
    assert!(rows[0].parameters.is_empty());
}

#[test]
fn a_range_of_seeds_begins_where_it_is_told() {
    let seeds = |seeds: Value| {
        rows(with_axes(json!({"seeds": seeds})))
            .into_iter()
            .map(|row| row.seed.unwrap())
            .collect()
    };
    let check = |json: Value, expected: &[u64]| {
        let seeds: Vec<u64> = seeds(json);
        assert_eq!(seeds, expected);
    };
    check(json!({"count": 3}), &[1, 2, 3]);
    check(json!({"count": 2, "first": 0}), &[0, 1]);
    check(json!({"count": 2, "first": u64::MAX - 1}), &[u64::MAX - 1, u64::MAX]);
}

#[test]
fn axes_that_make_no_sense_are_told() {
    let check = |axes: Value, expected: &str| assert_eq!(problems(with_axes(axes)), [expected]);
    check(
        json!({"seeds": {"count": 0}}),
        "axes.seeds: a range of seeds has at least 1",
    );
    check(
        json!({"seeds": {"count": 3, "first": u64::MAX - 1}}),
        "axes.seeds: 3 seeds from 18446744073709551614 on run past 18446744073709551615",
    );
    check(
        json!({"seeds": [4, 5, 4]}),
        "axes.seeds: `4` is there twice, at places 1 and 3",
    );
    check(
        json!({"models": ["m", "m"]}),
        "axes.models: `m` is there twice, at places 1 and 2",
    );
    check(json!({"models": [" "]}), "axes.models: a model has no name");
    check(
        json!({"parameters": {"size": [{"w": 1}, {"w": 1}]}}),
        "axes.parameters.size: `{\"w\":1}` is there twice, at places 1 and 2",
    );
    check(
        json!({"parameters": {"": [1]}}),
        "axes.parameters: a parameter has no name",
    );
    check(
        json!({"parameters": {"x": [["\0"]]}}),
        "axes.parameters.x: a value has a NUL character",
    );
    check(
        json!({"parameters": {"seed": [1]}, "seeds": [1]}),
        "axes.seeds: the name `seed` is taken by axes.parameters.seed; give one of them another name",
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let json = json!({"source": "template", "template": "{{ a }} {{ b }} __c__", "lists": {"a": []},
        "axes": {"models": ["m", "m"], "seeds": {"count": 0}}});
    let fields: Vec<String> = problems(json)
        .into_iter()
        .map(|problem| problem.split(": ").next().unwrap().to_owned())
        .collect();
    assert_eq!(
        fields,
        ["axes.models", "axes.seeds", "template", "template", "lists.a", "lists"]
    );
}
