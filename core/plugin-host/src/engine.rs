//! The one wasmtime engine of the process and the clock that stops runaway guests.
//!
//! Deadlines are epochs: compiled guest code compares a counter with its limit at loop heads and function entries, and a
//! thread advances that counter every [`TICK`]. The thread sleeps for good while no guest runs.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, Engine, WasmBacktraceDetails};

use crate::bindings::Plugin;
use crate::error::HostError;
use crate::instance::CallState;
use crate::limits::Limits;

/// Length of an epoch. A guest is stopped between its deadline and two of these after it.
const TICK: Duration = Duration::from_millis(5);
/// Stack of a call above what its guest may use, in bytes: for the host's functions, which run on the same one.
const HOST_STACK_BYTES: usize = 1024 * 1024;

/// Engine, linker and epoch clock.
pub(crate) struct GuestEngine {
    engine: Engine,
    linker: Linker<CallState>,
    clock: Arc<Clock>,
}

impl GuestEngine {
    pub(crate) fn new(limits: &Limits) -> Result<Self, HostError> {
        let refused = |error: wasmtime::Error| HostError::Engine(format!("{error:#}"));
        let engine = Engine::new(&engine_config(limits)).map_err(refused)?;
        let linker = host_linker(&engine).map_err(refused)?;
        let clock = Arc::new(Clock::default());
        start_clock_thread(engine.clone(), &clock)
            .map_err(|error| HostError::Engine(format!("no thread for the epoch clock: {error}")))?;
        Ok(Self { engine, linker, clock })
    }

    pub(crate) fn wasmtime(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn linker(&self) -> &Linker<CallState> {
        &self.linker
    }

    /// Keeps the clock running while a guest is in a call.
    pub(crate) fn enter(&self) -> RunningCall<'_> {
        let mut state = self.clock.lock();
        state.running += 1;
        self.clock.wake.notify_all();
        RunningCall(&self.clock)
    }

    /// Epochs that surely cover `deadline`, however far the current one has run.
    pub(crate) fn ticks_for(deadline: Duration) -> u64 {
        let ticks = deadline.as_nanos().div_ceil(TICK.as_nanos()) + 1;
        u64::try_from(ticks).unwrap_or(u64::MAX / 2)
    }
}

impl Drop for GuestEngine {
    fn drop(&mut self) {
        self.clock.lock().stopped = true;
        self.clock.wake.notify_all();
    }
}

/// A guest call in progress.
pub(crate) struct RunningCall<'a>(&'a Clock);

impl Drop for RunningCall<'_> {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
    }
}

#[derive(Default)]
struct Clock {
    state: Mutex<ClockState>,
    wake: Condvar,
}

#[derive(Default)]
struct ClockState {
    running: usize,
    stopped: bool,
}

impl Clock {
    /// The state stays meaningful when a holder panicked: it is two plain counters.
    fn lock(&self) -> MutexGuard<'_, ClockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a guest runs. False when the engine is gone.
    fn wait_for_work(&self) -> bool {
        let idle = self
            .wake
            .wait_while(self.lock(), |state| state.running == 0 && !state.stopped)
            .unwrap_or_else(PoisonError::into_inner);
        !idle.stopped
    }
}

fn start_clock_thread(engine: Engine, clock: &Arc<Clock>) -> std::io::Result<()> {
    let clock = Arc::clone(clock);
    std::thread::Builder::new()
        .name("plugin-epochs".to_owned())
        .spawn(move || {
            while clock.wait_for_work() {
                tick_while_running(&engine, &clock);
            }
        })
        .map(drop)
}

/// Advances the epoch by the time that really passed, so that late wake-ups on a busy machine do not stretch deadlines.
fn tick_while_running(engine: &Engine, clock: &Clock) {
    let started = Instant::now();
    let mut given = 0;
    while clock.lock().running > 0 {
        std::thread::sleep(TICK);
        let due = started.elapsed().as_nanos() / TICK.as_nanos();
        for _ in given..due {
            engine.increment_epoch();
        }
        given = due;
    }
}

fn engine_config(limits: &Limits) -> Config {
    let mut config = Config::new();
    config.wasm_component_model(true);
    config.epoch_interruption(true);
    config.max_wasm_stack(limits.stack_bytes);
    config.async_stack_size(limits.stack_bytes + HOST_STACK_BYTES);
    config.wasm_backtrace_details(WasmBacktraceDetails::Disable);
    config
}

fn host_linker(engine: &Engine) -> wasmtime::Result<Linker<CallState>> {
    let mut linker = Linker::new(engine);
    Plugin::add_to_linker::<_, HasSelf<_>>(&mut linker, |state: &mut CallState| &mut state.log)?;
    Ok(linker)
}

#[cfg(test)]
mod beside;
