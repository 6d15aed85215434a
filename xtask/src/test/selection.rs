//! Which steps and which tests the user wants.

use anyhow::{Result, bail};

use super::steps::STEPS;

/// The arguments of `cargo xtask test`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    only: Option<Vec<String>>,
    filter: Option<String>,
    list: bool,
}

impl Selection {
    /// Understands `[--list] [--only a,b] [filter]`. A filter without `--only` means the Rust tests alone.
    ///
    /// # Errors
    /// For an unknown step or option.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut selection = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--list" => selection.list = true,
                "--only" => match arguments.next() {
                    Some(names) => selection.only = Some(steps(names)?),
                    None => bail!("--only wants the names of steps, as in --only fmt,rust"),
                },
                option if option.starts_with('-') => bail!("unknown option {option}"),
                filter if selection.filter.is_none() => selection.filter = Some(filter.to_owned()),
                surplus => bail!("one filter is enough, `{surplus}` is the second"),
            }
        }
        if selection.filter.is_some() && selection.only.is_none() {
            selection.only = Some(vec!["rust".to_owned()]);
        }
        Ok(selection)
    }

    /// Whether the step is wanted.
    pub(crate) fn includes(&self, step: &str) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.iter().any(|name| name == step))
    }

    /// What the names of Rust tests must contain.
    pub(crate) fn filter(&self) -> Option<&str> {
        self.filter.as_deref()
    }

    /// Whether the user only wants to know which steps there are.
    pub(crate) fn list_only(&self) -> bool {
        self.list
    }
}

fn steps(names: &str) -> Result<Vec<String>> {
    let names: Vec<String> = names.split(',').map(str::to_owned).collect();
    match names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != name.as_str()))
    {
        Some(unknown) => bail!("there is no step `{unknown}`; `cargo xtask test --list` names them"),
        None => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_arguments_everything_runs() {
        let selection = Selection::parse(&[]).unwrap();
        assert!(STEPS.iter().all(|step| selection.includes(step.name)));
    }

    #[test]
    fn a_filter_means_rust_tests_unless_steps_are_named() {
        let selection = Selection::parse(&["gallery"]).unwrap();
        assert!(selection.includes("rust") && !selection.includes("fmt"));
        let selection = Selection::parse(&["--only", "fmt,rust", "gallery"]).unwrap();
        assert!(selection.includes("fmt") && selection.filter() == Some("gallery"));
    }

    #[test]
    fn mistakes_are_named() {
        for (arguments, word) in [
            (&["--only", "fnt"][..], "fnt"),
            (&["--fast"], "--fast"),
            (&["--only"], "--only"),
            (&["a", "b"], "`b`"),
        ] {
            let message = Selection::parse(arguments).unwrap_err().to_string();
            assert!(message.contains(word), "{message}");
        }
    }
}
