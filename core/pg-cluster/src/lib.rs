//! Starts and looks after a PostgreSQL cluster of our own, so that nobody has to install or configure one.
//!
//! This crate owns finding the server's programs, creating the cluster, starting, stopping and restarting it. It
//! never touches a cluster it did not create, opens no network port and knows nothing of the studio's tables. It
//! depends on the standard library and `libc` only: the task runner compiles it before anything else.
//!
//! The server listens on a unix socket in a folder of mode 0700 that belongs to the account running it; whoever
//! can enter that folder is trusted. PostgreSQL refuses to run as root, so under root it runs as `postgres` or
//! `nobody`, and the whole path down to the cluster must then be passable for that account: a home folder of mode
//! 0700 is not. [`reachable_or`] picks a folder that works.
//!
//! ```no_run
//! use studio_pg_cluster::{Cluster, Tuning};
//!
//! let mut cluster = Cluster::builder("/var/lib/example/postgres").tuning(Tuning::Durable).start()?;
//! println!("DATABASE_URL={}", cluster.url("studio"));
//! cluster.stop()?;
//! # Ok::<(), studio_pg_cluster::Error>(())
//! ```

mod account;
mod builder;
mod cluster;
mod create;
mod error;
mod installation;
mod layout;
mod lock_file;
mod process;
mod server;
mod sys;
mod tuning;
mod wire;

pub use account::reachable_or;
pub use builder::Builder;
pub use cluster::{ADMIN_ROLE, Cluster, ROLE};
pub use error::{Error, Result};
pub use installation::Installation;
pub use tuning::Tuning;
pub use wire::Row;
