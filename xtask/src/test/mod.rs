//! `cargo xtask test`: gets what tests need and runs every check.
//!
//! A step that fails does not keep the following ones from running; one whose needs could not be met is failed
//! without being run. The last lines are the runners' own summaries, a table of times, and the sum of all tests.

mod needs;
mod selection;
mod steps;
mod summary;

use std::cell::RefCell;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::process;
use crate::project::Project;
use crate::report::{Line, Outcome, seconds, table};

use self::needs::{Equipment, Need};
pub(crate) use self::selection::Selection;
use self::steps::STEPS;
use self::summary::Summaries;

/// What every step gets.
struct Run<'a> {
    project: &'a Project,
    selection: &'a Selection,
    equipment: Equipment,
    summaries: RefCell<Summaries>,
}

/// Runs the selected steps.
///
/// # Errors
/// When any step failed.
pub(crate) fn run(project: &Project, selection: &Selection) -> Result<()> {
    if selection.list_only() {
        STEPS
            .iter()
            .for_each(|step| println!("{:<10} {}", step.name, step.what));
        return Ok(());
    }
    let start = Instant::now();
    let steps: Vec<_> = STEPS.iter().filter(|step| selection.includes(step.name)).collect();
    let mut run = Run {
        project,
        selection,
        equipment: Equipment::default(),
        summaries: RefCell::default(),
    };
    let mut lines = Vec::new();
    let mut unmet: Vec<Need> = Vec::new();
    for need in Need::IN_ORDER
        .into_iter()
        .filter(|need| steps.iter().any(|step| step.needs.contains(need)))
    {
        let met = timed(need.name(), &mut lines, || need.meet(project, &mut run.equipment));
        if !met {
            unmet.push(need);
        }
    }
    for step in steps {
        timed(step.name, &mut lines, || {
            match step.needs.iter().find(|need| unmet.contains(need)) {
                Some(need) => bail!("not run, because `{}` failed", need.name()),
                None => (step.run)(&run),
            }
        });
    }
    close(&run, &lines, start)
}

fn timed(name: &'static str, lines: &mut Vec<Line>, body: impl FnOnce() -> Result<()>) -> bool {
    if process::interrupted() {
        return false;
    }
    println!("\n==> {name}");
    let start = Instant::now();
    let result = body();
    if let Err(error) = &result {
        println!("    failed: {error:#}");
    }
    let passed = result.is_ok();
    let outcome = result.map_or_else(|error| Outcome::Failed(format!("{error:#}")), |()| Outcome::Passed);
    lines.push(Line {
        name,
        outcome,
        time: start.elapsed(),
    });
    passed
}

fn close(run: &Run, lines: &[Line], start: Instant) -> Result<()> {
    if process::interrupted() {
        bail!("interrupted");
    }
    let failed = lines
        .iter()
        .filter(|line| matches!(line.outcome, Outcome::Failed(_)))
        .count();
    println!("\n{}\n{}", table(lines), run.summaries.borrow());
    println!("all of it took {}", seconds(start.elapsed()));
    if failed > 0 {
        bail!("{failed} of {} steps failed", lines.len());
    }
    Ok(())
}
