//! What the tools found, for people.

use serde::Serialize;
use studio_plugin_testkit::PluginReport;
use studio_plugin_tools::{Added, Built, InFolder, Preview, Subject};

/// As JSON, or by `for_people`.
pub(super) fn either(json: bool, value: &impl Serialize, for_people: impl FnOnce()) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(value)?);
    } else {
        for_people();
    }
    Ok(())
}

pub(super) fn built(built: &Built) {
    println!(
        "built {} ({} KiB) with {}",
        built.file.display(),
        built.size_bytes / 1024,
        built.toolchain
    );
}

pub(super) fn checked(subject: &Subject) {
    let plugin = &subject.plugin;
    println!("ok: {} {} by {}", plugin.id, plugin.version, plugin.author);
    println!("  contract studio:plugin@1.0.0, digest {}", plugin.digest);
    for info in &subject.models {
        let operations: Vec<_> = info
            .model
            .operations
            .iter()
            .map(|operation| operation.as_str())
            .collect();
        println!(
            "  {}: {} ({} parameters)",
            info.model.id,
            operations.join(", "),
            info.default_parameters.len()
        );
    }
}

pub(super) fn added(added: &Added) {
    let plugin = &added.plugin;
    match (&added.replaced, added.unchanged) {
        (_, true) => println!("{} {} was there already", plugin.id, plugin.version),
        (Some(old), _) => println!(
            "{} {} replaces {old} in {}",
            plugin.id,
            plugin.version,
            added.file.display()
        ),
        (None, _) => println!("{} {} is in {}", plugin.id, plugin.version, added.file.display()),
    }
    for model in &added.models {
        println!("  {model}");
    }
}

pub(super) fn list(found: &[InFolder]) {
    if found.is_empty() {
        println!("no plugins");
    }
    for entry in found {
        let digest = &entry.digest[..12];
        match (&entry.plugin, &entry.problem) {
            (Some(plugin), _) => println!("{} {}  {digest}  {}", plugin.id, plugin.version, entry.file),
            (None, problem) => {
                let problem = problem.as_deref().unwrap_or("is not used");
                println!("{}  {digest}  problem: {problem}", entry.file);
            }
        }
        for model in &entry.models {
            println!("  {model}");
        }
        if !entry.earlier.is_empty() {
            println!("  earlier: {}", entry.earlier.join(", "));
        }
    }
}

pub(super) fn preview(preview: &Preview) {
    let price = &preview.price;
    println!("{} ({})", preview.model, preview.operation.as_str());
    println!(
        "price    {} (from {} to {}): {}",
        dollars(price.expected_microdollars),
        dollars(price.low_microdollars),
        dollars(price.high_microdollars),
        price.basis
    );
    println!("endpoint {}", preview.endpoint);
    println!("{:#}", preview.input);
    for note in &preview.notes {
        println!("note     {note}");
    }
}

/// Micro-dollars, to the last of them.
fn dollars(microdollars: u64) -> String {
    format!("${}.{:06}", microdollars / 1_000_000, microdollars % 1_000_000)
}

pub(super) fn report(report: &PluginReport) {
    println!("{} {}", report.plugin.id, report.plugin.version);
    for model in &report.models {
        println!("\n{}", model.model);
        for check in &model.checks {
            line(check.violations.is_empty(), check.check);
            check
                .violations
                .iter()
                .for_each(|violation| println!("        {violation}"));
        }
    }
    cases(report);
    for fuzz in &report.fuzz {
        let told = format!(
            "{} arbitrary answers to {}, seed {}: {} results, {} further calls, {} declined",
            fuzz.rounds, fuzz.model, fuzz.seed, fuzz.results, fuzz.calls, fuzz.declined
        );
        line(fuzz.findings.is_empty(), &told);
        for finding in &fuzz.findings {
            println!(
                "        answer {}: {}\n        {:?}",
                finding.round, finding.fault, finding.answer
            );
        }
    }
    println!("\n{}", if report.passed { "passed" } else { "FAILED" });
}

fn cases(report: &PluginReport) {
    if !report.cases.is_empty() {
        println!("\nrecorded cases");
    }
    for case in &report.cases {
        line(case.problem.is_none(), &format!("{}: {}", case.name, case.about));
        if let Some(problem) = &case.problem {
            println!("        {problem}");
        }
    }
    if report.cases.iter().any(|case| !case.compared && case.problem.is_none()) {
        println!("  some cases have no outcome on file to be compared with; `--accept` writes it");
    }
}

fn line(is_good: bool, text: &str) {
    println!("  {} {text}", if is_good { "ok  " } else { "FAIL" });
}
