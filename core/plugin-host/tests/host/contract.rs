//! The contract 1.0.0 is frozen: its text means what it meant, and a plugin that was built against it once runs for ever.

use sha2::{Digest, Sha256};
use studio_plugin_host::{Answer, CallError, PluginError, ProviderOutput, Refusal, Step};
use wit_component::WitPrinter;
use wit_parser::Resolve;

use crate::support::{Folders, job, model, request};

const CONTRACT: &str = include_str!("../../../../plugins/wit/studio-plugin.wit");
const FROZEN: &[u8] = include_bytes!("../frozen/contract-1.0.0.wasm");

/// SHA-256 of the contract without its comments and its layout.
const MEANING: &str = "f2cc6207a348cf87b4db34370beeeec6b1e3a25e5d6c6e5fbeb70bdc0af74ad4";

#[test]
fn a_released_contract_does_not_change() {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("studio-plugin.wit", CONTRACT).unwrap();
    let mut printer = WitPrinter::default();
    printer.emit_docs(false).print(&resolve, package, &[]).unwrap();
    let meaning = hex::encode(Sha256::digest(printer.output.to_string()));
    assert_eq!(
        meaning, MEANING,
        "plugins out there rely on 1.0.0 as it is: put a new version beside it instead"
    );
}

#[tokio::test]
async fn a_plugin_built_when_the_contract_was_frozen_still_runs() {
    let folders = Folders::new().with("frozen.wasm", FROZEN);
    let host = folders.open().await;
    let model = model(&host, "frozen/painter");
    let job = job(&model);
    assert_eq!(model.estimate(&job).await.unwrap().expected_microdollars, 1_000);

    let Step::Call(call) = model.start(&job).await.unwrap() else {
        panic!("it plans a call");
    };
    assert_eq!(
        (call.endpoint.as_str(), call.start_timeout_ms),
        ("frozen/endpoint", Some(60_000))
    );
    assert_eq!(
        (call.state.as_slice(), call.notes.as_slice()),
        ([1, 2, 3].as_slice(), ["a note".to_owned()].as_slice())
    );

    let answer = Answer::Output(ProviderOutput {
        body: "https://files.example/picture.png".to_owned(),
        billable_units: Some(1.5),
    });
    let Step::Done(outputs) = model.resume(&job, &call.state, &answer).await.unwrap() else {
        panic!("it is done");
    };
    assert_eq!(outputs.files[0].url, "https://files.example/picture.png");
    assert_eq!(
        outputs.effective_prompt.unwrap(),
        format!("{} after 3 bytes", request().prompt)
    );
    assert_eq!(outputs.inference_seconds, Some(1.5));

    let refusal = Answer::Refusal(Refusal {
        status: 422,
        body: String::new(),
    });
    let declined = model.resume(&job, &call.state, &refusal).await;
    assert!(
        matches!(&declined, Err(CallError::Declined(PluginError::Rejected(why))) if why == "refused"),
        "{declined:?}"
    );
}
