//! A later contract beside this one: its host is linked into the same engine, and plugins of this one must not notice.
//!
//! The later contract is made up here: today's text under the version 1.1.0, with one more function of the host.

use wasmtime::component::{Component, Val};
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

use super::*;
use crate::instance::Guest;
use crate::log_book::LogBook;

/// The text of the contract that is kept.
const CONTRACT: &str = include_str!("../../../../plugins/wit/studio-plugin.wit");
/// A plugin that was built against it when it was frozen, and is never built again. Its source is beside it.
const OLD_PLUGIN: &[u8] = include_bytes!("../../tests/frozen/contract-1.0.0.wasm");

fn next_contract() -> String {
    let next = CONTRACT
        .replace("@1.0.0", "@1.1.0")
        .replace("    log: func(", "    remaining-ms: func() -> u64;\n\n    log: func(");
    assert_ne!(
        next.matches("remaining-ms").count(),
        0,
        "the host interface has no log any more"
    );
    next
}

/// A component of the later contract; it traps when it is called, but loads only where that contract is kept.
fn plugin_of(contract: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("studio-plugin.wit", contract).unwrap();
    let world = resolve.select_world(&[package], Some("plugin")).unwrap();
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Legacy(wit_parser::LiftLowerAbi::Sync));
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    let mut encoder = ComponentEncoder::default().module(&module).unwrap();
    encoder.encode().unwrap()
}

/// An engine that keeps both contracts.
fn engine_with_both() -> GuestEngine {
    let mut engine = GuestEngine::new(&Limits::default()).unwrap();
    let mut host = engine.linker.instance("studio:plugin/host@1.1.0").unwrap();
    host.func_new("log", |_, _, _, _| Ok(())).unwrap();
    host.func_new("remaining-ms", |_, _, _, results| {
        results[0] = Val::U64(250);
        Ok(())
    })
    .unwrap();
    engine
}

/// What a plugin says of itself, and what it wrote into the log on the way.
fn described_by(engine: GuestEngine, bytes: &[u8]) -> (String, Vec<String>) {
    let component = Component::new(engine.wasmtime(), bytes).unwrap();
    let book = Arc::new(LogBook::default());
    let guest = Guest::prepare(Arc::new(engine), &component, Limits::default(), Arc::clone(&book)).unwrap();
    let manifest = futures::executor::block_on(async {
        let mut call = guest.begin("frozen", "describe").await.unwrap();
        let manifest = call.exports.call_describe(&mut call.store).await;
        call.end(manifest).unwrap()
    });
    let lines = book.take().into_iter().map(|line| line.text).collect();
    (format!("{manifest:?}"), lines)
}

#[test]
fn a_plugin_of_this_contract_does_not_notice_a_later_one() {
    let alone = described_by(GuestEngine::new(&Limits::default()).unwrap(), OLD_PLUGIN);
    let beside = described_by(engine_with_both(), OLD_PLUGIN);
    assert!(alone.0.contains("frozen/painter"), "{alone:?}");
    assert_eq!(alone.1, ["described"], "its log is this contract's");
    assert_eq!(alone, beside);
}

#[test]
fn a_plugin_of_a_later_contract_needs_a_host_that_keeps_it() {
    let plugin = plugin_of(&next_contract());
    for (engine, fits) in [
        (GuestEngine::new(&Limits::default()).unwrap(), false),
        (engine_with_both(), true),
    ] {
        let component = Component::new(engine.wasmtime(), &plugin).unwrap();
        let linked = engine.linker().instantiate_pre(&component);
        assert_eq!(linked.is_ok(), fits, "{:?}", linked.err());
    }
}
