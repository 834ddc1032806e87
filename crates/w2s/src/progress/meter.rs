//! How far a run is, and how much time it has left: from its events and the times at which they came.
//!
//! The laboratory says before each round how much time of a processor is likely left, and how much at most; of each finished block it says how long it took, and
//! how long a block of its job was expected to take. What is left is the first less what was expected of the blocks since, times how much longer than expected
//! these took. It is divided by the number of processors that were busy on average: the time of all blocks over the time that passed, which includes the time
//! between rounds, in which claims are judged. Before the first round nothing is timed, so that blocks are counted and each is taken to last as long as those
//! so far. How far earlier forecasts of the run were off shifts what is likely left (`Calibration`).

use std::time::Duration;

use weak_to_strong_lab::study::{Event, Work};

use super::calibration::Calibration;

/// How far a run is.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    /// What is known of each claim, as far as it was judged.
    claims: Vec<Option<Judged>>,
    /// What was left before the round.
    likely: Work,
    most: Work,
    /// The round.
    round: Work,
    /// What was drawn since the round began.
    of_round: Drawn,
    /// What was drawn in all.
    done: Drawn,
    calibration: Calibration,
    /// The times of the first outlook and of the last event.
    began: Option<Duration>,
    heard: Duration,
    /// Processors that take part.
    threads: usize,
    /// The greatest share that was told.
    share: f64,
}

/// What is known of a claim.
#[derive(Clone, Copy, Debug)]
struct Judged {
    cells: usize,
    decided: usize,
    likely: Work,
}

/// Finished blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) work: Work,
    /// The time of one processor that they were expected to take, as far as something was expected, and that these took.
    pub(super) expected: Duration,
    timed: Duration,
}

/// The greatest share as long as work is left.
const ALMOST: f64 = 0.99;

/// The time that is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Left {
    pub(super) likely: Duration,
    pub(super) most: Duration,
}

impl Meter {
    pub(super) fn new(claims: usize, threads: usize) -> Self {
        let (none, now) = (Work::default(), Duration::ZERO);
        Self {
            claims: vec![None; claims],
            likely: none,
            most: none,
            round: none,
            of_round: Drawn::default(),
            done: Drawn::default(),
            calibration: Calibration::default(),
            began: None,
            heard: now,
            threads,
            share: 0.0,
        }
    }

    /// Takes in an event that came this long after the start.
    pub(super) fn hear(&mut self, event: Event, at: Duration) {
        match event {
            Event::Outlook { likely, most } => {
                self.began.get_or_insert(at);
                (self.likely, self.most) = (likely, most);
                (self.round, self.of_round) = (Work::default(), Drawn::default());
                self.calibration.hear(likely.time, self.done.work.time);
            }
            Event::Round { work: round, .. } => {
                self.began.get_or_insert(at);
                (self.round, self.of_round) = (round, Drawn::default());
                // A measurement with a number of replicates has one round and no outlook.
                for work in [&mut self.likely, &mut self.most] {
                    work.blocks = work.blocks.max(round.blocks);
                }
            }
            Event::BlockDone { time, expected } => {
                for drawn in [&mut self.of_round, &mut self.done] {
                    drawn.work += Work { blocks: 1, time };
                    drawn.expected = drawn.expected.saturating_add(expected);
                    drawn.timed += if expected.is_zero() { Duration::ZERO } else { time };
                }
            }
            Event::Judged { claim, cells, decided, likely, .. } => {
                if let Some(known) = self.claims.get_mut(claim) {
                    *known = Some(Judged { cells, decided, likely });
                }
            }
            Event::Saved { .. } => return,
        }
        self.heard = at;
        // After a round the claims are judged one by one, and only then is told what is left.
        if !matches!(event, Event::Judged { .. }) || self.at_work().is_none() {
            self.share = self.share.max(self.share_now());
        }
    }

    /// The share that is done: of the cells or of the time that the run likely takes, whichever is less, or without claims of the blocks. It never falls.
    pub(super) fn share(&self) -> f64 {
        self.share
    }

    fn share_now(&self) -> f64 {
        let (decided, cells) = self.cells();
        let of = |part: f64, all: f64| if all > 0.0 { part / all } else { 0.0 };
        if self.claims.is_empty() {
            let left = self.likely.blocks.saturating_sub(self.of_round.work.blocks);
            of(self.done.work.blocks as f64, (self.done.work.blocks + left) as f64)
        } else {
            let of_cells = of(decided as f64, cells as f64);
            // The last cells take longest. Where nothing is stated, numbers are shown, and may be drawn for longer than the cells.
            if self.at_work().is_some() { of_cells.min(self.share_of_time()).min(ALMOST) } else { of_cells }
        }
    }

    /// The time since the first outlook as a share of what the run likely takes.
    fn share_of_time(&self) -> f64 {
        let passed = self.passed();
        self.left(self.heard).map_or(0.0, |left| passed / (passed + left.likely.as_secs_f64()).max(f64::MIN_POSITIVE))
    }

    /// Seconds from the first outlook to the last event.
    fn passed(&self) -> f64 {
        self.began.map_or(Duration::ZERO, |began| self.heard.saturating_sub(began)).as_secs_f64()
    }

    /// Decided cells, and all cells that were judged.
    pub(super) fn cells(&self) -> (usize, usize) {
        let judged = self.claims.iter().flatten();
        judged.fold((0, 0), |(decided, cells), claim| (decided + claim.decided, cells + claim.cells))
    }

    /// The claim that likely takes longest of all that are left, and how many others there are. Before the first judgement these are all claims.
    pub(super) fn at_work(&self) -> Option<(usize, usize)> {
        let is_open = |claim: &Option<Judged>| claim.is_none_or(|claim| claim.likely.blocks > 0);
        let open = || self.claims.iter().enumerate().filter(|(_, claim)| is_open(claim));
        let time = |claim: &Option<Judged>| claim.map_or(Duration::ZERO, |claim| claim.likely.time);
        // Of equally long ones the first is named.
        let (longest, _) = open().rev().max_by_key(|(_, claim)| time(claim))?;
        Some((longest, open().count() - 1))
    }

    /// Whether all claims were judged at least once.
    pub(super) fn has_judged(&self) -> bool {
        self.claims.iter().all(Option::is_some)
    }

    /// What was drawn so far.
    pub(super) fn done(&self) -> Drawn {
        self.done
    }

    /// The most blocks of the run.
    pub(super) fn blocks_at_most(&self) -> u64 {
        self.done.work.blocks.saturating_add(self.most.blocks.saturating_sub(self.of_round.work.blocks))
    }

    /// Blocks a second.
    pub(super) fn rate(&self, at: Duration) -> f64 {
        let passed = self.began.map_or(0.0, |began| at.saturating_sub(began).as_secs_f64());
        if passed > 0.0 { self.done.work.blocks as f64 / passed } else { 0.0 }
    }

    /// The time that is left at this time; `None` as long as no block is finished.
    pub(super) fn left(&self, at: Duration) -> Option<Left> {
        if self.done.work.blocks == 0 {
            return None;
        }
        let busy = self.busy();
        let silent = at.saturating_sub(self.heard);
        let left = |work: &Work, factor: f64| {
            let seconds = self.seconds_left(work, factor) / busy;
            Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX).saturating_sub(silent)
        };
        let (likely, most) = (left(&self.likely, self.calibration.factor()), left(&self.most, 1.0));
        Some(Left { likely: likely.min(most), most })
    }

    /// Seconds of a processor that are left of this work, which was planned before the round, times a factor: no less than what the round still has.
    fn seconds_left(&self, planned: &Work, factor: f64) -> f64 {
        (self.left_of(planned) * factor).max(self.left_of(&self.round))
    }

    /// Seconds of a processor that are left of this work, which was planned before the round.
    fn left_of(&self, planned: &Work) -> f64 {
        if planned.time.is_zero() {
            let each = Self::mean(&self.of_round.work).or(Self::mean(&self.done.work)).unwrap_or(0.0);
            each * planned.blocks.saturating_sub(self.of_round.work.blocks) as f64
        } else {
            planned.time.saturating_sub(self.of_round.expected).as_secs_f64() * self.pace()
        }
    }

    /// How many times as long as expected blocks take in this round, in which other programs may keep the processors busy or leave them. The first blocks tell
    /// little of it.
    fn pace(&self) -> f64 {
        const FIRST: f64 = 8.0;
        let first = FIRST * Self::mean(&self.round).unwrap_or(0.0);
        let pace = (self.of_round.timed.as_secs_f64() + first) / (self.of_round.expected.as_secs_f64() + first);
        if pace.is_finite() { pace } else { 1.0 }
    }

    /// Seconds of a block, if they are known.
    fn mean(work: &Work) -> Option<f64> {
        (work.blocks > 0 && !work.time.is_zero()).then(|| work.time.as_secs_f64() / work.blocks as f64)
    }

    /// The processors that were busy on average. At the beginning all of them are within their first block.
    fn busy(&self) -> f64 {
        let threads = self.threads as f64;
        let passed = self.passed();
        let each = Self::mean(&self.done.work).unwrap_or(0.0);
        let busy = (self.done.work.time.as_secs_f64() + threads * each) / (passed + each);
        if busy.is_finite() { busy.clamp(0.01, threads) } else { threads }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    fn work(blocks: u64, time: f64) -> Work {
        Work { blocks, time: seconds(time) }
    }

    /// One processor after a round, with its work and the times and expected times of its blocks, and the time since its start.
    fn after_round(round: Work, blocks: &[(f64, f64)]) -> (Meter, Duration) {
        let (mut meter, mut at) = (Meter::new(0, 1), Duration::ZERO);
        meter.hear(Event::Outlook { likely: round, most: round }, at);
        meter.hear(Event::Round { work: round, jobs: 1 }, at);
        for (time, expected) in blocks.iter().map(|(time, expected)| (seconds(*time), seconds(*expected))) {
            at += time;
            meter.hear(Event::BlockDone { time, expected }, at);
        }
        (meter, at)
    }

    fn left(meter: &Meter, at: Duration) -> f64 {
        meter.left(at).expect("a forecast").likely.as_secs_f64()
    }

    #[test]
    fn an_outlook_is_about_what_comes_and_not_about_the_round_before() {
        let (mut meter, at) = after_round(work(10, 10.0), &[(1.0, 1.0); 10]);
        meter.hear(Event::Outlook { likely: work(1, 1.0), most: work(1, 1.0) }, at);
        assert!((left(&meter, at) - 1.0).abs() < 1e-9, "{}", left(&meter, at));
    }

    /// 99 of 100 cells were decided in 10 seconds, and the last one needs 30 more.
    #[test]
    fn a_run_whose_last_cell_takes_longest_is_not_told_to_be_almost_done() {
        let mut meter = Meter::new(1, 1);
        let (at, likely) = (seconds(10.0), work(30, 30.0));
        meter.hear(Event::Outlook { likely: work(10, 10.0), most: work(40, 40.0) }, Duration::ZERO);
        meter.hear(Event::Round { work: work(10, 10.0), jobs: 100 }, Duration::ZERO);
        for end in 1..=10 {
            meter.hear(Event::BlockDone { time: seconds(1.0), expected: seconds(1.0) }, seconds(f64::from(end)));
        }
        meter.hear(Event::Judged { claim: 0, cells: 100, decided: 99, replicates: 10, likely }, at);
        meter.hear(Event::Outlook { likely, most: likely }, at);
        assert!((0.2..0.3).contains(&meter.share()), "{}", meter.share());
    }

    /// Two of ten blocks that were expected to take a second each did, and four others took nine.
    #[test]
    fn blocks_of_which_nothing_was_expected_do_not_slow_the_others() {
        let (meter, at) =
            after_round(work(20, 10.0), &[(9.0, 0.0), (1.0, 1.0), (9.0, 0.0), (9.0, 0.0), (1.0, 1.0), (9.0, 0.0)]);
        assert!((left(&meter, at) - 8.0).abs() < 1e-9, "{}", left(&meter, at));
    }
}
