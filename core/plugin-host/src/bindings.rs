//! The one place where the contract becomes Rust. Nothing outside this crate sees these types: see `convert.rs`.
#![allow(
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    reason = "generated code; the documentation is in the .wit file"
)]

wasmtime::component::bindgen!({
    path: "../../plugins/wit",
    world: "plugin",
    exports: { default: async },
});

pub(crate) use self::studio::plugin::host;
pub(crate) use self::studio::plugin::types;
