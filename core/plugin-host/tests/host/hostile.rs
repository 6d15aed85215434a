//! Plugins that break a limit or the contract: each gives its own typed fault in time, and the host works on.

use std::time::{Duration, Instant};

use studio_plugin_host::{CallError, FaultKind, GuestFault, Limits, PluginHost, Step};

use crate::support::{Folders, hostile, job, model};

/// Promise: a runaway guest is stopped this soon after its deadline.
const OVERSHOOT: Duration = Duration::from_millis(50);

struct Fixture {
    host: PluginHost,
    _folders: Folders,
}

impl Fixture {
    async fn new() -> Self {
        let folders = Folders::new().with("hostile-calls.wasm", &hostile("hostile-calls"));
        let host = folders.open().await;
        Self {
            host,
            _folders: folders,
        }
    }

    async fn start(&self, misdeed: &str) -> Result<Step, CallError> {
        let model = model(&self.host, &format!("hostile/{misdeed}"));
        model.start(&job(&model)).await
    }

    async fn fault(&self, misdeed: &str) -> GuestFault {
        let fault = match self.start(misdeed).await {
            Err(CallError::Fault(fault)) => fault,
            other => panic!("{misdeed} gave {other:?}"),
        };
        assert_eq!((fault.plugin.as_str(), fault.export), ("hostile-calls", "start"));
        self.assert_works().await;
        fault
    }

    async fn assert_works(&self) {
        assert!(matches!(self.start("well-behaved").await, Ok(Step::Call(_))));
    }
}

async fn check(misdeed: &str, kind: FaultKind) {
    assert_eq!(Fixture::new().await.fault(misdeed).await.kind, kind);
}

async fn check_malformed(misdeed: &str, complaint: &str) {
    check(misdeed, FaultKind::Malformed(complaint.to_owned())).await;
}

#[tokio::test]
async fn a_loop_is_stopped_soon_after_its_deadline() {
    let fixture = Fixture::new().await;
    let deadline = Limits::default().deadline;
    let mut best = Duration::MAX;
    // The best of five: on a busy machine a single stop may come late because no thread gets to run.
    for _ in 0..5 {
        let begun = Instant::now();
        let outcome = fixture.start("loop").await;
        let elapsed = begun.elapsed();
        let Err(CallError::Fault(fault)) = outcome else {
            panic!("the loop gave {outcome:?}");
        };
        assert_eq!(fault.kind, FaultKind::Deadline(deadline));
        assert!(elapsed >= deadline, "stopped early, after {elapsed:?}");
        best = best.min(elapsed - deadline);
    }
    assert!(best < OVERSHOOT, "stopped {best:?} after the deadline at best");
    fixture.assert_works().await;
}

#[tokio::test]
async fn a_loop_does_not_block_the_runtime_that_waits_for_it() {
    let fixture = Fixture::new().await;
    let mut ticks = 0;
    let mut clock = tokio::time::interval(Duration::from_millis(10));
    let call = fixture.start("loop");
    tokio::pin!(call);
    loop {
        tokio::select! {
            outcome = &mut call => break assert!(outcome.is_err()),
            _ = clock.tick() => ticks += 1,
        }
    }
    assert!(ticks >= 5, "only {ticks} ticks of 10 ms in a quarter of a second");
}

#[tokio::test]
async fn the_memory_cap_holds_for_growth_and_for_one_big_request() {
    let cap_bytes = Limits::default().memory_bytes;
    check("memory", FaultKind::Memory { cap_bytes }).await;
    check("memory-at-once", FaultKind::Memory { cap_bytes }).await;
}

#[tokio::test]
async fn a_panic_becomes_an_error_with_its_message() {
    let fault = Fixture::new().await.fault("panic").await;
    let FaultKind::Trap(reason) = &fault.kind else {
        panic!("{fault:?}");
    };
    assert!(reason.contains("deliberate panic for \"a lighthouse\""), "{reason}");
}

#[tokio::test]
async fn endless_recursion_exhausts_only_its_own_stack() {
    check("recursion", FaultKind::StackOverflow).await;
    let out_of_bounds = FaultKind::Trap("wasm trap: out of bounds memory access".to_owned());
    check("recursion-large-frames", out_of_bounds).await;
}

#[tokio::test]
async fn more_output_than_allowed_is_not_taken() {
    let cap_bytes = Limits::default().output_bytes;
    check("huge-output", FaultKind::OutputTooLarge { cap_bytes }).await;
}

#[tokio::test]
async fn a_flood_of_log_lines_does_no_harm() {
    assert!(matches!(
        Fixture::new().await.start("log-flood").await,
        Ok(Step::Call(_))
    ));
}

#[tokio::test]
async fn an_endpoint_that_was_not_declared_is_refused() {
    let endpoint = "somebody/else".to_owned();
    check("undeclared-endpoint", FaultKind::UndeclaredEndpoint { endpoint }).await;
}

#[tokio::test]
async fn answers_against_the_contract_are_refused() {
    check_malformed("input-not-object", "call.input is not a JSON object").await;
    check_malformed("huge-state", "the state is larger than 64 KiB").await;
    check_malformed("no-files", "a result has 1 to 64 files").await;
    check_malformed("file-url", "a file's url is neither https:, http: nor data:").await;
    check_malformed("no-fields", "invalid-input without a single field").await;
}

#[tokio::test]
async fn a_price_out_of_order_is_refused() {
    let fixture = Fixture::new().await;
    let model = model(&fixture.host, "hostile/price-order");
    let fault = model.estimate(&job(&model)).await.expect_err("low > high");
    assert_eq!(
        fault.to_string(),
        "plugin hostile-calls failed in estimate: answered against the contract: a price must be low <= expected <= high"
    );
}

#[tokio::test]
async fn many_runaways_at_once_do_not_starve_the_others_for_long() {
    let fixture = Fixture::new().await;
    let limits = Limits::default();
    let looping = model(&fixture.host, "hostile/loop");
    let runaways: Vec<_> = (0..limits.concurrent_calls)
        .map(|_| {
            let (looping, job) = (looping.clone(), job(&looping));
            tokio::spawn(async move { looping.start(&job).await.is_err() })
        })
        .collect();
    tokio::task::yield_now().await;
    let begun = Instant::now();
    fixture.assert_works().await;
    assert!(begun.elapsed() < limits.deadline * 8, "waited {:?}", begun.elapsed());
    for runaway in runaways {
        assert!(runaway.await.unwrap());
    }
}
