//! What the points in the figures of a page tell.

use weak_to_strong_lab::claim::{DEFAULT_SEED, Measurement, Verdict};

use super::series::Dot;
use crate::{grouped, significant};

/// What a dot tells.
pub(super) fn words(dot: &Dot) -> String {
    words_of_cell(dot.measurement, dot.judged.map(|(_, verdict)| verdict), dot.replay)
}

/// What a cell tells: value, interval, its verdict unless it holds, and with which options it is replayed, which have its replicates. Without them it tells
/// its replicates; its place tells the setting.
pub(super) fn words_of_cell(measurement: &Measurement, verdict: Option<Verdict>, replay: Option<&str>) -> String {
    let numbers = mean_and_interval(measurement);
    let judged = verdict.filter(|verdict| *verdict != Verdict::Holds);
    let judged = judged.map_or_else(String::new, |verdict| format!(": {}", verdict.words()));
    match replay {
        Some(command) => format!("{numbers}{judged}; {}", without_claim(&without_default_seed(command))),
        None => format!("{numbers}, {} replicates{judged}", grouped(measurement.estimate.replicates)),
    }
}

/// The command that replays a cell, without the program and the claim, which is beside the figure; any other command as it is.
fn without_claim(command: &str) -> String {
    command.rfind(CELL).map_or_else(|| command.to_owned(), |start| format!("replay{}", &command[start..]))
}

/// The first option of a command that replays a cell.
const CELL: &str = " --cell ";

/// The command without the seed that the program has by default.
pub(crate) fn without_default_seed(command: &str) -> String {
    let seed = format!(" --seed {DEFAULT_SEED}");
    let rest = command.strip_suffix(&seed).unwrap_or(command);
    rest.replace(&(seed + " "), " ")
}

fn mean_and_interval(Measurement { estimate, interval, .. }: &Measurement) -> String {
    let [mean, lower, upper] = [estimate.mean, interval.lower, interval.upper].map(|number| significant(number, 4));
    format!("{mean} [{lower}, {upper}]")
}

#[cfg(test)]
mod tests {
    use crate::figure::{Rendition, example, figure_svg_as};
    use weak_to_strong_lab::claim::Verdict;

    #[test]
    fn points_of_a_page_tell_their_numbers() {
        let mut claim = example::naive();
        let count = claim.cells.len();
        claim.cells[0].verdict = Verdict::Holds;
        claim.cells[0].replay_command =
            Some("w2s replay 'my --cell 7' --cell 16 --replicates 9 --seed 1 --power".to_owned());
        let drawn = |rendition| figure_svg_as(&claim, rendition).expect("it can be drawn").expect("a figure");
        let page = drawn(Rendition::PAGE);
        assert_eq!(page.matches("<g class=\"point\"><title>").count(), count, "{page}");
        assert_eq!(page.matches("<g").count(), page.matches("</g>").count());
        assert!(page.contains("; replay --cell 16 --replicates 9 --power</title>"), "{page}");
        for (place, label) in ["n = 16", "n = 64", "n = 256"].iter().enumerate() {
            let series = format!("<g class=\"series s{place}\" data-series=\"");
            assert!(page.contains(&series), "{label}: {page}");
        }
        assert!(!drawn(Rendition::FILE).contains("<g"));
    }

    #[test]
    fn cells_of_a_map_tell_how_they_are_drawn_again() {
        let mut claim = example::map(4);
        let count = claim.cells.len();
        claim
            .cells
            .iter_mut()
            .for_each(|cell| cell.replay_command = Some("w2s replay map --cell 2 --seed 1".to_owned()));
        let page = figure_svg_as(&claim, Rendition::PAGE).expect("it can be drawn").expect("a figure");
        assert_eq!(page.matches("; replay --cell 2</title>").count(), count, "{page}");
    }
}
