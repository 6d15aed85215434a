use serde_json::{Value, json};
use studio_batch::{CsvSpec, Limits, Target};

use crate::support::{place, problems, problems_within, prompts, rows, spec};

fn csv(text: &str) -> Value {
    json!({"source": "csv", "text": text})
}

fn mapped(text: &str, mapping: Value) -> Value {
    json!({"source": "csv", "text": text, "mapping": mapping})
}

#[test]
fn columns_named_like_fields_fill_them() {
    let rows = rows(csv(
        "prompt,negative_prompt,model_id,seed,num_images,parameters.steps,mood\n\
                         a fox,blurry,flux,18446744073709551615,4,28,calm\n\
                         an owl,,,,,,\n",
    ));
    let full = json!({
        "index": 0, "line": 2, "prompt": "a fox", "negative_prompt": "blurry", "model_id": "flux",
        "parameters": {"steps": 28}, "seed": u64::MAX, "num_images": 4, "axes": {"mood": "calm"}
    });
    assert_eq!(json!(rows[0]), full);
    let empty = json!({
        "index": 1, "line": 3, "prompt": "an owl", "negative_prompt": null, "model_id": null,
        "parameters": {}, "seed": null, "num_images": null, "axes": {"mood": ""}
    });
    assert_eq!(json!(rows[1]), empty, "empty cells leave fields to their defaults");
}

#[test]
fn a_mapping_says_otherwise() {
    let mapping = json!({"text": "prompt", "prompt": "ignore", "n": "num_images", "steps": "parameters.steps"});
    let rows = rows(mapped("prompt;text;n;steps\nold;a fox;2;8\n", mapping));
    assert_eq!((rows[0].prompt.as_str(), rows[0].num_images), ("a fox", Some(2)));
    assert_eq!(json!(rows[0].parameters), json!({"steps": 8}));
    assert_eq!(place(&rows[0]), "prompt=0");
}

#[test]
fn a_template_makes_the_prompt_from_columns() {
    let json = json!({"source": "csv", "text": "animal,place\nfox,snow\nowl,wood\n", "template": "a {{ animal }} in {{ place }}"});
    assert_eq!(prompts(json.clone()), ["a fox in snow", "a owl in wood"]);
    assert_eq!(place(&rows(json)[1]), "animal=owl place=wood");
}

#[test]
fn a_prompt_column_can_be_a_variable() {
    let json = json!({"source": "csv", "text": "prompt\nfox, red\n", "mapping": {"prompt": "variable"}, "template": "{{ prompt }}, 4k"});
    assert_eq!(prompts(json), ["fox, red, 4k"]);
}

#[test]
fn templates_and_columns_have_to_fit() {
    let check = |text: &str, template: &str, expected: &[&str]| {
        let json = json!({"source": "csv", "text": text, "template": template});
        assert_eq!(problems(json), expected);
    };
    check(
        "prompt,x\na,b\n",
        "{{ x }}",
        &["template: a column is the prompt already; map it to `variable` to use it in the template"],
    );
    check(
        "x,seed\na,1\n",
        "{{ y }}",
        &["template: there is no variable `y`; there are `x`"],
    );
    check(
        "x,seed\na,1\n",
        "{{ seed }}",
        &["template: there is no variable `seed`; there are `x`"],
    );
    check(
        "x\na\n",
        "{{ x",
        &["template: line 1: syntax error: unexpected end of input, expected end of variable block"],
    );
    check("x\na\n", "{{ y|default(x) }}", &[]);
}

#[test]
fn wrong_mappings_are_told_by_column() {
    let check = |mapping: Value, expected: &str| assert_eq!(problems(mapped("prompt,x\na,b\n", mapping)), [expected]);
    check(
        json!({"foo": "seed"}),
        "mapping.foo: there is no column `foo`; the columns are `prompt`, `x`",
    );
    check(
        json!({"x": "sed"}),
        "mapping.x: `sed` is no use of a column; allowed are prompt, negative_prompt, model_id, seed, num_images, \
         parameters.<name>, variable and ignore",
    );
    check(
        json!({"x": "prompt"}),
        "mapping.x: the columns `prompt` and `x` both give prompt",
    );
    check(
        json!({"prompt": "ignore"}),
        "mapping: no column is the prompt; map one of `prompt`, `x` to `prompt`, or make it with a template",
    );
}

#[test]
fn headers_that_cannot_be_used_are_told() {
    let check = |text: &str, expected: &str| assert_eq!(problems(csv(text)), [expected]);
    check("", "text: the file is empty");
    check("\n \n", "text: the file is empty");
    check(",,\n,,\n", "text: no line has column names");
    check("prompt,,x\na,b,c\n", "text: column 2 has no name in the first line");
    check(
        "prompt,x, prompt \na,b,c\n",
        "text: columns 1 and 3 are both named `prompt`",
    );
    check("prompt,x\n", "text: there are no rows");
    check(
        "prompt\na\0b\n",
        "text: this is not a text file; export the table as CSV (UTF-8)",
    );
    check(
        "a fox,an owl\na cat,a dog\n",
        "mapping: no column is the prompt; map one of `a fox`, `an owl` to `prompt`, or make it with a template",
    );
}

#[test]
fn axes_do_not_override_columns() {
    let json = json!({"source": "csv", "text": "prompt,seed,model_id,parameters.steps,style\na,1,m,8,x\n",
        "axes": {"models": ["n"], "seeds": [2], "parameters": {"steps": [1], "style": [1]}}});
    let already = |field: &str, column: &str| {
        format!("{field}: the column `{column}` gives {column} already; ignore the column or leave the axis out")
    };
    assert_eq!(
        problems(json),
        [
            "axes.parameters.style: the name `style` is taken by mapping.style; give one of them another name",
            &already("axes.seeds", "seed"),
            &already("axes.models", "model_id"),
            &already("axes.parameters.steps", "parameters.steps"),
        ]
    );
}

#[test]
fn axes_multiply_records() {
    let json = json!({"source": "csv", "text": "prompt,mood\na,calm\nb,wild\n", "axes": {"models": ["m", "n"]}});
    let places: Vec<String> = rows(json).iter().map(place).collect();
    assert_eq!(
        places,
        [
            "model=m mood=calm",
            "model=n mood=calm",
            "model=m mood=wild",
            "model=n mood=wild"
        ]
    );
}

#[test]
fn a_form_can_ask_what_columns_are_for() {
    let spec = CsvSpec {
        text: "prompt\tparameters.cfg\tvariable\tmood\n".to_owned(),
        mapping: [
            ("mood".to_owned(), "ignore".to_owned()),
            ("variable".to_owned(), "nonsense".to_owned()),
        ]
        .into(),
        ..CsvSpec::default()
    };
    let targets: Vec<Target> = spec
        .columns()
        .unwrap()
        .into_iter()
        .map(|column| column.target)
        .collect();
    assert_eq!(
        targets,
        [
            Target::Prompt,
            Target::Parameter("cfg".to_owned()),
            Target::Variable,
            Target::Ignore
        ]
    );
    for target in targets {
        assert_eq!(target.to_string().parse(), Ok(target));
    }
}

#[test]
fn texts_over_the_limits_are_refused_before_they_are_read() {
    let limits = Limits {
        max_csv_bytes: 10,
        max_template_bytes: 3,
        ..Limits::default()
    };
    assert_eq!(
        problems_within(csv("prompt\nabcd\n"), &limits),
        ["text: the text has 12 bytes; at most 10 are allowed"]
    );
    let json = json!({"source": "csv", "text": "x\na\n", "template": "{{ x }}"});
    assert_eq!(
        problems_within(json, &limits),
        ["template: the template has 7 bytes; at most 3 are allowed"]
    );
    assert_eq!(spec(csv("prompt\nabcd\n")).preview(1, &limits).rows, []);
}
