//! What steps need before they can run, each got once.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;
use studio_pg_cluster::Installation;

use crate::clusters::TestCluster;
use crate::host::{self, Profile};
use crate::process;
use crate::project::Project;
use crate::tools::{chromium, postgres, python};
use crate::{assets, javascript_plugin, plugins, schema};

/// Something to get before a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// PostgreSQL's programs and a cluster for this run, whose new databases have the schema.
    Database,
    /// npm packages and `web/dist`.
    Assets,
    /// The plugins as components.
    Plugins,
    /// The plugin that is not written in Rust, as a component.
    JavaScriptPlugin,
    /// What the provider's official clients run on, besides Node.
    Python,
    /// A browser.
    Browser,
    /// The `studio` program and all test programs.
    Programs,
}

/// What was got; a field is set once its need is met.
#[derive(Default)]
pub(super) struct Equipment {
    database: Option<(TestCluster, Installation)>,
    plugins: Option<plugins::Folders>,
    javascript_plugin: Option<PathBuf>,
    browser: Option<PathBuf>,
    studio: Option<PathBuf>,
}

impl Need {
    /// All needs, in the order in which they are met.
    pub(super) const IN_ORDER: [Self; 7] = [
        Self::Database,
        Self::Python,
        Self::Browser,
        Self::Assets,
        Self::Plugins,
        Self::JavaScriptPlugin,
        Self::Programs,
    ];

    /// What the table calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Assets => "assets",
            Self::Plugins => "guests",
            Self::JavaScriptPlugin => "javascript",
            Self::Python => "python",
            Self::Browser => "chromium",
            Self::Programs => "build",
        }
    }

    /// Gets it.
    pub(super) fn meet(self, project: &Project, equipment: &mut Equipment) -> Result<()> {
        match self {
            Self::Database => {
                let installation = postgres::ensure(project)?;
                let cluster = TestCluster::start(installation.clone())?;
                schema::for_new_databases(project, cluster.get())?;
                equipment.database = Some((cluster, installation));
            }
            Self::Python => python::ensure()?,
            Self::Assets => assets::build(project)?,
            Self::Plugins => equipment.plugins = Some(plugins::build(project, plugins::Which::All)?),
            Self::JavaScriptPlugin => equipment.javascript_plugin = Some(javascript_plugin::build(project)?),
            Self::Browser => equipment.browser = Some(chromium::ensure()?),
            Self::Programs => {
                // The same selection as the tests', so that both use the same products.
                process::run(host::cargo(project).args(["build", "--locked", "--workspace", "--bins", "--tests"]))?;
                equipment.studio = Some(host::studio(project, Profile::Dev));
            }
        }
        Ok(())
    }
}

impl Equipment {
    /// The cluster of this run; present when [`Need::Database`] was met.
    pub(super) fn cluster(&self) -> Option<&studio_pg_cluster::Cluster> {
        self.database.as_ref().map(|(cluster, _)| cluster.get())
    }

    /// What the tests find in their environment.
    pub(super) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let mut variables: Vec<(&str, OsString)> = Vec::new();
        if let Some((cluster, installation)) = &self.database {
            // The superuser's: every test makes a database of its own.
            let url = cluster.get().admin_url("postgres");
            variables.push(("DATABASE_URL", url.clone().into()));
            variables.push(("PG_ADMIN_URL", url.into()));
            variables.push(("STUDIO_PG_BIN", installation.bin().into()));
        }
        if let Some(folders) = &self.plugins {
            variables.push(("PLUGINS_DIR", folders.offered.clone().into()));
            variables.push(("HOSTILE_PLUGINS_DIR", folders.hostile.clone().into()));
        }
        for (name, path) in [
            (chromium::VARIABLE, &self.browser),
            ("STUDIO_BIN", &self.studio),
            ("JAVASCRIPT_PLUGIN", &self.javascript_plugin),
        ] {
            variables.extend(path.clone().map(|path| (name, path.into_os_string())));
        }
        variables
    }
}
