//! What the data is worth, and the server settings that follow.

/// How carefully the server treats its data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tuning {
    /// Nothing committed is lost when the machine or the server dies. PostgreSQL's own defaults.
    #[default]
    Durable,
    /// For databases that are thrown away: nothing waits for the disk. A killed *server* loses no data, a killed
    /// *machine* may leave the cluster unusable.
    Test,
}

impl Tuning {
    /// Server settings, as `name=value`.
    pub(crate) fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Durable => &["max_connections=100"],
            Self::Test => &[
                // Tests run in parallel, each with a pool of its own.
                "max_connections=300",
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                // No standby will ever read the log of a test.
                "wal_level=minimal",
                "max_wal_senders=0",
                "checkpoint_timeout=30min",
            ],
        }
    }
}

/// Settings that hold for every cluster of ours.
pub(crate) const COMMON_SETTINGS: [&str; 4] = [
    // The socket is the only way in.
    "listen_addresses=",
    "timezone=UTC",
    "log_timezone=UTC",
    // Compiling a query takes longer than running any of ours.
    "jit=off",
];
