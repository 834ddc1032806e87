//! The search for the smallest margin: low-discrepancy points, then local search from the best of them.

use std::cell::RefCell;
use std::time::Instant;

use rayon::prelude::*;

use super::bench::Bench;
use super::candidate::Candidate;
use super::cube::{candidate_at, sobol_point};
use super::descent::descend;
use super::effort::Effort;
use super::measure::{Asked, Lowest, Measured, Untried};
use super::universal::chosen;
use super::{FalsifyEvent, UntriedCounts};
use crate::claim::Margin;
use crate::claim::domain::AxisValues;
use crate::name::Name;
use crate::study::Interrupt;

/// How long a search continues, and its observer.
#[derive(Clone, Copy)]
pub(super) struct Extent<'a> {
    /// Number of problems on low-discrepancy points; no limit if there is a deadline.
    pub(super) problems: u64,
    pub(super) deadline: Option<Instant>,
    /// The most replicates; `None` if there is no limit.
    pub(super) replicates: Option<u64>,
    pub(super) interrupt: &'a Interrupt,
    pub(super) observer: &'a (dyn Fn(FalsifyEvent) + Sync),
}

/// What a search has measured.
#[derive(Default)]
pub(super) struct Searched {
    /// Problems that were measured.
    pub(super) problems: u64,
    /// Replicates that were drawn.
    pub(super) replicates: u64,
    pub(super) untried: UntriedCounts,
    /// Assumptions that candidates failed to meet, for each such candidate.
    pub(super) unmet: Vec<Vec<Name>>,
    /// The best candidates, in the order in which they were found.
    pub(super) best: Vec<Found>,
}

/// A candidate that was measured.
pub(super) struct Found {
    point: Vec<f64>,
    /// The candidate at the universal point with the least margin.
    pub(super) candidate: Candidate,
    /// That point.
    at: usize,
    pub(super) margin: Margin,
}

/// Searches in rounds. Each round takes the next points of one low-discrepancy sequence, measures the best of them more precisely, and starts
/// local searches from the best of these. So a longer search begins like a shorter one.
pub(super) fn search(bench: &Bench, sequence: u32, extent: &Extent) -> Searched {
    let search = Search { bench, sequence, extent, effort: Effort::of(bench.claim) };
    let mut searched = Searched::default();
    let (mut left, mut next) = (extent.problems, 0);
    while left > 0 && !search.is_over(&searched) {
        let round = left.min(ROUND);
        let found = search.points(round, &mut next, &mut searched);
        if found.is_empty() {
            break;
        }
        let descended = search.descents(&found, round, &mut searched);
        searched.best.extend(descended);
        searched.best.extend(found);
        if extent.deadline.is_none() {
            left -= round;
        }
    }
    searched
}

/// About how many problems a search measures, local search included.
pub(super) fn expected_problems(problems: u64) -> u64 {
    let rounds = (0..problems.div_ceil(ROUND)).map(|round| (problems - round * ROUND).min(ROUND));
    problems + rounds.map(|round| descents(round) as u64 * steps(round) * 3 / 2).sum::<u64>()
}

/// Problems on low-discrepancy points in one round.
const ROUND: u64 = 128;

/// The number of points that a round tries for each wanted problem, before it gives up.
const LOOKS: u64 = 16;

/// One of this many problems of a round is measured more precisely.
const CLOSER: usize = 8;

/// Number of local searches in a round of this many problems.
fn descents(problems: u64) -> usize {
    problems.div_ceil(ROUND / 3) as usize
}

/// Steps of each of them.
fn steps(problems: u64) -> u64 {
    (problems / 3).clamp(4, 40)
}

/// The cost of a candidate that was not tried. It is more than any margin of interest.
const NOTHING_TO_SAY: f64 = 1e6;

struct Search<'a> {
    bench: &'a Bench<'a>,
    sequence: u32,
    extent: &'a Extent<'a>,
    effort: Effort,
}

impl Search<'_> {
    fn is_over(&self, searched: &Searched) -> bool {
        let is_used_up = self.extent.replicates.is_some_and(|most| searched.replicates >= most);
        is_used_up
            || self.extent.interrupt.is_requested()
            || self.extent.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// The best of the next problems on low-discrepancy points, the best first.
    fn points(&self, problems: u64, next: &mut u64, searched: &mut Searched) -> Vec<Found> {
        let last = *next + LOOKS * problems;
        let mut found: Vec<Found> = Vec::new();
        while (found.len() as u64) < problems && *next < last && !self.is_over(searched) {
            let wanted = (problems - found.len() as u64).min(last - *next);
            let axes = self.bench.claim.domain.axes.len();
            let points: Vec<Vec<f64>> =
                (*next..*next + wanted).map(|index| sobol_point(index, axes, self.sequence)).collect();
            let domain = &self.bench.claim.domain;
            let candidates: Vec<Candidate> = points.iter().map(|point| candidate_at(domain, point)).collect();
            let first = *next;
            let place = |(place, one): (usize, &Candidate)| self.places(one, first + place as u64);
            let at = candidates.par_iter().enumerate().map(place).collect();
            *next += wanted;
            found.extend(self.measure(points, candidates, at, searched));
        }
        best_first(&mut found);
        found.truncate(found.len().div_ceil(CLOSER));
        self.look_closer(&mut found, searched);
        best_first(&mut found);
        found
    }

    /// The universal points at which a candidate is judged. Where the claim says nothing at any, the first one tells why.
    fn places(&self, candidate: &Candidate, turn: u64) -> Vec<usize> {
        let applicable = self.bench.applicable(candidate);
        if applicable.is_empty() { vec![0] } else { chosen(&applicable, turn, self.effort.points) }
    }

    /// The candidates that local searches from the best of these find, in a fixed order.
    fn descents(&self, found: &[Found], round: u64, searched: &mut Searched) -> Vec<Found> {
        let starts = &found[..found.len().min(descents(round))];
        // Local searches run at the same time, so that each has a part of the replicates of its own.
        let left = self.extent.replicates.map(|most| most.saturating_sub(searched.replicates));
        let replicates = left.map(|left| left / starts.len() as u64);
        let search = Search { extent: &Extent { replicates, ..*self.extent }, ..*self };
        let descents: Vec<Searched> = starts.par_iter().map(|start| search.descent(start, steps(round))).collect();
        let mut best: Vec<Found> = Vec::new();
        for descent in descents {
            let found = searched.take_in(descent);
            let least = found.iter().min_by(|a, b| a.margin.cautious().total_cmp(&b.margin.cautious()));
            let elsewhere = least.map_or_else(Vec::new, |least| self.elsewhere(least, searched));
            best.extend(found);
            best.extend(elsewhere);
        }
        best
    }

    /// Moves from a candidate towards smaller margins at the universal point where it has its least.
    fn descent(&self, start: &Found, steps: u64) -> Searched {
        let axes = self.bench.claim.domain.axes.iter().enumerate();
        let movable: Vec<usize> =
            axes.filter(|(_, axis)| !matches!(axis.values, AxisValues::Words(_))).map(|(index, _)| index).collect();
        let searched = RefCell::new(Searched::default());
        descend(&start.point, &movable, steps, &|point| {
            let mut searched = searched.borrow_mut();
            if self.is_over(&searched) {
                return NOTHING_TO_SAY;
            }
            let candidate = candidate_at(&self.bench.claim.domain, point);
            let mut found = self.measure(vec![point.to_vec()], vec![candidate], vec![vec![start.at]], &mut searched);
            self.look_closer(&mut found, &mut searched);
            let cost = found.first().map_or(NOTHING_TO_SAY, |found| found.margin.cautious());
            searched.best.extend(found);
            cost
        });
        searched.into_inner()
    }

    /// A candidate at other universal points, if its margin is smaller there.
    fn elsewhere(&self, found: &Found, searched: &mut Searched) -> Vec<Found> {
        if self.bench.universal.points.len() == 1 || self.is_over(searched) {
            return Vec::new();
        }
        let candidate = Candidate { set: found.candidate.set.clone(), ..Candidate::default() };
        let at: Vec<usize> = self.places(&candidate, 0).into_iter().filter(|place| *place != found.at).collect();
        if at.is_empty() {
            return Vec::new();
        }
        // It is one of the problems that are counted already.
        let mut again = Searched::default();
        let mut others = self.measure(vec![found.point.clone()], vec![candidate], vec![at], &mut again);
        searched.replicates += again.replicates;
        others.retain(|other| other.margin.cautious() < found.margin.cautious());
        self.look_closer(&mut others, searched);
        others
    }

    /// Measures candidates at these universal points and counts those that were not tried.
    fn measure(
        &self,
        points: Vec<Vec<f64>>,
        candidates: Vec<Candidate>,
        at: Vec<Vec<usize>>,
        searched: &mut Searched,
    ) -> Vec<Found> {
        let asked: Vec<Asked> = candidates.iter().zip(at).map(|(candidate, at)| Asked { candidate, at }).collect();
        let Measured { found: lowest, replicates } = self.bench.measured(&asked, self.effort.first);
        let mut found = Vec::new();
        for ((point, candidate), lowest) in points.into_iter().zip(candidates).zip(lowest) {
            match lowest {
                Ok(Lowest { margin, at }) => {
                    let candidate = Candidate { at: self.bench.universal.points[at].at.clone(), ..candidate };
                    found.push(Found { point, candidate, at, margin });
                }
                Err(untried) => searched.count(untried),
            }
        }
        searched.replicates += replicates;
        searched.problems += found.len() as u64;
        (self.extent.observer)(FalsifyEvent::Measured { problems: found.len() as u64 });
        found
    }

    /// Measures the imprecise margins again, with more and more replicates, each at the universal point where it was least.
    fn look_closer(&self, found: &mut [Found], searched: &mut Searched) {
        let mut replicates = self.effort.first;
        while replicates < self.effort.most && !self.is_over(searched) {
            replicates *= 2;
            let mut rough: Vec<&mut Found> =
                found.iter_mut().filter(|found| found.margin.standard_error > self.effort.precision).collect();
            let asked: Vec<Asked> =
                rough.iter().map(|found| Asked { candidate: &found.candidate, at: vec![found.at] }).collect();
            let measured = self.bench.measured(&asked, replicates);
            searched.replicates += measured.replicates;
            let margins: Vec<Option<Margin>> =
                measured.found.into_iter().map(|lowest| lowest.ok().map(|lowest| lowest.margin)).collect();
            drop(asked);
            for (found, margin) in rough.iter_mut().zip(margins) {
                found.margin = margin.unwrap_or(found.margin);
            }
        }
    }
}

impl Searched {
    fn count(&mut self, untried: Untried) {
        self.untried.count(&untried);
        if let Untried::Unmet(unmet) = untried {
            self.unmet.push(unmet);
        }
    }

    /// Adds what another search has counted, and hands over what it found.
    fn take_in(&mut self, other: Self) -> Vec<Found> {
        self.problems += other.problems;
        self.replicates += other.replicates;
        self.untried.add(&other.untried);
        self.unmet.extend(other.unmet);
        other.best
    }
}

fn best_first(found: &mut [Found]) {
    found.sort_by(|a, b| a.margin.cautious().total_cmp(&b.margin.cautious()));
}
