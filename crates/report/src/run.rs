//! The run that made a report: its provenance, its duration and its replicates.

use std::fmt::Write;
use std::time::Duration;

use super::markdown::plain;
use super::{Provenance, grouped, significant};

/// The record of a run, without its outcome.
#[derive(Clone, Debug)]
pub struct Run {
    /// The program, the seed and the machine of the run.
    pub provenance: Provenance,
    /// What it took. `None` if an earlier check is drawn again.
    pub work: Option<RunWork>,
}

/// What a run took.
#[derive(Clone, Debug)]
pub struct RunWork {
    /// The duration of the run.
    pub elapsed: Duration,
    /// The number of replicates that the claims used. Replicates from a store are included.
    pub replicates: u64,
    /// The number of these replicates that came from a store.
    pub stored: u64,
    /// The id of each claim, and the time of its replicates in seconds of one processor. Replicates from a store are included.
    pub claim_seconds: Vec<(String, f64)>,
}

impl Run {
    /// The last section of the report.
    pub(super) fn write_section(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "\n## Provenance\n\n| | |\n| --- | --- |")?;
        for (key, value) in self.provenance.entries() {
            writeln!(text, "| {} | {} |", key.replace('_', " "), plain(value))?;
        }
        self.work.as_ref().map_or(Ok(()), |work| work.write_rows(text))
    }
}

impl RunWork {
    fn write_rows(&self, text: &mut String) -> std::fmt::Result {
        writeln!(
            text,
            "| replicates of the claims | {}, of which {} from a store |",
            grouped(self.replicates),
            grouped(self.stored)
        )?;
        writeln!(text, "| time | {:.1} s, with all that the command asks for |", self.elapsed.as_secs_f64())?;
        self.write_times(text)
    }

    /// Writes the time of the replicates of each claim, the longest time first.
    fn write_times(&self, text: &mut String) -> std::fmt::Result {
        if self.claim_seconds.is_empty() {
            return Ok(());
        }
        let mut times: Vec<&(String, f64)> = self.claim_seconds.iter().collect();
        times.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        writeln!(
            text,
            "\nTime that the replicates of each claim took, on one processor, those from a store included:\n"
        )?;
        writeln!(text, "| claim | seconds |\n| --- | --- |")?;
        times.into_iter().try_for_each(|(id, seconds)| writeln!(text, "| {id} | {} |", significant(*seconds, 2)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_says_how_long_it_took() {
        let run = Run {
            provenance: Provenance::now("unknown", 7, 0.001),
            work: Some(RunWork {
                elapsed: Duration::from_millis(1250),
                replicates: 1_234_567,
                stored: 0,
                claim_seconds: vec![("quick".to_owned(), 0.0123), ("slow".to_owned(), 7.0)],
            }),
        };
        let mut text = String::new();
        run.write_section(&mut text).expect("text");
        assert!(text.contains("| seed | 7 |") && text.contains("| time | 1.2 s, "), "{text}");
        assert!(text.contains("| replicates of the claims | 1,234,567, of which 0 from a store |"), "{text}");
        assert!(text.ends_with("| slow | 7.0 |\n| quick | 0.012 |\n"), "{text}");
    }
}
