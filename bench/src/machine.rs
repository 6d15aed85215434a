//! The machine the numbers come from, as far as it matters to them.

use std::fmt;
use std::fs;

/// Average number of runnable processes over the last minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load(pub(crate) f64);

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_nan() {
            f.write_str("unknown")
        } else {
            write!(f, "{:.1}", self.0)
        }
    }
}

/// How busy the machine is, where `/proc` tells it.
pub(crate) fn load() -> Load {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split_whitespace().next().and_then(|word| word.parse().ok());
    Load(first.unwrap_or(f64::NAN))
}

/// One line: cores, memory, build profile.
pub(crate) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = memory_gib().map_or_else(|| "unknown".to_owned(), |gib| format!("{gib:.0} GiB"));
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    format!(
        "{} {}, {cores} cores, {memory} of memory, {profile} profile.",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

fn memory_gib() -> Option<f64> {
    status_kib(&fs::read_to_string("/proc/meminfo").ok()?, "MemTotal").map(|kib| kib / f64::from(1 << 20))
}

/// The value in KiB of one line of a file like `/proc/meminfo` or `/proc/<pid>/status`.
pub(crate) fn status_kib(text: &str, name: &str) -> Option<f64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_whole_name() {
        let text = "VmRSSExtra:\t 1 kB\nVmRSS:\t  123456 kB\nThreads:\t7\n";
        assert_eq!(status_kib(text, "VmRSS"), Some(123_456.0));
        assert_eq!(status_kib(text, "Threads"), None);
        assert_eq!(status_kib(text, "VmSwap"), None);
    }
}
