//! Whether what a plugin answered keeps the contract. The bindings guarantee types; these are the rules beyond types.

use crate::error::FaultKind;
use crate::manifest::Model;
use crate::plan::{Call, OutputFile, Outputs, PluginError, Price, Step};

/// Contract: `call.start-timeout-ms`.
const MAX_START_TIMEOUT_MS: u32 = 3_600_000;
/// Contract: `call.state`.
const MAX_STATE_BYTES: usize = 64 * 1024;
/// Timeline labels and notes are shown to people; more than this is not for them.
const MAX_LABEL_CHARS: usize = 60;
const MAX_NOTES: usize = 20;
const MAX_NOTE_CHARS: usize = 1_000;
/// Four times the largest `max-images`.
const MAX_FILES: usize = 64;
/// One million dollars: far above any job, far below what overflows a ledger.
const MAX_MICRODOLLARS: u64 = 1_000_000_000_000;

/// Checks a step of `model`.
pub(crate) fn step(model: &Model, step: &Step) -> Result<(), FaultKind> {
    match step {
        Step::Call(planned) => call(model, planned),
        Step::Done(outputs) => done(outputs),
    }
}

/// Checks a price: ordered and within reason.
pub(crate) fn price(price: &Price) -> Result<(), FaultKind> {
    let ordered =
        price.low_microdollars <= price.expected_microdollars && price.expected_microdollars <= price.high_microdollars;
    if !ordered {
        return malformed("a price must be low <= expected <= high");
    }
    if price.high_microdollars > MAX_MICRODOLLARS {
        return malformed("a price is above one million dollars");
    }
    Ok(())
}

/// Checks an error: complaints about fields need fields.
pub(crate) fn error(error: &PluginError) -> Result<(), FaultKind> {
    match error {
        PluginError::InvalidInput(fields) if fields.is_empty() => malformed("invalid-input without a single field"),
        _ => Ok(()),
    }
}

fn call(model: &Model, call: &Call) -> Result<(), FaultKind> {
    if !model.endpoints.contains(&call.endpoint) {
        return Err(FaultKind::UndeclaredEndpoint {
            endpoint: call.endpoint.chars().take(200).collect(),
        });
    }
    if call.start_timeout_ms.unwrap_or(0) > MAX_START_TIMEOUT_MS {
        return malformed("start-timeout-ms is above one hour");
    }
    if call.state.len() > MAX_STATE_BYTES {
        return malformed("the state is larger than 64 KiB");
    }
    if call.label.chars().count() > MAX_LABEL_CHARS {
        return malformed("the label is longer than 60 characters");
    }
    notes(&call.notes)
}

fn done(outputs: &Outputs) -> Result<(), FaultKind> {
    if outputs.files.is_empty() || outputs.files.len() > MAX_FILES {
        return malformed("a result has 1 to 64 files");
    }
    if outputs.cost_microdollars > MAX_MICRODOLLARS {
        return malformed("a cost is above one million dollars");
    }
    if outputs.inference_seconds.is_some_and(|s| !s.is_finite() || s < 0.0) {
        return malformed("inference-seconds is not a duration");
    }
    if !outputs.files.iter().all(has_usable_url) {
        return malformed("a file's url is neither https:, http: nor data:");
    }
    notes(&outputs.notes)
}

fn has_usable_url(file: &OutputFile) -> bool {
    ["https://", "http://", "data:"]
        .iter()
        .any(|scheme| file.url.starts_with(scheme))
}

fn notes(notes: &[String]) -> Result<(), FaultKind> {
    let fits = notes.len() <= MAX_NOTES && notes.iter().all(|note| note.chars().count() <= MAX_NOTE_CHARS);
    if fits {
        Ok(())
    } else {
        malformed("at most 20 notes of 1,000 characters")
    }
}

fn malformed(what: &str) -> Result<(), FaultKind> {
    Err(FaultKind::Malformed(what.to_owned()))
}
