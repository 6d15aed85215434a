//! The one thing the host offers to plugins: a log, bounded in lines and in length.

use std::sync::Arc;

use crate::bindings::{host, types};
use crate::log_book::{LogBook, LogLevel};

/// The lines of one call. They go to `tracing` under the target `studio_plugin`.
pub(crate) struct GuestLog {
    plugin: String,
    lines_left: usize,
    line_chars: usize,
    dropped: u64,
    last_error: Option<String>,
    book: Arc<LogBook>,
}

impl GuestLog {
    pub(crate) fn new(plugin: String, lines: usize, line_chars: usize, book: Arc<LogBook>) -> Self {
        Self {
            plugin,
            lines_left: lines,
            line_chars,
            dropped: 0,
            last_error: None,
            book,
        }
    }

    /// The last line of level error: where a guest panicked, this is the panic message.
    pub(crate) fn last_error(&self) -> Option<&str> {
        self.last_error.as_deref()
    }

    /// Reports how many lines were dropped. Called once, when the call is over.
    pub(crate) fn finish(&self) {
        if self.dropped > 0 {
            tracing::warn!(
                target: "studio_plugin",
                { plugin.id = %self.plugin, dropped = self.dropped },
                "log lines over the limit were dropped"
            );
        }
    }

    /// One printable line: cut, and with control characters blanked so that a plugin cannot forge lines.
    fn clean(&self, message: &str) -> String {
        message
            .chars()
            .take(self.line_chars)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect()
    }
}

/// The contract's types have no functions of their own.
impl types::Host for GuestLog {}

impl host::Host for GuestLog {
    fn log(&mut self, level: host::Level, message: String) {
        if self.lines_left == 0 {
            self.dropped += 1;
            return;
        }
        self.lines_left -= 1;
        let line = self.clean(&message);
        if level == host::Level::Error {
            self.last_error = Some(line.clone());
        }
        let plugin = &self.plugin;
        if !self.book.write(plugin, level.into(), &line) {
            self.dropped += 1;
            return;
        }
        match level {
            host::Level::Debug => {
                tracing::debug!(target: "studio_plugin", { plugin.id = %plugin }, "{line}");
            }
            host::Level::Info => {
                tracing::info!(target: "studio_plugin", { plugin.id = %plugin }, "{line}");
            }
            host::Level::Warn => {
                tracing::warn!(target: "studio_plugin", { plugin.id = %plugin }, "{line}");
            }
            host::Level::Error => {
                tracing::error!(target: "studio_plugin", { plugin.id = %plugin }, "{line}");
            }
        }
    }
}

impl From<host::Level> for LogLevel {
    fn from(level: host::Level) -> Self {
        match level {
            host::Level::Debug => Self::Debug,
            host::Level::Info => Self::Info,
            host::Level::Warn => Self::Warn,
            host::Level::Error => Self::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(log: &mut GuestLog, line: &str) {
        host::Host::log(log, host::Level::Error, line.to_owned());
    }

    #[test]
    fn lines_over_the_limit_are_counted_and_dropped() {
        let mut log = GuestLog::new("test".to_owned(), 2, 100, Arc::default());
        for number in 1..=5 {
            write(&mut log, &format!("line {number}"));
        }
        assert_eq!(log.last_error(), Some("line 2"));
        assert_eq!(log.dropped, 3);
    }

    #[test]
    fn a_line_is_cut_and_stays_one_line() {
        let mut log = GuestLog::new("test".to_owned(), 1, 12, Arc::default());
        write(&mut log, "ok\nERROR \u{1b}[31mforged");
        assert_eq!(log.last_error(), Some("ok ERROR  [3"));
    }
}
