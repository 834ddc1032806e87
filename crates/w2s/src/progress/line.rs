//! The line that shows how far a run is, in the width that there is.

use std::time::Duration;

use super::meter::{Left, Meter};

/// The greatest and the least width of the bar.
const WIDEST_BAR: usize = 30;
const LEAST_BAR: usize = 8;

/// The line at this time. It has at most `width` columns: what matters least is left out first.
pub(super) fn line(meter: &Meter, ids: &[String], at: Duration, width: usize) -> String {
    if meter.done().work.blocks == 0 {
        return cut(&format!("computing the bounds, {} so far", in_words(at)), width);
    }
    let percent = format!("{:>3.0} %", (100.0 * meter.share()).floor());
    let left = meter.left(at);
    let likely = left.map_or_else(String::new, |left| format!("about {} left", in_words(left.likely)));
    let most = left.map_or_else(String::new, |left| worst_case(&left));
    let (cells, claim) = (cells(meter), claim(meter, ids));
    let layouts: [&[&str]; 5] = [
        &[&percent, &cells, &likely, &most, &claim],
        &[&percent, &cells, &likely, &claim],
        &[&percent, &likely, &claim],
        &[&percent, &likely],
        &[&percent],
    ];
    let joined = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        parts.join("  ")
    };
    let texts = layouts.map(joined);
    let text = texts.iter().find(|text| columns(text) <= width).unwrap_or(&texts[4]);
    let room = width.saturating_sub(columns(text) + 1);
    let bar = if room < LEAST_BAR { String::new() } else { bar(meter.share(), room.min(WIDEST_BAR)) + " " };
    cut(&format!("{bar}{text}"), width)
}

/// All of it for a log, without a bar: `12 % done, 421 of 2312 cells, about 3 min 20 s left`.
pub(super) fn plain_line(meter: &Meter, ids: &[String], at: Duration) -> String {
    if meter.done().work.blocks == 0 {
        return format!("computing the bounds, {} so far", in_words(at));
    }
    let done = format!("{:.0} % done", (100.0 * meter.share()).floor());
    let left = meter.left(at);
    let likely = left.map_or_else(String::new, |left| format!("about {} left", in_words(left.likely)));
    let most = left.map_or_else(String::new, |left| worst_case(&left));
    let parts = [done, cells(meter), likely, most, claim(meter, ids)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// `421 of 2312 cells`. Nothing is decided before the first judgement.
fn cells(meter: &Meter) -> String {
    match meter.cells() {
        (_, 0) => String::new(),
        (decided, cells) => format!("{decided} of {cells} cells"),
    }
}

/// The worst case, unless it is what is likely.
fn worst_case(left: &Left) -> String {
    let most = in_words(left.most);
    if most == in_words(left.likely) { String::new() } else { format!("at most {most}") }
}

/// The claim that takes longest: `prop-3.2-segment and 11 more`.
fn claim(meter: &Meter, ids: &[String]) -> String {
    let Some((claim, others)) = meter.at_work() else { return String::new() };
    let id = ids.get(claim).map_or("", String::as_str);
    match others {
        0 => id.to_owned(),
        _ if !meter.has_judged() => format!("first look at {} claims", others + 1),
        _ => format!("{id} and {others} more"),
    }
}

fn bar(share: f64, width: usize) -> String {
    let full = ((share * width as f64) as usize).min(width);
    format!("{}{}", "█".repeat(full), "░".repeat(width - full))
}

/// A time in words: `0.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`.
pub(super) fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..100 => format!("{whole} s"),
        100..3600 => format!("{} min {} s", whole / 60, whole % 60),
        3600..172_800 => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
        _ => format!("{:.0} days", seconds / 86_400.0),
    }
}

fn columns(text: &str) -> usize {
    console::measure_text_width(text)
}

pub(super) fn cut(text: &str, width: usize) -> String {
    console::truncate_str(text, width, "…").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong_lab::study::{Event, Work};

    /// Two claims after their first round, one with 3 of 8 cells decided and the other with all 4, half a second into the second round.
    fn meter() -> Meter {
        let seconds = |seconds: f64| Duration::from_secs_f64(seconds);
        let work = |blocks, time| Work { blocks, time: seconds(time) };
        let mut meter = Meter::new(2, 2);
        let mut hear = |event, at| meter.hear(event, seconds(at));
        hear(Event::Outlook { likely: work(100, 0.0), most: work(9000, 0.0) }, 0.1);
        hear(Event::Round { work: work(12, 0.0), jobs: 12 }, 0.1);
        for block in 0..12 {
            hear(Event::BlockDone { time: seconds(0.1), expected: Duration::ZERO }, 0.2 + 0.05 * f64::from(block));
        }
        let judged = |claim, cells, decided, likely| Event::Judged { claim, cells, decided, replicates: 0, likely };
        hear(judged(0, 8, 3, work(40, 4.0)), 0.8);
        hear(judged(1, 4, 4, work(0, 0.0)), 0.8);
        hear(Event::Outlook { likely: work(40, 4.0), most: work(9000, 900.0) }, 0.8);
        hear(Event::Round { work: work(10, 1.0), jobs: 5 }, 0.8);
        meter
    }

    #[test]
    fn the_line_fits_and_says_the_most_important_at_every_width() {
        let ids = ["prop-3.2-segment".to_owned(), "thm-4.3-rare".to_owned()];
        let shown = |width| line(&meter(), &ids, Duration::from_millis(800), width);
        for width in 1..200 {
            assert!(columns(&shown(width)) <= width, "{width}: {}", shown(width));
        }
        let at = |width, parts: &[&str]| {
            let text = shown(width);
            assert!(parts.iter().all(|part| text.contains(part)), "{width}: {text}");
        };
        at(120, &["█", "░", "23 %", "7 of 12 cells", "about 2.3 s left", "at most 8 min 34 s", "prop-3.2-segment"]);
        at(60, &["23 %", "7 of 12 cells", "about 2.3 s left", "prop-3.2-segment"]);
        at(40, &["23 %", "about 2.3 s left"]);
        at(8, &["23 %"]);
    }

    #[test]
    fn times_are_told_in_words() {
        for (seconds, words) in [
            (0.04, "0.0 s"),
            (9.4, "9.4 s"),
            (42.4, "42 s"),
            (200.0, "3 min 20 s"),
            (7500.0, "2 h 5 min"),
            (1e6, "12 days"),
        ] {
            assert_eq!(in_words(Duration::from_secs_f64(seconds)), words);
        }
    }

    #[test]
    fn a_run_begins_with_its_bounds_and_a_first_look() {
        let (mut early, ids) = (Meter::new(2, 2), ["a".to_owned(), "b".to_owned()]);
        let at = Duration::from_secs(2);
        assert_eq!(line(&early, &ids, at, 80), "computing the bounds, 2.0 s so far");
        early.hear(Event::Round { work: Work { blocks: 4, time: Duration::ZERO }, jobs: 4 }, at);
        early.hear(Event::BlockDone { time: Duration::from_millis(100), expected: Duration::ZERO }, at);
        assert!(line(&early, &ids, at, 80).ends_with("first look at 2 claims"), "{}", line(&early, &ids, at, 80));
    }
}
