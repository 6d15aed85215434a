//! `cargo xtask db …`: the development database alone, for looking into it or for an editor's SQL checks.

use anyhow::{Result, bail};
use studio_pg_cluster::Cluster;

use crate::clusters;
use crate::dotenv::Settings;
use crate::project::Project;
use crate::tools::postgres;

/// Runs one of `start`, `stop`, `url`.
pub(crate) fn run(project: &Project, command: &str) -> Result<()> {
    let settings = Settings::read(&project.root)?;
    if let Some(url) = settings.get("DATABASE_URL") {
        bail!("DATABASE_URL is set ({url}): that database is yours to look after");
    }
    let data = clusters::data_dir(project, &settings)?;
    match command {
        "start" => {
            let cluster = clusters::start_dev(&data, postgres::ensure(project)?)?;
            println!("{}", cluster.url("studio"));
            cluster.leave_running();
        }
        "stop" => match find(&data)? {
            Some(mut cluster) => cluster.stop()?,
            None => println!("it does not run"),
        },
        "url" => match find(&data)? {
            Some(cluster) => println!("{}", cluster.url("studio")),
            None => bail!("it does not run; start it with `cargo xtask db start`"),
        },
        _ => bail!("unknown command `{command}`; there are start, stop and url"),
    }
    Ok(())
}

fn find(data: &std::path::Path) -> Result<Option<Cluster>> {
    Ok(Cluster::builder(clusters::dev_root(data)).find_running()?)
}
