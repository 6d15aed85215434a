//! One call of one export: a fresh store, an instance, a deadline; afterwards nothing is left of it.

use std::sync::Arc;

use wasmtime::component::Component;
use wasmtime::{Store, Trap};

use crate::bindings::{Plugin, PluginPre};
use crate::engine::GuestEngine;
use crate::error::{FaultKind, GuestFault};
use crate::limits::{Limits, MemoryMeter};
use crate::log::GuestLog;
use crate::log_book::LogBook;

/// What a store carries during a call.
pub(crate) struct CallState {
    memory: MemoryMeter,
    pub(crate) log: GuestLog,
}

/// A compiled component whose imports and exports were checked, ready to be called.
pub(crate) struct Guest {
    engine: Arc<GuestEngine>,
    pre: PluginPre<CallState>,
    limits: Limits,
    book: Arc<LogBook>,
}

impl Guest {
    /// Checks that `component` imports nothing but the contract's host interface and exports the contract's functions.
    pub(crate) fn prepare(
        engine: Arc<GuestEngine>,
        component: &Component,
        limits: Limits,
        book: Arc<LogBook>,
    ) -> wasmtime::Result<Self> {
        let pre = PluginPre::new(engine.linker().instantiate_pre(component)?)?;
        Ok(Self {
            engine,
            pre,
            limits,
            book,
        })
    }

    /// Runs `body` on a fresh instance. Blocks for at most the deadline and two ticks of the clock.
    ///
    /// # Errors
    /// [`GuestFault`] naming `plugin` and `export` when the guest breaks a limit or traps.
    pub(crate) fn call<T>(
        &self,
        plugin: &str,
        export: &'static str,
        body: impl FnOnce(&Plugin, &mut Store<CallState>) -> wasmtime::Result<T>,
    ) -> Result<T, GuestFault> {
        let mut store = self.new_store(plugin);
        let _running = self.engine.enter();
        store.set_epoch_deadline(GuestEngine::ticks_for(self.limits.deadline));
        let result = self
            .pre
            .instantiate(&mut store)
            .and_then(|instance| body(&instance, &mut store));
        store.data().log.finish();
        result.map_err(|error| GuestFault {
            plugin: plugin.to_owned(),
            export,
            kind: self.classify(&error, store.data()),
        })
    }

    fn new_store(&self, plugin: &str) -> Store<CallState> {
        let limits = &self.limits;
        let state = CallState {
            memory: MemoryMeter::new(limits.memory_bytes),
            log: GuestLog::new(
                plugin.to_owned(),
                limits.log_lines,
                limits.log_line_chars,
                Arc::clone(&self.book),
            ),
        };
        let mut store = Store::new(self.engine.wasmtime(), state);
        store.limiter(|state| &mut state.memory);
        store.set_hostcall_fuel(limits.output_bytes);
        store.epoch_deadline_trap();
        store
    }

    fn classify(&self, error: &wasmtime::Error, state: &CallState) -> FaultKind {
        if state.memory.refused() {
            return FaultKind::Memory {
                cap_bytes: self.limits.memory_bytes,
            };
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::Interrupt) => FaultKind::Deadline(self.limits.deadline),
            Some(Trap::StackOverflow) => FaultKind::StackOverflow,
            Some(trap) => FaultKind::Trap(with_panic_message(trap, state)),
            None if is_output_cap(error) => FaultKind::OutputTooLarge {
                cap_bytes: self.limits.output_bytes,
            },
            None => FaultKind::Trap(format!("{error:#}")),
        }
    }
}

/// A panic in the guest is an `unreachable` instruction; the message was logged by the SDK's panic hook just before.
fn with_panic_message(trap: &Trap, state: &CallState) -> String {
    match state.log.last_error() {
        Some(line) => format!("{line} ({trap})"),
        None => trap.to_string(),
    }
}

/// wasmtime's error for an exhausted transfer budget has no public type; a test pins this text.
fn is_output_cap(error: &wasmtime::Error) -> bool {
    format!("{error:#}").contains("fuel allocated for hostcalls has been exhausted")
}
