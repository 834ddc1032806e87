//! Where and how a search measures.

use indexmap::IndexMap;

use super::candidate::{Candidate, claim_at};
use super::universal::Universal;
use crate::assumption::Assumption;
use crate::claim::Claim;
use crate::claim::domain::make_room_for_mass;
use crate::claim::plan::Plan;
use crate::name::Name;
use crate::study::sweep_grid;

/// Where and how a search measures.
pub(super) struct Bench<'a> {
    /// The claim as it is stated.
    pub(super) claim: &'a Claim,
    /// The assumption that every candidate must break, and that is dropped.
    pub(super) without: Option<&'a Assumption>,
    /// The seed of the search's random streams.
    pub(super) seed: u64,
    /// The claim without a figure, and without that assumption.
    pub(super) measured: Claim,
    /// The points of its sweep at which a candidate is judged.
    pub(super) universal: Universal,
    /// Variables of its sweep that follow from others, except those that the search sets.
    pub(super) following: IndexMap<String, String>,
}

/// A claim at one candidate.
pub(super) struct Alone {
    pub(super) claim: Claim,
    /// How many samples it is about.
    pub(super) samples: usize,
}

/// All of these names, each once.
pub(super) fn each_once(unmet: &[Vec<Name>]) -> Vec<Name> {
    let mut all: Vec<Name> = unmet.iter().flatten().cloned().collect();
    all.sort();
    all.dedup();
    all
}

impl<'a> Bench<'a> {
    pub(super) fn new(claim: &'a Claim, without: Option<&'a Assumption>, seed: u64) -> Self {
        let mut measured = claim.clone();
        measured.file.figure = None;
        let stated = &mut measured.stated;
        (stated.references, stated.marks, stated.scale) = (Vec::new(), Vec::new(), None);
        for axis in &claim.domain.axes {
            make_room_for_mass(&mut measured.file.problem, &axis.name);
        }
        // The sweep was read before.
        let mut following = sweep_grid(&claim.file.sweep, claim.registry.limits()).unwrap_or_default().following;
        following.retain(|name, _| claim.domain.axes.iter().all(|axis| axis.name != *name));
        let measured = without.iter().fold(measured, |claim, dropped| claim.dropping(dropped));
        Self { claim, without, seed, measured, universal: Universal::of(claim), following }
    }

    /// Whether a problem that does not meet these assumptions belongs to the search.
    pub(super) fn admits(&self, unmet: &[Name]) -> bool {
        self.without.map_or(unmet.is_empty(), |dropped| dropped.explains(unmet))
    }

    /// The claim at a candidate, as it is written to a file; `None` if the candidate cannot be tried.
    pub(super) fn admit(&self, candidate: &Candidate, replicates: u64) -> Option<Alone> {
        let claim = claim_at(self.claim, candidate, replicates).ok()?;
        if !self.admits(&each_once(&claim.unmet)) {
            return None;
        }
        let claim = self.without.iter().fold(claim, |claim, dropped| claim.dropping(dropped));
        let plan = claim.plan(false, self.seed).ok().filter(Plan::says_something)?;
        let samples = plan.atoms.by_sample().len().max(1);
        Some(Alone { claim, samples })
    }
}
