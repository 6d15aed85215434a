use serde_json::{Value, json};

use crate::support::{place, problems, prompts, rows};

fn template(template: &str, lists: Value) -> Value {
    json!({"source": "template", "template": template, "lists": lists})
}

#[test]
fn lists_fill_the_template() {
    let json = template(
        "\n{% if color == 'red' %}big {% endif %}{{ color }} {{ animal|upper }}\n",
        json!({"color": ["red", "white"], "animal": ["fox", "owl"]}),
    );
    assert_eq!(
        prompts(json.clone()),
        ["big red FOX", "white FOX", "big red OWL", "white OWL"]
    );
    assert_eq!(place(&rows(json)[1]), "animal=fox color=white");
}

#[test]
fn a_template_without_lists_is_one_row() {
    let rows = rows(json!({"source": "template", "template": "a fox", "axes": {"seeds": {"count": 2}}}));
    assert_eq!(rows.len(), 2);
    assert_eq!(place(&rows[1]), "prompt=0 seed=2");
}

#[test]
fn nothing_is_escaped_and_values_are_no_templates() {
    let json = template("{{ a }}", json!({"a": ["<b> & \"c\"", "{{ a }}"]}));
    assert_eq!(prompts(json), ["<b> & \"c\"", "{{ a }}"]);
}

#[test]
fn empty_values_are_allowed_and_empty_prompts_are_not() {
    let json = template("{{ size }} fox", json!({"size": ["", "big"]}));
    assert_eq!(prompts(json), ["fox", "big fox"]);
    let json = template("{{ size }}", json!({"size": ["", "big"]}));
    assert_eq!(problems(json), ["row 0: template: the prompt is empty"]);
}

#[test]
fn unknown_variables_and_unused_lists_are_told() {
    let check = |source: &str, lists: Value, expected: &[&str]| assert_eq!(problems(template(source, lists)), expected);
    check(
        "{{ colour }} fox",
        json!({"color": ["red"]}),
        &[
            "template: there is no variable `colour`, nor any other",
            "lists.color: the template does not use this list; write {{ color }} or __color__",
        ],
    );
    check(
        "{{ a }} {{ b }}",
        json!({"a": ["x"]}),
        &["template: there is no variable `b`; there are `a`"],
    );
    check(
        "{% for n in range(2) %}{{ a }}{{ loop.index }}{% endfor %}{% set x = 1 %}{{ x }}",
        json!({"a": ["x"]}),
        &[],
    );
    check("{{ a }}{{ b|default('') }}", json!({"a": ["x"]}), &[]);
}

#[test]
fn lists_have_their_rules() {
    let check = |lists: Value, expected: &str| assert_eq!(problems(template("{{ a }}", lists))[0], expected);
    check(json!({"a": []}), "lists.a: the list has no values");
    check(json!({"a": ["x", "y\0"]}), "lists.a.1: the value has a NUL character");
    check(
        json!({"a": ["x"], "b c": ["x"]}),
        "lists.b c: the name of a list is letters a to z, digits and single underscores, a letter first",
    );
    check(
        json!({"a": ["x".repeat(100_001)]}),
        "lists.a.0: the value has 100001 bytes; at most 100000 are allowed",
    );
}

#[test]
fn a_list_may_not_share_its_name_with_an_axis() {
    let json =
        json!({"source": "template", "template": "{{ model }}", "lists": {"model": ["x"]}, "axes": {"models": ["m"]}});
    assert_eq!(
        problems(json),
        ["axes.models: the name `model` is taken by lists.model; give one of them another name"]
    );
}

#[test]
fn errors_name_their_line() {
    let check = |source: &str, expected: &str| {
        let found = problems(template(source, json!({})));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(expected), "{found:?}");
    };
    check("a\nb {% if %}", "template: line 2: syntax error: ");
    check(
        "a\n\n{{ 'x'|nonsense }}",
        "template: line 3: there is no filter `nonsense`; ",
    );
    check("a\n{{ nothing.at.all }}", "template: there is no variable `nothing`");
    check("a\n{{ {}.x.y }}", "template: line 2: undefined value");
    check(
        "{% if x is defined %}{% else %}\n{{ x }}{% endif %}",
        "row 0: template: line 2: undefined value",
    );
}
