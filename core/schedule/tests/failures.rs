//! Pausing a schedule that keeps failing.

use studio_schedule::{AfterRun, FailurePolicy, RunEnd};

fn check(pause_after: u32, failures: u32, end: RunEnd, consecutive_failures: u32, pause: bool) {
    let after = FailurePolicy { pause_after }.after_run(failures, end);
    assert_eq!(
        after,
        AfterRun {
            consecutive_failures,
            pause
        }
    );
}

#[test]
fn failures_in_a_row_pause_the_schedule() {
    check(3, 0, RunEnd::Failed, 1, false);
    check(3, 1, RunEnd::Failed, 2, false);
    check(3, 2, RunEnd::Failed, 3, true);
    check(1, 0, RunEnd::Failed, 1, true);
}

#[test]
fn a_success_starts_the_count_anew() {
    check(3, 2, RunEnd::Succeeded, 0, false);
    check(3, 9, RunEnd::Succeeded, 0, false);
}

#[test]
fn a_cancelled_run_counts_neither_way() {
    check(3, 2, RunEnd::Cancelled, 2, false);
    check(3, 3, RunEnd::Cancelled, 3, false);
}

#[test]
fn zero_never_pauses() {
    check(0, 0, RunEnd::Failed, 1, false);
    check(0, u32::MAX, RunEnd::Failed, u32::MAX, false);
}

#[test]
fn a_lowered_limit_counts_at_the_next_failure() {
    check(2, 5, RunEnd::Failed, 6, true);
}

#[test]
fn policies_are_stored_by_name() {
    let policy = FailurePolicy { pause_after: 5 };
    let stored = serde_json::to_string(&policy).unwrap();
    assert_eq!(stored, r#"{"pause_after":5}"#);
    assert_eq!(serde_json::from_str::<FailurePolicy>(&stored).unwrap(), policy);
}
