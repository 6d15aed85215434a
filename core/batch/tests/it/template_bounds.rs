//! Templates that try to take more than they may. Every one must end as an error, soon and in little memory.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use studio_batch::{Limits, Problem};

use crate::support::{problems, problems_within, spec};

fn outcome(template: &str) -> Vec<String> {
    let started = Instant::now();
    let found = problems(json!({"source": "template", "template": template}));
    let took = started.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}: {template:.200}");
    found
}

fn refused(template: &str) -> String {
    let found = outcome(template);
    assert_eq!(found.len(), 1, "{template:.200}: {found:?}");
    found.into_iter().next().expect("one problem")
}

fn check(template: &str, expected: &str) {
    let found = refused(template);
    assert!(found.contains(expected), "{template:.200}: {found}");
}

#[test]
fn long_loops_end() {
    check(
        "{% for i in range(100000000) %}x{% endfor %}",
        "row 0: template: line 1: invalid operation: a range has at most 1000 numbers",
    );
    let message = "the template does too much for one row (more than 20000 steps)";
    for template in [
        "{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}",
        "{% for i in range(1000) %}{% for j in range(1000) %}x{% endfor %}{% endfor %}",
        "{% for i in range(1000) recursive %}{% if loop.depth < 9 %}{{ loop(range(9)) }}{% endif %}{% endfor %}",
        "{% for i in ('x' * 900000)|list %}{% endfor %}",
    ] {
        check(template, message);
    }
}

#[test]
fn texts_that_double_end() {
    let message = "the template does too much for one row (more than 20000 steps)";
    let join = "{% set a = a ~ a %}".repeat(60);
    let plus = "{% set a = a + a %}".repeat(60);
    let captures = "{% set a %}{{ a }}{{ a }}{% endset %}".repeat(60);
    for template in [
        format!("{{% set a = 'xxxxxxxx' %}}{join}fox"),
        format!("{{% set a = 'xxxxxxxx' %}}{plus}fox"),
        format!("{{% set a = 'xxxxxxxx' %}}{captures}fox"),
        "{{ 'x' * 100000000 }}".to_owned(),
        "{{ 'x' * 1000000000000 }}".to_owned(),
        "{% set a = 'x' * 90000 %}{{ a|replace('x', a) }}".to_owned(),
        "{% set a = 'x' * 90000 %}{{ a|list|join(a) }}".to_owned(),
        "{{ 'x'|indent(99999999, true) }}".to_owned(),
    ] {
        check(&template, message);
    }
}

#[test]
fn lists_do_not_multiply() {
    let message = "this may be a list, and only texts and numbers can be used here";
    let nested = "{% set a = [a, a] %}".repeat(40);
    let doubled = "{% set a = a + a %}".repeat(40);
    for template in [
        format!("{{% set a = [1] %}}{nested}{{{{ a }}}}"),
        format!("{{% set a = [1] %}}{doubled}{{{{ a }}}}"),
        "{{ [1] * 100000000 }}".to_owned(),
        "{{ 2 in [1] * 100000000 }}".to_owned(),
        "{{ [1] ~ 'x' }}".to_owned(),
        "{{ [[1], [1]] }}".to_owned(),
        "{{ {'a': [1]} }}".to_owned(),
        "{{ (range(9), 1) }}".to_owned(),
        "{{ ('a b'|split) * 9 }}".to_owned(),
        "{{ (x|default([1])) * 9 }}".to_owned(),
        "{{ ([1] if true else 2) * 9 }}".to_owned(),
        "{{ ([1] or 2) * 9 }}".to_owned(),
        "{% set a | split %}a b{% endset %}{{ a * 9 }}".to_owned(),
        "{% with a = [1] %}{{ a * 9 }}{% endwith %}".to_owned(),
        "{% macro f(a) %}{{ a * 9 }}{% endmacro %}{{ f([1]) }}".to_owned(),
        "{% macro f(a=[1]) %}{{ a * 9 }}{% endmacro %}{{ f() }}".to_owned(),
        "{% for i in range(2) %}{% if i %}{{ a * 9 }}{% endif %}{% set a = b %}{% set b = [1] %}{% endfor %}"
            .to_owned(),
        "{% for i in [1] %}{{ [loop] }}{% endfor %}".to_owned(),
        "{{ -[1] }}".to_owned(),
    ] {
        check(&template, message);
    }
    let message = "copy the list first";
    check("{% set a = range(9) %}{% set a = a[:9] %}{{ a }}", message);
    check("{% set a = range(9)|reverse %}{{ a }}", message);
    check(
        "{% macro f() %}{% endmacro %}{{ f.arguments * 9 }}",
        "a macro can only be called",
    );
    check(
        "{% macro f() %}{% endmacro %}{% set g = f %}",
        "a macro can only be called",
    );
    check(
        "{% call(a) g() %}{{ caller }}{% endcall %}{% macro g() %}{{ caller(1) }}{% endmacro %}",
        "a macro can only be called",
    );
    let chain: String = (0..20)
        .rev()
        .map(|n| format!("{{% set a{} = a{n} %}}", n + 1))
        .collect();
    check(
        &format!("{chain}{{% set a0 = [1] %}}"),
        "too many lists are made from one another",
    );
}

#[test]
fn what_prompts_need_is_there() {
    let check = |template: &str, expected: &str| {
        let spec = spec(json!({"source": "template", "template": template, "lists": {"n": ["2"], "w": ["red big"]}}));
        let preview = spec.preview(1, &Limits::default());
        let prompts: Vec<&str> = preview.rows.iter().map(|row| row.prompt.as_str()).collect();
        assert_eq!(prompts, [expected], "{template}: {:?}", preview.problems);
    };
    let all = |template: &str| format!("{template}{{% if false %}}{{{{ n }}}}{{{{ w }}}}{{% endif %}}");
    check(
        &all("{% for i in range(3) %}{{ i + 1 }}{{ ', ' if not loop.last }}{% endfor %}"),
        "1, 2, 3",
    );
    check(
        &all("{% set c = ['red', n, 3] %}{{ c[0] }} {{ c|length * 2 }} {{ c|join('-') }}"),
        "red 6 red-2-3",
    );
    check(
        &all("{{ w|split(' ')|first }} {{ (w|split)[1:]|join }} {{ w|title }}"),
        "red big Red Big",
    );
    check(
        &all("{% if n in ['1', '2'] and n is not none %}{{ n|int * 21 }}{% endif %}"),
        "42",
    );
    check(
        &all("{% macro twice(x, sep=' ') %}{{ x ~ sep ~ x }}{% endmacro %}{{ twice(n) }}{{ twice(w, sep='/') }}"),
        "2 2red big/red big",
    );
    check(
        &all("{% macro box() %}({{ caller('x') }}){% endmacro %}{% call(y) box() %}{{ y }}{{ n }}{% endcall %}"),
        "(x2)",
    );
    check(
        &all("{% set m = {'2': 'two'} %}{{ m[n] }} {{ m['9']|default('many') }}"),
        "two many",
    );
    check(
        &all("{% for a in ['x', 'y'] %}{{ loop.cycle('odd', 'even') }}{{ loop.index }}{% endfor %}"),
        "odd1even2",
    );
    check(
        &all("{% for a in w|split recursive %}{{ a }}{% if a == 'big' %}{{ loop(['!']) }}{% endif %}{% endfor %}"),
        "redbig!",
    );
    check(
        &all("{% filter upper %}{{ w }}{% endfilter %} {{ ['b', 'a']|sort|join }} {{ 'abc'|reverse }}"),
        "RED BIG ab cba",
    );
    check(
        &all("{% set a, b = ['x', 'y'] %}{{ a }}{{ b }} {{ 7 // 2 }} {{ 2 ** 3 }} {{ 1.5|round }}"),
        "xy 3 8 2.0",
    );
    check(&all("{% raw %}{{ x }}{% endraw %}{# a note #}"), "{{ x }}");
}

#[test]
fn recursion_ends() {
    for template in [
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
        "{% macro f(a) %}{{ f(a ~ a) }}{% endmacro %}{{ f('x') }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    ] {
        check(
            template,
            "row 0: template: line 1: invalid operation: recursion limit exceeded",
        );
        on_small_stack(template.to_owned());
    }
}

/// Half of what threads usually have at the least.
fn on_small_stack(template: String) {
    let small = thread::Builder::new().stack_size(1024 * 1024);
    let done = small.spawn(move || outcome(&template)).expect("a thread").join();
    done.expect("no panic");
}

/// What nests deeper than a small stack holds. Any of these would end the process if it were not foreseen.
#[test]
fn deep_nesting_ends_no_stack() {
    let deep = |before: &str, n: usize, after: &str| format!("{}x{}", before.repeat(n), after.repeat(n));
    let chain = |start: &str, link: &str| {
        let n = (19_900 - start.len()) / link.len();
        format!("{{{{ {start}{} }}}}", link.repeat(n))
    };
    for template in [
        format!("{{{{ {}1 }}}}", "-".repeat(19_900)),
        format!("{{{{ {}1 }}}}", "not ".repeat(4900)),
        format!("{{{{ {} }}}}", deep("(", 9000, ")")),
        format!("{{{{ {} }}}}", deep("[", 9000, "]")),
        deep("{% if 1 %}", 800, "{% endif %}"),
        deep("{% for a in [1] %}", 600, "{% endfor %}"),
        deep("{% macro f() %}", 600, "{% endmacro %}"),
        deep("{% filter upper %}", 500, "{% endfilter %}"),
        chain("1", "+1"),
        chain("1", "**1"),
        chain("1", "~1"),
        chain("x", ".a"),
        chain("x", "[1]"),
        chain("x", "()"),
        chain("1", "|d"),
        chain("1", " if 1 else 1"),
        chain("1", " and 1"),
        chain("1", "<1"),
        chain("1", " is odd"),
        format!("{{% if 1 %}}x{}{{% endif %}}", "{% elif 1 %}".repeat(1600)),
        format!("{{% set a = [1] %}}{}x", "{% set a = (a|list)[:1] %}".repeat(750)),
    ] {
        on_small_stack(template);
    }
}

#[test]
fn templates_reach_nothing_outside() {
    for name in ["include 'a'", "extends 'a'", "import 'a' as a", "from 'a' import a"] {
        let word = name.split(' ').next().expect("a word");
        check(
            &format!("\n{{% {name} %}}"),
            &format!("template: line 2: `{word}` is not available: a prompt's template stands alone"),
        );
    }
    check("{% block a %}{% endblock %}", "`block` is not available");
    check(
        "{% autoescape true %}{% endautoescape %}",
        "`autoescape` is not available",
    );
    check(
        "{{ debug() }}",
        "there is no function `debug`; there is `range`, and your own macros",
    );
    check("{{ namespace() }}", "there is no function `namespace`");
    check("{{ dict(a=1) }}", "there is no function `dict`");
    check(
        "{{ 'a'|map('upper') }}",
        "there is no filter `map`; there are abs, bool, ",
    );
    check("{{ 1 is filter('x') }}", "there is no test `filter`; there are ");
    check("{{ 'x'.upper() }}", "there is no method `upper`; use a filter");
    check("{{ self.x() }}", "there is no method `x`");
    check("{{ [1][0]() }}", "only functions and macros can be called");
    check("{% set x.y = 1 %}", "only names can be set");
    check("{{ range(*[1]) }}", "arguments are given one by one");
    check(
        "{% for a in [1] %}{{ loop.cycle() }}{% endfor %}",
        "there is no method `cycle`",
    );
    check("{{ ''.a.b }}", "undefined value");
}

#[test]
fn any_template_ends_soon_without_a_fault_of_the_engine() {
    let pieces = [
        "{{",
        "}}",
        "{%",
        "%}",
        " a ",
        " b ",
        "|",
        "list",
        "split",
        "default",
        "reverse",
        "join",
        "(",
        ")",
        "[",
        "]",
        "'x'",
        "1",
        "9999999999",
        "-",
        "+",
        "*",
        "**",
        "~",
        "/",
        "//",
        "%",
        ",",
        ":",
        ".",
        "=",
        "==",
        " in ",
        " is ",
        "not ",
        "odd",
        " if ",
        " else ",
        "for ",
        "endfor",
        "endif",
        "set ",
        "endset",
        "macro ",
        "endmacro",
        "call ",
        "endcall",
        "range",
        "loop",
        "index",
        "cycle",
        " and ",
        " or ",
        "{",
        "}",
        "{#",
        "#}",
        "recursive",
        "round",
        "int",
        "replace",
        "indent",
        "first",
        "1.5",
        "true",
    ];
    let starts = [
        "",
        "{{ a",
        "{% for a in range(9) %}{{ ",
        "{% set b = ",
        "{% macro f(a, b) %}{{ ",
        "{{ f(a|",
        "{{ (a|",
    ];
    let ends = [
        "",
        " }}",
        " }}{% endfor %}",
        " %}{{ b }}",
        " }}{% endmacro %}{{ f(1, 2) }}",
        ") }}",
        ")[1:] * 2 }}",
    ];
    let mut state = 99_u64;
    let mut draw = |len: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % len
    };
    for _ in 0..3000 {
        let kind = draw(starts.len());
        let mut template = starts[kind].to_owned();
        for _ in 0..draw(8) {
            template += pieces[draw(pieces.len())];
        }
        template += ends[kind];
        let json = json!({"source": "template", "template": template, "lists": {"a": ["1", "x y"], "b": ["2"]}});
        let started = Instant::now();
        let preview = spec(json).preview(2, &Limits::default());
        assert!(started.elapsed() < Duration::from_secs(2), "{template}");
        let is_fault = |problem: &Problem| problem.message.contains("the template engine failed");
        assert!(!preview.problems.iter().any(is_fault), "{template}");
    }
}

#[test]
fn what_is_written_is_bounded() {
    let limits = Limits {
        max_output_bytes: 100,
        ..Limits::default()
    };
    let template = |template: &str| json!({"source": "template", "template": template});
    let check = |source: &str, expected: &[&str]| assert_eq!(problems_within(template(source), &limits), expected);
    check("{{ 'x' * 100 }}", &[]);
    let message = "row 0: template: the template writes more than 100 bytes for this row";
    check("{{ 'x' * 101 }}", &[message]);
    check("a{{ ' ' * 101 }}b", &[message]);
    assert_eq!(
        problems(template("{{ 'x' * 10001 }}")),
        ["row 0: template: the prompt has 10001 characters; at most 10000 are allowed"]
    );
    let json = json!({"source": "csv", "text": "x\na\n", "template": "{{ x * 101 }}"});
    assert_eq!(
        problems_within(json, &limits),
        ["line 2: template: the template writes more than 100 bytes for this row"]
    );
}

#[test]
fn long_templates_are_not_compiled() {
    let json = json!({"source": "template", "template": "x".repeat(20_001)});
    assert_eq!(
        problems(json),
        ["template: the template has 20001 bytes; at most 20000 are allowed"]
    );
}

#[test]
fn a_batch_has_its_own_bound() {
    let values: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
    let limits = Limits {
        fuel_per_batch: 50_000,
        ..Limits::default()
    };
    let outcomes = |template: &str| {
        let spec = spec(json!({"source": "template", "template": template, "lists": {"a": values}}));
        let outcomes = spec.expand(&limits).unwrap();
        let (good, bad): (Vec<_>, Vec<_>) = outcomes.partition(Result::is_ok);
        let last = bad.into_iter().next_back().map(|problem| problem.unwrap_err().message);
        (good.len(), last.unwrap_or_default())
    };
    assert_eq!(outcomes("{{ a }}").0, 1000);
    let message = "the template does too much for a batch of this size (more than 50000 steps)";
    let (good, last) = outcomes("{{ a }}{% for i in range(100) %}{% endfor %}");
    assert!((50..500).contains(&good), "{good}");
    assert_eq!(last, message);
    // Failing after much work is charged as well.
    let (good, last) = outcomes("{{ a }}{% for i in range(1000) %}{% endfor %}{{ 1 // 0 }}");
    assert_eq!((good, last.as_str()), (0, message));
}
