//! `escargo completions`, `escargo man`: made from the arguments that the command takes.

use clap::CommandFactory as _;

use super::Outcome;
use super::args::{Cli, CompletionsArgs};
use super::output::{err, out};

/// Prints the completions for a shell.
pub fn completions(args: CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    let mut command = Cli::command();
    clap_complete::generate(args.shell, &mut command, "escargo", &mut script);
    out(&String::from_utf8_lossy(&script));
    Outcome::Done
}

/// Prints the manual page: one for all subcommands, those behind the main one as sections of their own.
pub fn man() -> Outcome {
    let command = Cli::command();
    let mut page = Vec::new();
    if let Err(error) = clap_mangen::Man::new(command.clone()).render(&mut page) {
        err(&format!("escargo: {error}\n"));
        return Outcome::Failed;
    }
    for subcommand in command.get_subcommands() {
        // Writing to memory does not fail.
        let _ = section(subcommand, &mut page);
    }
    out(&String::from_utf8_lossy(&page));
    Outcome::Done
}

fn section(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    use std::io::Write as _;
    let name = command.get_name().to_owned();
    writeln!(page, ".SH \"ESCARGO {}\"", name.to_uppercase())?;
    let man = clap_mangen::Man::new(command.clone().bin_name(format!("escargo {name}")));
    let mut part = Vec::new();
    man.render_description_section(&mut part)?;
    man.render_synopsis_section(&mut part)?;
    man.render_options_section(&mut part)?;
    // Sections of a part are paragraphs here.
    let text = String::from_utf8_lossy(&part).replace(".SH ", ".SS ");
    page.write_all(text.as_bytes())
}
