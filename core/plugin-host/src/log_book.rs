//! What plugins wrote to their log lately, and how much they may write: over all calls of a plugin, on all threads.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

/// Lines of a plugin that are kept.
const KEPT: usize = 200;
/// Lines that a plugin may write at once after a pause.
const BURST: f64 = 200.0;
/// Lines a second that it may write for ever.
const LINES_PER_SECOND: f64 = 20.0;

/// How much a line matters, by its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// For the author alone.
    Debug,
    /// What happened.
    Info,
    /// What somebody should look at.
    Warn,
    /// What went wrong.
    Error,
}

impl LogLevel {
    /// The name in answers and rows; never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// A line of a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Whose.
    pub plugin_id: String,
    /// When it was written.
    pub at: SystemTime,
    /// How much it matters.
    pub level: LogLevel,
    /// One printable line.
    pub text: String,
}

/// The log of all plugins of a process.
#[derive(Default)]
pub(crate) struct LogBook {
    plugins: Mutex<HashMap<String, Pages>>,
}

/// What is known of one plugin.
struct Pages {
    /// Lines that nobody took yet, the last [`KEPT`].
    lines: VecDeque<LogLine>,
    /// Lines that it may write now.
    allowed: f64,
    counted_at: Instant,
}

impl LogBook {
    /// Keeps a line; `false` when the plugin writes too much, and the line is lost.
    pub(crate) fn write(&self, plugin_id: &str, level: LogLevel, text: &str) -> bool {
        self.write_at(plugin_id, level, text, Instant::now())
    }

    /// What was written since the last time, the oldest first.
    pub(crate) fn take(&self) -> Vec<LogLine> {
        let mut plugins = self.lock();
        let mut lines: Vec<LogLine> = plugins.values_mut().flat_map(|pages| pages.lines.drain(..)).collect();
        lines.sort_by_key(|line| line.at);
        lines
    }

    fn write_at(&self, plugin_id: &str, level: LogLevel, text: &str, now: Instant) -> bool {
        let mut plugins = self.lock();
        let pages = plugins.entry(plugin_id.to_owned()).or_insert_with(|| Pages {
            lines: VecDeque::new(),
            allowed: BURST,
            counted_at: now,
        });
        let passed = now.duration_since(pages.counted_at).as_secs_f64();
        pages.allowed = (pages.allowed + passed * LINES_PER_SECOND).min(BURST);
        pages.counted_at = now;
        if pages.allowed < 1.0 {
            return false;
        }
        pages.allowed -= 1.0;
        if pages.lines.len() == KEPT {
            pages.lines.pop_front();
        }
        pages.lines.push_back(LogLine {
            plugin_id: plugin_id.to_owned(),
            at: SystemTime::now(),
            level,
            text: text.to_owned(),
        });
        true
    }

    /// The state stays meaningful when a holder panicked: lines and counts.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Pages>> {
        self.plugins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_plugin_that_writes_without_end_is_slowed_down_and_another_is_not() {
        let (book, start) = (LogBook::default(), Instant::now());
        let flood = |at| {
            (0..1000)
                .filter(|_| book.write_at("loud", LogLevel::Info, "x", at))
                .count()
        };
        assert_eq!(flood(start), 200);
        assert_eq!(flood(start), 0);
        assert!(book.write_at("quiet", LogLevel::Info, "x", start));
        assert_eq!(flood(start + Duration::from_secs(2)), 40);
        assert_eq!(flood(start + Duration::from_secs(3600)), 200);
    }

    #[test]
    fn lines_are_taken_once_and_only_the_last_are_kept() {
        let (book, start) = (LogBook::default(), Instant::now());
        for number in 0..150 {
            book.write_at("a", LogLevel::Warn, &format!("{number}"), start);
        }
        for number in 150..250 {
            book.write_at(
                "a",
                LogLevel::Warn,
                &format!("{number}"),
                start + Duration::from_secs(60),
            );
        }
        let lines = book.take();
        assert_eq!((lines.len(), lines[0].text.as_str()), (200, "50"));
        assert_eq!(book.take(), []);
    }
}
