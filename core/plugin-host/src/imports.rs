//! What a component wants from its host: the contract's log, or something that is not given here.

use wasmtime::Engine;
use wasmtime::component::Component;

use crate::unfit::{Unfit, UnfitKind};

/// The contract that this host keeps.
pub(crate) const CONTRACT: &str = "studio:plugin@1.0.0";

/// Names of the contract's interfaces, of whatever version.
const OURS: &str = "studio:plugin/";

/// Says in plain words what the linker would say in its own.
///
/// # Errors
/// For the first import that this host has not.
pub(crate) fn check(engine: &Engine, component: &Component) -> Result<(), Unfit> {
    let ty = component.component_type();
    ty.imports(engine).try_for_each(|(name, _)| allowed(name))
}

fn allowed(name: &str) -> Result<(), Unfit> {
    if !name.starts_with(OURS) {
        let message = format!("imports {name:?}; a plugin may import {OURS}host@1.0.0 and nothing else");
        return Err(UnfitKind::ForbiddenImport.because(message));
    }
    let version = name.rsplit_once('@').map_or("", |(_, version)| version);
    if version.split('.').next() == Some("1") {
        return Ok(());
    }
    let message = format!("imports {name:?}, but this studio keeps the contract {CONTRACT}");
    Err(UnfitKind::WrongContract.because(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_contract_is_allowed_and_only_its_version() {
        assert_eq!(allowed("studio:plugin/host@1.0.0"), Ok(()));
        assert_eq!(allowed("studio:plugin/types@1.0.3"), Ok(()));
        for (name, kind) in [
            ("wasi:cli/environment@0.2.0", UnfitKind::ForbiddenImport),
            ("studio:plugins/host@1.0.0", UnfitKind::ForbiddenImport),
            ("studio:plugin/host@2.0.0", UnfitKind::WrongContract),
            ("studio:plugin/host@10.0.0", UnfitKind::WrongContract),
            ("studio:plugin/host", UnfitKind::WrongContract),
        ] {
            let refusal = allowed(name).expect_err(name);
            assert_eq!(refusal.kind, kind, "{name}");
            assert!(refusal.message.contains(name));
        }
    }
}
