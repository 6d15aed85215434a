use serde_json::json;
use studio_batch::Limits;

use crate::support::{place, problems, problems_within, rows, spec};

#[test]
fn every_prompt_is_a_row() {
    let rows = rows(json!({"source": "prompts", "prompts": ["  a fox ", "an owl\nat night"]}));
    assert_eq!(rows[0].prompt, "a fox");
    assert_eq!(rows[1].prompt, "an owl\nat night");
    assert_eq!(place(&rows[1]), "prompt=1");
    assert_eq!((rows[1].seed, rows[1].line, &rows[1].model_id), (None, None, &None));
}

#[test]
fn broken_prompts_are_told_and_the_others_made() {
    let json = json!({"source": "prompts", "prompts": ["a", "  ", "b", "x\0y"], "axes": {"seeds": [1, 2]}});
    assert_eq!(
        problems(json.clone()),
        [
            "row 2: prompts.1: the prompt is empty",
            "row 6: prompts.3: the prompt has a NUL character"
        ]
    );
    let spec = spec(json);
    let (good, bad): (Vec<_>, Vec<_>) = spec.expand(&Limits::default()).unwrap().partition(Result::is_ok);
    let places: Vec<u32> = good.into_iter().map(|row| row.unwrap().index).collect();
    assert_eq!(places, [0, 1, 4, 5], "broken rows leave gaps");
    assert_eq!(bad.len(), 2, "one problem for all rows of a prompt");
    assert_eq!(spec.count().unwrap(), 8);
}

#[test]
fn lengths_are_counted_in_characters() {
    let limits = Limits {
        max_prompt_chars: 5,
        ..Limits::default()
    };
    let json = json!({"source": "prompts", "prompts": ["füñfé", "sechs!"]});
    assert_eq!(
        problems_within(json, &limits),
        ["row 1: prompts.1: the prompt has 6 characters; at most 5 are allowed"]
    );
}

#[test]
fn no_prompts_are_no_batch() {
    assert_eq!(
        problems(json!({"source": "prompts", "prompts": []})),
        ["prompts: there are no rows"]
    );
}

#[test]
fn problems_stop_at_the_limit() {
    let json = json!({"source": "prompts", "prompts": vec![""; 500]});
    assert_eq!(problems(json.clone()).len(), 100);
    let limits = Limits {
        max_errors: 7,
        ..Limits::default()
    };
    assert_eq!(problems_within(json, &limits).len(), 7);
}

#[test]
fn a_preview_shows_the_first_good_rows_and_what_is_wrong_before_them() {
    let spec = spec(json!({"source": "prompts", "prompts": ["", "a", "b", "", "c"]}));
    let preview = spec.preview(2, &Limits::default());
    assert_eq!(preview.count, Some(5));
    let prompts: Vec<&str> = preview.rows.iter().map(|row| row.prompt.as_str()).collect();
    assert_eq!(prompts, ["a", "b"]);
    assert_eq!(preview.problems.len(), 1);
    assert_eq!(spec.preview(10, &Limits::default()).problems.len(), 2);
    assert_eq!(spec.preview(0, &Limits::default()).problems, []);
}

#[test]
fn a_preview_of_too_many_rows_still_shows_the_first() {
    let json = json!({"source": "prompts", "prompts": ["a"], "axes": {"seeds": {"count": 1_000_000_000}}});
    let preview = spec(json).preview(2, &Limits::default());
    assert_eq!(preview.count, Some(1_000_000_000));
    assert_eq!(preview.rows[1].seed, Some(2));
    assert_eq!(preview.problems[0].field, "prompts");
}
