//! Prints how long 100,000 rows take from each source: `cargo run --release -p studio-batch --example measure`.

use std::{collections::BTreeMap, fmt::Write, hint::black_box, time::Instant};

use serde_json::json;
use studio_batch::{Axes, BatchSpec, Combine, CsvSpec, Limits, PromptsSpec, Seeds, TemplateSpec};

fn main() {
    measure("100,000 prompts", &prompts(100_000, Axes::default()));
    let axes = Axes {
        models: vec!["flux-dev".to_owned(), "sdxl".to_owned()],
        parameters: BTreeMap::from([("steps".to_owned(), vec![json!(20), json!(28)])]),
        seeds: Seeds::Range { count: 250, first: 1 },
    };
    measure("100 prompts, axes of 1,000", &prompts(100, axes));
    measure("CSV of 7 columns", &table(None));
    measure(
        "CSV with a template",
        &table(Some("{{ animal }} in {{ place }}, {{ style }}")),
    );
    let template = "a {{ color }} {% if color == 'red' %}big{% endif %} {{ animal|upper }}, __style__";
    measure("template, product", &lists(template, Combine::Product));
    let size = 100_000;
    measure("template, sample", &lists(template, Combine::Sample { size, seed: 1 }));
    measure(
        "work refused",
        &lists(
            "{{ color }}{{ animal }}__style__{% for i in range(900) %}{% endfor %}",
            Combine::Product,
        ),
    );
    measure(
        "failing late",
        &lists(
            "{{ color }}{{ animal }}__style__{% for i in range(900) %}{% endfor %}{{ 1/0 }}",
            Combine::Product,
        ),
    );
}

fn measure(name: &str, spec: &BatchSpec) {
    let limits = Limits::default();
    let started = Instant::now();
    let count = spec.count().expect("countable");
    let counted = started.elapsed();

    let started = Instant::now();
    let (mut rows, mut problems) = (0_u32, 0_u32);
    for row in spec.expand(&limits).expect("no problems") {
        match black_box(row) {
            Ok(_) => rows += 1,
            Err(_) => problems += 1,
        }
    }
    let expanded = started.elapsed();

    let started = Instant::now();
    black_box(spec.check(&limits));
    let checked = started.elapsed();
    println!(
        "{name:28} {count} rows: counted {counted:>9.1?}, expanded {expanded:>8.1?} ({rows} good, {problems} bad), \
         checked {checked:>8.1?}"
    );
}

fn prompts(count: usize, axes: Axes) -> BatchSpec {
    let prompts = (0..count).map(|n| format!("a red fox in the snow, number {n}"));
    BatchSpec::Prompts(PromptsSpec {
        prompts: prompts.collect(),
        axes,
    })
}

fn table(template: Option<&str>) -> BatchSpec {
    let first = if template.is_some() { "animal" } else { "prompt" };
    let mut text = format!("{first},negative_prompt,model_id,seed,parameters.steps,place,style\n");
    for n in 0..100_000 {
        writeln!(text, "\"a fox, number {n}\",blurry,flux-dev,{n},28,the snow,ink").expect("text");
    }
    BatchSpec::Csv(CsvSpec {
        text,
        template: template.map(str::to_owned),
        ..CsvSpec::default()
    })
}

fn lists(template: &str, combine: Combine) -> BatchSpec {
    let list = |name: &str, len: usize| (name.to_owned(), (0..len).map(|n| format!("{name} {n}")).collect());
    BatchSpec::Template(TemplateSpec {
        template: template.to_owned(),
        lists: BTreeMap::from([list("color", 100), list("animal", 1000), list("style", 50)]),
        combine,
        axes: Axes::default(),
    })
}
