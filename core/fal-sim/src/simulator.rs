//! Starting and stopping a simulator.

use std::net::SocketAddr;

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    config::{LiveConfig, SimConfig},
    control::LedgerEntry,
    error::SimError,
    faults::{Fault, FaultError},
    listener::{Connection, CuttableListener},
    router,
    state::{Shared, Sim},
};

/// A simulated provider. Clones share one state.
#[derive(Clone)]
pub struct Simulator {
    sim: Sim,
}

impl Simulator {
    /// Prepares a simulator, reading its state folder if it has one. Needs a Tokio runtime, because requests that a
    /// previous process left unfinished go on at once.
    ///
    /// # Errors
    /// [`SimError`] when the configuration makes no sense or the state folder cannot be used.
    pub fn new(config: SimConfig) -> Result<Self, SimError> {
        Ok(Self {
            sim: Shared::open(config)?,
        })
    }

    /// All routes, to be served by a server of the caller's. Connection-level faults (a closed connection without an
    /// answer) need [`Simulator::spawn`]; with a bare router they become an empty 502.
    pub fn router(&self) -> Router {
        router::router(self.sim.clone())
    }

    /// Starts a simulator on `address` (port 0 picks a free one).
    ///
    /// # Errors
    /// As [`Simulator::new`], and [`SimError::Bind`] when the address is taken.
    pub async fn spawn(config: SimConfig, address: SocketAddr) -> Result<RunningSim, SimError> {
        let bind_error = |source| SimError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(bind_error)?;
        let bound = listener.local_addr().map_err(bind_error)?;
        let simulator = Self::new(config)?;
        let base_url = format!("http://{}", reachable(bound));
        simulator.sim.set_public_url(&base_url);
        let stop = simulator.sim.stop.clone();
        let service = simulator.router().into_make_service_with_connect_info::<Connection>();
        let listener = CuttableListener::new(listener, stop.clone());
        let server = tokio::spawn(async move {
            tokio::select! {
                served = axum::serve(listener, service).into_future() => {
                    if let Err(error) = served {
                        tracing::error!(%error, "the simulator's server stopped");
                    }
                }
                () = stop.cancelled() => {}
            }
        });
        Ok(RunningSim {
            simulator,
            address: bound,
            base_url,
            server: Some(server),
        })
    }

    /// Every accepted request, oldest first.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        crate::control::ledger(&self.sim)
    }

    /// Replaces the active faults.
    ///
    /// # Errors
    /// [`FaultError`] naming the first bad field; nothing changes then.
    pub fn set_faults(&self, faults: Vec<Fault>) -> Result<(), FaultError> {
        self.sim.faults().replace(faults)
    }

    /// The settings of this moment.
    #[must_use]
    pub fn live_config(&self) -> LiveConfig {
        self.sim.live()
    }

    /// Changes the run-time settings.
    ///
    /// # Errors
    /// [`SimError::Config`] when a value makes no sense; nothing changes then.
    pub fn set_live_config(&self, live: LiveConfig) -> Result<(), SimError> {
        live.check().map_err(SimError::Config)?;
        self.sim.set_live(live);
        crate::runner::pump(&self.sim);
        Ok(())
    }

    /// Forgets requests, files and faults, and starts the dice over. Settings stay.
    pub fn reset(&self) {
        crate::control::reset(&self.sim);
    }
}

/// The address as a client on this machine would dial it.
fn reachable(bound: SocketAddr) -> SocketAddr {
    let mut address = bound;
    if bound.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    address
}

/// A simulator that serves. Dropping it stops it.
pub struct RunningSim {
    simulator: Simulator,
    address: SocketAddr,
    base_url: String,
    server: Option<JoinHandle<()>>,
}

impl RunningSim {
    /// `http://host:port` of the listening socket, without a trailing slash; add `/queue`, `/run`, ….
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The bound address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the server ends by itself, which it does only on an error. To be raced against a signal.
    pub async fn serve_forever(&mut self) {
        if let Some(server) = &mut self.server {
            // A panic inside the server ends the wait as well; it has been reported by the panic hook.
            let _ = server.await;
            self.server = None;
        }
    }

    /// Stops serving, cuts open connections, abandons running requests, and frees the port. With a state folder, a
    /// simulator started on it later takes those requests up again.
    pub async fn shutdown(mut self) {
        self.simulator.sim.stop.cancel();
        self.serve_forever().await;
    }
}

impl std::ops::Deref for RunningSim {
    type Target = Simulator;

    fn deref(&self) -> &Simulator {
        &self.simulator
    }
}

impl Drop for RunningSim {
    fn drop(&mut self) {
        self.simulator.sim.stop.cancel();
    }
}
