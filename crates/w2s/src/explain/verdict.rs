//! What an earlier check has found of a claim.

use std::path::{Path, PathBuf};

use weak_to_strong_lab::claim::{Claim, ClaimOutcome, Verdict, WrittenOutcome, written_outcome};
use weak_to_strong_lab::study::read_text;
use weak_to_strong_report::{counted_verdicts, with_interval};

use crate::arguments::Common;
use crate::error::CliError;

/// The file that a check writes, in the folder where it writes it.
const USUAL: &str = "checks.json";

/// What an earlier check has found of a claim.
pub(super) struct LastCheck {
    file: PathBuf,
    seed: u64,
    outcome: ClaimOutcome,
}

impl LastCheck {
    /// From the file that is named, or from that of the last check in this folder if it is about the claim as it is now.
    pub(super) fn of(claim: &Claim, file: Option<&Path>, common: &Common) -> Result<Option<Self>, CliError> {
        match file {
            Some(file) => Self::read(claim, file, common).map(Some),
            None if Path::new(USUAL).is_file() => Ok(Self::read(claim, Path::new(USUAL), common).ok()),
            None => Ok(None),
        }
    }

    fn read(claim: &Claim, file: &Path, common: &Common) -> Result<Self, CliError> {
        let without_text = |error| CliError::NoText { file: file.to_owned(), error };
        let text = read_text(file, &common.limits.given()).map_err(without_text)?;
        let other = |error| CliError::Written { file: file.to_owned(), error };
        let WrittenOutcome { seed, outcome } = written_outcome(claim, &text).map_err(other)?;
        Ok(Self { file: file.to_owned(), seed, outcome })
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.outcome.verdict
    }

    /// `holds (9 hold), measured ÷ expected 1.014 [0.981, 1.047], seed 1 (checks.json)`.
    pub(super) fn words(&self) -> String {
        let Self { file, seed, outcome } = self;
        let cells = counted_verdicts(outcome.cells.iter().map(|cell| cell.verdict), &Verdict::WORST_FIRST).join(", ");
        let slack = outcome.slack.map_or_else(String::new, |slack| {
            format!(", measured ÷ expected {}", with_interval(slack.value, &slack.interval))
        });
        format!("{} ({cells} of its cells){slack}, seed {seed}, in {}", outcome.verdict.words(), file.display())
    }

    /// Its figure beside the file, if it is there.
    pub(super) fn figure(&self) -> Option<PathBuf> {
        let path = self.file.parent()?.join("figures").join(format!("{}.svg", self.outcome.id));
        path.is_file().then_some(path)
    }
}
