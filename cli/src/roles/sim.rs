//! `sim`: the provider's stand-in.

use std::net::SocketAddr;

use studio_fal_sim::{SimConfig, Simulator};
use tokio_util::sync::CancellationToken;

use crate::args::SimOptions;

/// Serves until told to stop.
///
/// # Errors
/// When the port is taken, the state folder cannot be used, or an option makes no sense.
pub(crate) async fn run(options: SimOptions, stop: &CancellationToken) -> anyhow::Result<()> {
    let address = SocketAddr::new(options.host, options.port);
    let mut simulator = Simulator::spawn(config(options), address).await?;
    println!("simulating the provider on {}", simulator.base_url());
    tokio::select! {
        () = simulator.serve_forever() => anyhow::bail!("the simulator's server ended by itself"),
        () = stop.cancelled() => (),
    }
    simulator.shutdown().await;
    Ok(())
}

fn config(options: SimOptions) -> SimConfig {
    let mut config = SimConfig {
        public_url: options.public_url,
        seed: options.seed,
        state_dir: options.state_dir,
        ..SimConfig::default()
    };
    config.live.time_scale = options.time_scale;
    config.live.concurrency_limit = options.concurrency;
    config
}
