//! How much a plugin may use in one call, in time and bytes, and the meter that enforces the memory part.

use std::time::Duration;

use wasmtime::ResourceLimiter;

/// Limits of one call of one plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Wall time of one call, instantiation included. A guest that runs on is stopped at the next tick of the epoch clock
    /// after it, so within about two ticks (10 ms).
    pub deadline: Duration,
    /// Linear memory of the whole instance, in bytes.
    pub memory_bytes: usize,
    /// Call stack of the guest, in bytes. Each call has a stack of its own, with a further MiB for the host's functions.
    pub stack_bytes: usize,
    /// What one call may return, or hand to `host.log` at once, in bytes of host memory.
    pub output_bytes: usize,
    /// Log lines kept per call; the rest is counted and dropped.
    pub log_lines: usize,
    /// Characters kept of one log line.
    pub log_line_chars: usize,
    /// Largest component file that is read, in bytes.
    pub component_bytes: u64,
    /// Calls that run at the same time in this process; others wait for their turn without blocking a thread.
    pub concurrent_calls: usize,
}

impl Default for Limits {
    /// The limits promised by the contract: 250 ms, 64 MiB, 4 MiB of output, 100 log lines of 2,000 characters.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            deadline: Duration::from_millis(250),
            memory_bytes: 64 * 1024 * 1024,
            stack_bytes: 512 * 1024,
            output_bytes: 4 * 1024 * 1024,
            log_lines: 100,
            log_line_chars: 2_000,
            component_bytes: 32 * 1024 * 1024,
            concurrent_calls: cores * 2,
        }
    }
}

/// Counts the linear memory of one instance and refuses growth past the cap by a trap.
pub(crate) struct MemoryMeter {
    cap_bytes: usize,
    used_bytes: usize,
    refused: bool,
}

/// Table slots of one instance. A plugin's function table has some hundred.
const MAX_TABLE_ELEMENTS: usize = 20_000;

impl MemoryMeter {
    pub(crate) fn new(cap_bytes: usize) -> Self {
        Self {
            cap_bytes,
            used_bytes: 0,
            refused: false,
        }
    }

    /// Whether growth was refused, which is then the reason for the trap.
    pub(crate) fn refused(&self) -> bool {
        self.refused
    }
}

impl ResourceLimiter for MemoryMeter {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let wanted = self.used_bytes.saturating_add(desired.saturating_sub(current));
        if wanted > self.cap_bytes {
            self.refused = true;
            wasmtime::bail!("memory cap of {} bytes reached", self.cap_bytes);
        }
        self.used_bytes = wanted;
        Ok(true)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }

    fn instances(&self) -> usize {
        32
    }

    fn tables(&self) -> usize {
        32
    }

    fn memories(&self) -> usize {
        8
    }
}
