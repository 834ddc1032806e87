//! Flags of all commands that change nothing about a training.

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

/// `w2s train` neither offers these flags nor lets them pass. Each of them is followed by what to do in its place.
const WITHOUT_EFFECT: [(&str, &str, &str); 5] = [
    ("seed", "seed", "the seed of a training stands in its file; write seed = N under [training]"),
    ("most_cells", "most-cells", "a training sweeps over no cells; leave it out"),
    (
        "most_dimensions",
        "most-dimensions",
        "a network reads no larger problems than docs/transformers.md says; leave it out",
    ),
    ("most_numbers", "most-numbers", "a training sweeps over no cells; leave it out"),
    ("most_bytes", "most-bytes", "a training reads no file that it limits; leave it out"),
];

/// Takes the place of flags of all commands, to refuse them.
#[derive(Debug)]
pub struct WithoutEffect;

impl Args for WithoutEffect {
    fn augment_args(command: Command) -> Command {
        let hidden = |(id, flag, _)| Arg::new(id).long(flag).hide(true).value_parser(value_parser!(u64));
        command.args(WITHOUT_EFFECT.map(hidden))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for WithoutEffect {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        match WITHOUT_EFFECT.iter().find(|(id, _, _)| is_given(id)) {
            Some((_, flag, remedy)) => {
                let message = format!("--{flag} changes nothing about a training: {remedy}");
                Err(Error::raw(ErrorKind::ArgumentConflict, message))
            }
            None => Ok(Self),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;
    use crate::arguments::Arguments;

    fn refused(arguments: &[&str]) -> Option<String> {
        Arguments::try_parse_from([&["w2s"], arguments].concat()).err().map(|error| error.to_string())
    }

    #[test]
    fn a_training_refuses_them_before_and_behind_its_name() {
        for (_, flag, remedy) in WITHOUT_EFFECT {
            let flag = format!("--{flag}");
            let expected = format!("error: {flag} changes nothing about a training: {remedy}\n\nUsage:");
            for arguments in [["train", "a.toml", &flag, "1"], [&flag, "1", "train", "a.toml"]] {
                let message = refused(&arguments).unwrap_or_default();
                assert!(message.starts_with(&expected), "{message}");
            }
            assert_eq!(refused(&["check", &flag, "1"]), None);
        }
        assert_eq!(refused(&["train", "a.toml", "--threads", "1", "--most-claim-bytes", "7", "--quiet"]), None);
    }

    #[test]
    fn the_help_of_a_training_does_not_offer_them() {
        let mut all = Arguments::command();
        all.build();
        let help =
            |command: &str| all.find_subcommand(command).expect("a command").clone().render_long_help().to_string();
        for (_, flag, _) in WITHOUT_EFFECT {
            let shown = format!("--{flag}");
            assert!(help("check").contains(&shown) && !help("train").contains(&shown), "{shown}");
        }
    }
}
