//! One call of one export: a fresh store, an instance, a deadline; afterwards nothing is left of it.

use std::sync::Arc;

use wasmtime::component::Component;
use wasmtime::{Store, Trap, UpdateDeadline};

use crate::bindings::{Plugin, PluginPre};
use crate::engine::{GuestEngine, RunningCall};
use crate::error::{FaultKind, GuestFault};
use crate::limits::{Limits, MemoryMeter};
use crate::log::GuestLog;
use crate::log_book::LogBook;

/// Ticks of the clock that a guest runs before it gives way: 5 to 10 ms. A call of the studio's own plugins takes a tenth of one.
const SLICE_TICKS: u64 = 2;

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

    /// A fresh instance for one call of `export`. Its future gives way every [`SLICE_TICKS`] of the clock, so that a call which
    /// takes longer can be moved to a thread where it holds up nobody.
    ///
    /// # Errors
    /// As for [`GuestCall::end`].
    pub(crate) async fn begin<'a>(
        &'a self,
        plugin: &'a str,
        export: &'static str,
    ) -> Result<GuestCall<'a>, GuestFault> {
        let mut store = self.new_store(plugin);
        let running = self.engine.enter();
        self.limit_time(&mut store);
        match self.pre.instantiate_async(&mut store).await {
            Ok(exports) => Ok(GuestCall {
                guest: self,
                plugin,
                export,
                exports,
                store,
                _running: running,
            }),
            Err(error) => Err(self.fault(plugin, export, &error, store.data())),
        }
    }

    /// Lets the guest give way from time to time, until its deadline is over.
    fn limit_time(&self, store: &mut Store<CallState>) {
        let mut left = GuestEngine::ticks_for(self.limits.deadline);
        let first = left.min(SLICE_TICKS);
        left -= first;
        store.set_epoch_deadline(first);
        store.epoch_deadline_callback(move |_| {
            let next = left.min(SLICE_TICKS);
            left -= next;
            Ok(match next {
                0 => UpdateDeadline::Interrupt,
                ticks => UpdateDeadline::Yield(ticks),
            })
        });
    }

    fn fault(&self, plugin: &str, export: &'static str, error: &wasmtime::Error, state: &CallState) -> GuestFault {
        GuestFault {
            plugin: plugin.to_owned(),
            export,
            kind: self.classify(error, state),
        }
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

/// A call in progress. Dropping it drops the instance.
pub(crate) struct GuestCall<'a> {
    guest: &'a Guest,
    plugin: &'a str,
    export: &'static str,
    /// The guest's functions.
    pub(crate) exports: Plugin,
    /// What they are called with.
    pub(crate) store: Store<CallState>,
    _running: RunningCall<'a>,
}

impl GuestCall<'_> {
    /// What the call gave.
    ///
    /// # Errors
    /// [`GuestFault`] naming plugin and export when the guest broke a limit or trapped.
    pub(crate) fn end<T>(self, result: wasmtime::Result<T>) -> Result<T, GuestFault> {
        let state = self.store.data();
        state.log.finish();
        result.map_err(|error| self.guest.fault(self.plugin, self.export, &error, state))
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
