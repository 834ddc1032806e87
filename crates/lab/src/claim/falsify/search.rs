//! The search for the smallest margin: low-discrepancy points, then local search from the best of them.

use std::cell::RefCell;
use std::time::Instant;

use rayon::prelude::*;

use super::candidate::Candidate;
use super::cube::{candidate_at, sobol_point};
use super::descent::descend;
use super::measure::{Bench, Untried};
use super::{FalsifyEvent, UntriedCounts};
use crate::claim::domain::AxisValues;
use crate::claim::{Claim, Margin};
use crate::name::Name;

/// How long a search continues, and its observer.
#[derive(Clone, Copy)]
pub(super) struct Extent<'a> {
    /// Number of problems on low-discrepancy points; no limit if there is a deadline.
    pub(super) problems: u64,
    pub(super) deadline: Option<Instant>,
    pub(super) observer: &'a (dyn Fn(FalsifyEvent) + Sync),
}

/// What a search has measured.
#[derive(Default)]
pub(super) struct Searched {
    /// Problems that were measured.
    pub(super) problems: u64,
    pub(super) untried: UntriedCounts,
    /// Assumptions that candidates failed to meet, for each such candidate.
    pub(super) unmet: Vec<Vec<Name>>,
    /// The best candidates, in the order in which they were found.
    pub(super) best: Vec<Found>,
}

/// A candidate that was measured.
pub(super) struct Found {
    point: Vec<f64>,
    pub(super) candidate: Candidate,
    pub(super) margin: Margin,
}

/// Searches in rounds. Each round takes the next points of one low-discrepancy sequence, measures the best of them more precisely, and starts
/// local searches from the best of these. So a longer search begins like a shorter one.
pub(super) fn search(bench: &Bench, sequence: u32, extent: &Extent) -> Searched {
    let search = Search { bench, sequence, extent, effort: Effort::of(bench.claim) };
    let mut searched = Searched::default();
    let (mut left, mut next) = (extent.problems, 0);
    while left > 0 && !search.is_over() {
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
    fn is_over(&self) -> bool {
        self.extent.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// The best of the next problems on low-discrepancy points, the best first.
    fn points(&self, problems: u64, next: &mut u64, searched: &mut Searched) -> Vec<Found> {
        let last = *next + LOOKS * problems;
        let mut found: Vec<Found> = Vec::new();
        while (found.len() as u64) < problems && *next < last && !self.is_over() {
            let wanted = (problems - found.len() as u64).min(last - *next);
            let axes = self.bench.claim.domain.axes.len();
            let points = (*next..*next + wanted).map(|index| sobol_point(index, axes, self.sequence)).collect();
            *next += wanted;
            found.extend(self.measure(points, searched));
        }
        best_first(&mut found);
        found.truncate(found.len().div_ceil(CLOSER));
        self.look_closer(&mut found);
        best_first(&mut found);
        found
    }

    /// The candidates that local searches from the best of these find, in a fixed order.
    fn descents(&self, found: &[Found], round: u64, searched: &mut Searched) -> Vec<Found> {
        let starts = &found[..found.len().min(descents(round))];
        let descents: Vec<Searched> = starts.par_iter().map(|start| self.descent(&start.point, steps(round))).collect();
        descents.into_iter().flat_map(|descent| searched.take_in(descent)).collect()
    }

    fn descent(&self, start: &[f64], steps: u64) -> Searched {
        let axes = self.bench.claim.domain.axes.iter().enumerate();
        let movable: Vec<usize> =
            axes.filter(|(_, axis)| !matches!(axis.values, AxisValues::Words(_))).map(|(index, _)| index).collect();
        let searched = RefCell::new(Searched::default());
        descend(start, &movable, steps, &|point| {
            if self.is_over() {
                return NOTHING_TO_SAY;
            }
            let mut searched = searched.borrow_mut();
            let mut found = self.measure(vec![point.to_vec()], &mut searched);
            self.look_closer(&mut found);
            let cost = found.first().map_or(NOTHING_TO_SAY, |found| found.margin.cautious());
            searched.best.extend(found);
            cost
        });
        searched.into_inner()
    }

    /// Measures the candidates at these points and counts those that were not tried.
    fn measure(&self, points: Vec<Vec<f64>>, searched: &mut Searched) -> Vec<Found> {
        let domain = &self.bench.claim.domain;
        let candidates: Vec<Candidate> = points.iter().map(|point| candidate_at(domain, point)).collect();
        let margins = self.bench.margins(&candidates, self.effort.first);
        let mut found = Vec::new();
        for ((point, candidate), margin) in points.into_iter().zip(candidates).zip(margins) {
            match margin {
                Ok(margin) => found.push(Found { point, candidate, margin }),
                Err(untried) => searched.count(untried),
            }
        }
        searched.problems += found.len() as u64;
        (self.extent.observer)(FalsifyEvent::Measured { problems: found.len() as u64 });
        found
    }

    /// Measures the imprecise margins again, with more and more replicates.
    fn look_closer(&self, found: &mut [Found]) {
        let mut replicates = self.effort.first;
        while replicates < self.effort.most {
            replicates *= 2;
            let mut rough: Vec<&mut Found> =
                found.iter_mut().filter(|found| found.margin.standard_error > self.effort.precision).collect();
            let candidates: Vec<Candidate> = rough.iter().map(|found| found.candidate.clone()).collect();
            for (found, margin) in rough.iter_mut().zip(self.bench.margins(&candidates, replicates)) {
                found.margin = margin.unwrap_or(found.margin);
            }
        }
    }
}

/// How much a search spends on one problem.
#[derive(Clone, Copy)]
struct Effort {
    /// Replicates of each cell, at first.
    first: u64,
    /// Replicates of each cell, at the closest look.
    most: u64,
    /// A margin whose standard error is below this needs no closer look.
    precision: f64,
}

impl Effort {
    /// In proportion to the replicates of the claim itself. A fit needs more precise means than a comparison, and costs more.
    fn of(claim: &Claim) -> Self {
        // Margins are shares of the sides. Those of an equality are compared with its resolution.
        let shape = claim.shape();
        let precision =
            if shape.has_stated_ends() { 0.0025 } else { 0.15 * claim.stated.resolution.relative.max(0.01) };
        if shape.is_fitted() {
            let first = (claim.replicates() / 16).clamp(1024, 1 << 18);
            return Self { first, most: first, precision };
        }
        let first = (claim.replicates() / 64).clamp(16, 256);
        Self { first, most: 8 * first, precision }
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
        self.untried.add(&other.untried);
        self.unmet.extend(other.unmet);
        other.best
    }
}

fn best_first(found: &mut [Found]) {
    found.sort_by(|a, b| a.margin.cautious().total_cmp(&b.margin.cautious()));
}
