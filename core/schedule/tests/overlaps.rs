//! Runs that are due while earlier ones still work.

use studio_schedule::{Overlap, OverlapDecision, decide};

const ALL: [Overlap; 4] = [Overlap::Skip, Overlap::Queue, Overlap::CancelPrevious, Overlap::Allow];

#[test]
fn a_run_with_nothing_before_it_starts() {
    for policy in ALL {
        assert_eq!(decide(policy, 0), OverlapDecision::Start, "{policy:?}");
    }
}

#[test]
fn each_policy_treats_an_overlap_in_its_way() {
    for running in [1, 2, u32::MAX] {
        let decisions = ALL.map(|policy| decide(policy, running));
        let expected = [
            OverlapDecision::Skip,
            OverlapDecision::Wait,
            OverlapDecision::CancelThenStart,
            OverlapDecision::Start,
        ];
        assert_eq!(decisions, expected, "{running}");
    }
}

#[test]
fn policies_are_stored_in_snake_case() {
    let stored = serde_json::to_string(&ALL).unwrap();
    assert_eq!(stored, r#"["skip","queue","cancel_previous","allow"]"#);
    assert_eq!(serde_json::from_str::<[Overlap; 4]>(&stored).unwrap(), ALL);
}
