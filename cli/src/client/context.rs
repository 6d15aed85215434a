//! What every command has at hand.

use std::sync::Mutex;

/// 128 and the number of SIGINT, as shells have it.
const INTERRUPTED: u8 = 130;

/// How results are printed, and what to say when somebody presses Ctrl-C.
pub(super) struct Context {
    pub(super) json: bool,
    farewell: Mutex<Farewell>,
}

#[derive(Default)]
struct Farewell {
    words: Option<String>,
    is_success: bool,
}

impl Context {
    pub(super) fn new(json: bool) -> Self {
        Self {
            json,
            farewell: Mutex::default(),
        }
    }

    /// From now on Ctrl-C leaves something behind, which these words say.
    pub(super) fn when_interrupted(&self, words: String) {
        self.farewell().words = Some(words);
    }

    /// From now on Ctrl-C is the usual end.
    pub(super) fn ends_by_interrupt(&self) {
        self.farewell().is_success = true;
    }

    /// Says what there is to say; gives the exit code.
    pub(super) fn interrupted(&self) -> u8 {
        let farewell = self.farewell();
        if let Some(words) = &farewell.words {
            eprintln!("{words}");
        }
        if farewell.is_success { 0 } else { INTERRUPTED }
    }

    fn farewell(&self) -> std::sync::MutexGuard<'_, Farewell> {
        self.farewell.lock().expect("nobody panics while holding it")
    }
}
