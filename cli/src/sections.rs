//! The program's help: commands in sections, because those for operators and those for users have little in common.

use clap::Command;

/// Every command is in exactly one.
const SECTIONS: [(&str, &[&str]); 4] = [
    ("Run a studio", &["serve", "web", "work", "migrate", "check"]),
    (
        "Use a running studio",
        &[
            "login", "logout", "whoami", "generate", "batch", "queue", "images", "projects", "models", "watch",
        ],
    ),
    ("Make plugins, try and test", &["plugin", "sim", "drill", "seed"]),
    ("This program", &["completion", "help"]),
];

/// The command line with its help arranged.
pub(crate) fn arranged(mut command: Command) -> Command {
    command.build();
    let mut text = String::from("{about-with-newline}\n{usage-heading} {usage}\n");
    for (title, names) in SECTIONS {
        text += &format!("\n{title}:\n");
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            text += &format!("  {name:<11} {about}\n");
        }
    }
    text += "\nOptions:\n{options}";
    command.help_template(text)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::args::Args;

    #[test]
    fn every_command_is_in_one_section() {
        let mut command = Args::command();
        command.build();
        let mut there: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let mut told: Vec<&str> = SECTIONS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        there.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, there);
    }
}
