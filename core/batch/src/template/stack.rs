//! Room to compile in.
//!
//! The engine reads a template by recursion and bounds how deep blocks and brackets nest, but not chains of operators
//! (`- - - 1`), and a stack that ends takes the whole process with it. How deep a template can make it go is bounded by
//! its length, so a stack that holds the worst of the longest is enough. What comes out is flat: rendering needs no more
//! stack than macros that call each other, which are bounded.

use std::{io, thread};

/// The longest source in bytes. The worst one of this length, a chain of minus signs, fits into 32 MiB in a build without
/// optimisation and into 16 MiB in one with.
pub(super) const MAX_SOURCE_BYTES: usize = 20_000;

/// Twice that. Only what is used of it becomes memory.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Why work on a large stack gave nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    /// The system has no thread to give.
    #[error("the system cannot start a thread: {0}")]
    NoThread(#[from] io::Error),
    /// A fault of the engine: it panicked. One template must not end whatever else the caller is doing.
    #[error("{}", super::ENGINE_FAILED)]
    Panicked,
}

/// Does the work on a thread of its own, which takes some 100 µs more than doing it here.
///
/// # Errors
/// [`Lost`], also where the work panics.
pub(super) fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Lost> {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("templates".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)?;
        worker.join().map_err(|_| Lost::Panicked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert!(matches!(
            on_large_stack(|| panic!("a fault")),
            Err::<(), _>(Lost::Panicked)
        ));
        assert_eq!(on_large_stack(|| 1).unwrap(), 1);
    }
}
