//! What can be said after `studio plugin`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use studio_plugin_host::{InputRole, Operation};
use studio_plugin_tools::Picture;

/// Begin, build, check, test, try and install model plugins.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Write a whole plugin that builds by itself, with the SDK in it.
    New(NewOptions),
    /// Compile a plugin in Rust to a component: NAME.wasm in its folder.
    Build {
        /// The plugin's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Say whether the studio would take a component, and why not.
    Check(CheckOptions),
    /// Test a component: the conformance suite, its recorded cases, arbitrary answers of the provider.
    Test(TestOptions),
    /// Show the request that a job would send and its price, without sending anything.
    Try(TryOptions),
    /// Check a component and put it into the folder of plugins, keeping the version that it replaces.
    Add {
        /// The component, or a folder with one.
        file: PathBuf,
        #[command(flatten)]
        folder: Folder,
    },
    /// List what is in the folder of plugins.
    List {
        #[command(flatten)]
        folder: Folder,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Put the version of a plugin back that was installed before the present one.
    Rollback {
        /// The plugin's id.
        id: String,
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// The plugin's id: 3 to 40 lowercase letters, digits and hyphens.
    pub(crate) name: String,
    /// Where to write it. Default: a folder of that name here.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// Use the SDK at this place (`plugins/sdk` of a checkout) instead of a copy in the plugin.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) sdk: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// The component, or a folder with one.
    pub(crate) file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Ends with 0 when nothing was found, 1 when something was.
#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// The component, or a folder with one.
    pub(crate) file: PathBuf,
    /// Folder of recorded cases. Default: `fixtures` beside the component.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) fixtures: Option<PathBuf>,
    /// Write what comes out of the recorded cases to `fixtures/expected` instead of comparing it.
    #[arg(long)]
    pub(crate) accept: bool,
    /// Arbitrary answers to try on every model.
    #[arg(long, value_name = "N")]
    pub(crate) fuzz: Option<u32>,
    /// Decides the arbitrary answers.
    #[arg(long, default_value_t = 0, value_name = "S")]
    pub(crate) seed: u64,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TryOptions {
    /// The component, or a folder with one.
    pub(crate) file: PathBuf,
    /// The model's id; may be left out when the plugin offers one.
    #[arg(long, value_name = "ID")]
    pub(crate) model: Option<String>,
    /// What to do, such as `inpaint`. Default: what fits the pictures.
    #[arg(long, value_parser = operation)]
    pub(crate) operation: Option<Operation>,
    #[arg(long, default_value = "")]
    pub(crate) prompt: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) negative_prompt: Option<String>,
    /// A parameter, `name=value`; may be given again.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) parameters: Vec<(String, String)>,
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) images: i64,
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// A picture of the job, `FILE` or `ROLE=FILE` with the role source, mask, style or control; may be given again.
    #[arg(long = "image", value_name = "FILE", value_parser = picture)]
    pub(crate) pictures: Vec<Picture>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Folder {
    /// The folder of plugins.
    #[arg(long, env = "PLUGINS_DIR", value_name = "FOLDER", default_value = "plugins")]
    pub(crate) plugins_dir: PathBuf,
}

fn operation(text: &str) -> Result<Operation, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=value")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

fn picture(text: &str) -> Result<Picture, String> {
    let (role, file) = match text.split_once('=') {
        Some((role, file)) => (
            serde_json::from_value(role.into())
                .map_err(|_| format!("{role:?} is none of source, mask, style, control"))?,
            file,
        ),
        None => (InputRole::Source, text),
    };
    Ok(Picture {
        role,
        file: file.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_have_a_role_or_are_the_source() {
        assert_eq!(picture("a.png").unwrap().role, InputRole::Source);
        let mask = picture("mask=b.png").unwrap();
        assert_eq!((mask.role, mask.file), (InputRole::Mask, PathBuf::from("b.png")));
        assert!(picture("hat=b.png").is_err());
    }

    #[test]
    fn parameters_are_split_at_the_first_sign() {
        assert_eq!(pair("a=b=c").unwrap(), ("a".to_owned(), "b=c".to_owned()));
        assert!(pair("a").is_err());
    }
}
