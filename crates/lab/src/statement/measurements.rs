//! What has been measured so far: estimates and intervals of all forms of a claim.

use rayon::prelude::*;

use super::doubt::Doubt;
use super::estimates::{Dual, estimated};
use super::fit::Fit;
use super::forms::Forms;
use super::node::{AtomId, FittedCurve, Node};
use crate::inference::{Importance, Inference};
use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::{Estimate, Histogram, JointMoments};

/// The measurements of one sample.
#[derive(Clone, Copy)]
pub struct Measurement<'a> {
    /// How estimates and intervals follow from them.
    pub inference: &'a Inference,
    /// The moments so far.
    pub moments: &'a JointMoments,
}

/// What has been measured so far.
pub struct Measurements<'a> {
    forms: &'a Forms,
    /// Those that are here.
    samples: Vec<Option<Measurement<'a>>>,
    /// The sample of each atom, and its place among the estimates of that sample.
    places: &'a [(usize, usize)],
    estimates: Vec<Estimate>,
    linear: Vec<Option<Enclosure>>,
    fits: Vec<Option<Fit>>,
}

impl<'a> Measurements<'a> {
    /// Encloses all forms. Each interval misses with probability at most `error`.
    pub fn new(
        forms: &'a Forms,
        samples: Vec<Option<Measurement<'a>>>,
        places: &'a [(usize, usize)],
        error: f64,
    ) -> Self {
        let of_samples: Vec<Vec<Estimate>> = samples
            .par_iter()
            .map(|sample| sample.map_or_else(Vec::new, |one| one.inference.estimates(one.moments)))
            .collect();
        let none = Estimate { mean: f64::NAN, standard_error: f64::NAN, replicates: 0 };
        let of_atom = |(sample, place): &(usize, usize)| of_samples[*sample].get(*place).copied().unwrap_or(none);
        let estimates = places.iter().map(of_atom).collect();
        let mut measured = Self { forms, samples, places, estimates, linear: Vec::new(), fits: Vec::new() };
        measured.linear = forms.linear().par_iter().map(|weights| measured.enclosed_form(weights, error)).collect();
        measured.fits = forms.fits().par_iter().map(|curve| measured.fitted_curve(curve, error)).collect();
        measured
    }

    /// The interval of a form: the sum of those of the samples that it is about.
    fn enclosed_form(&self, weights: &[(AtomId, f64)], error: f64) -> Option<Enclosure> {
        let by_sample = self.by_sample(weights);
        let part = error / by_sample.len() as f64;
        let of_sample = |(sample, weights): &(usize, Vec<(usize, f64)>)| {
            let Measurement { inference, moments } = self.samples[*sample]?;
            inference.linear_enclosure(moments, weights, part)
        };
        let mut sum: Option<Enclosure> = None;
        for one in by_sample.iter().map(of_sample) {
            sum = match sum {
                None => Some(one?),
                Some(sum) => Some(sum.plus(&one?)?),
            };
        }
        sum
    }

    /// The form within each sample, by the places of the sample's estimates.
    fn by_sample(&self, weights: &[(AtomId, f64)]) -> Vec<(usize, Vec<(usize, f64)>)> {
        let mut parts: Vec<(usize, Vec<(usize, f64)>)> = Vec::new();
        for (atom, weight) in weights {
            let (sample, place) = self.places[*atom];
            match parts.iter_mut().find(|(known, _)| *known == sample) {
                Some((_, part)) => part.push((place, *weight)),
                None => parts.push((sample, vec![(place, *weight)])),
            }
        }
        parts
    }

    /// The interval of a normalised linear form.
    pub(super) fn linear(&self, weights: &[(AtomId, f64)]) -> Option<Enclosure> {
        self.forms.place(weights).and_then(|place| self.linear[place])
    }

    /// A fit.
    pub fn fit(&self, curve: &FittedCurve) -> Option<&Fit> {
        self.forms.fit_place(curve).and_then(|place| self.fits[place].as_ref())
    }

    /// The estimate of a number, and its derivatives.
    pub fn estimated(&self, node: &Node) -> Dual {
        let fit = |curve: &FittedCurve| self.fit(curve).map_or(f64::NAN, |fit| fit.found.value);
        estimated(node, &|atom| self.estimates[atom].mean, &fit)
    }

    /// The estimate of a number with its standard error, and the replicates of all that it depends on.
    pub fn estimate(&self, node: &Node) -> Estimate {
        let dual = self.estimated(node);
        let atoms = atoms_of(node);
        let replicates = self.replicates(&atoms);
        if let Node::Fitted(curve) = node {
            let standard_error = self.fit(curve).map_or(f64::NAN, |fit| fit.found.standard_error);
            return Estimate { mean: dual.value, standard_error, replicates };
        }
        let weights: Vec<(AtomId, f64)> = dual.slopes.into_iter().collect();
        Estimate { mean: dual.value, standard_error: self.standard_error(&weights), replicates }
    }

    /// The standard error of a linear form. That of one atom is taken from its estimate, because the square of a tiny one is 0.
    fn standard_error(&self, weights: &[(AtomId, f64)]) -> f64 {
        if let [(atom, weight)] = weights {
            return weight.abs() * self.estimates[*atom].standard_error;
        }
        self.covariance(weights, weights).max(0.0).sqrt()
    }

    /// The covariance of two linear forms.
    pub(super) fn covariance(&self, one: &[(AtomId, f64)], other: &[(AtomId, f64)]) -> f64 {
        let others = self.by_sample(other);
        let shared = |(sample, part): (usize, Vec<(usize, f64)>)| {
            let (_, opposite) = others.iter().find(|(known, _)| *known == sample)?;
            let Measurement { inference, moments } = self.samples[sample]?;
            Some(inference.linear_covariance(moments, &part, opposite))
        };
        self.by_sample(one).into_iter().filter_map(shared).sum()
    }

    /// The relative covariance of two estimates of one atom each, where scales are cancelled first.
    pub(super) fn relative_covariance(&self, one: AtomId, other: AtomId) -> f64 {
        let ((sample, i), (same, j)) = (self.places[one], self.places[other]);
        let Some(Measurement { inference, moments }) = self.samples[sample].filter(|_| sample == same) else {
            return 0.0;
        };
        inference.relative_covariances(moments)[(i, j)]
    }

    /// The counts of the random number of a probability or a quantile; `None` for any other atom.
    pub fn histogram(&self, atom: AtomId) -> Option<&'a Histogram> {
        let (sample, place) = self.places[atom];
        let Measurement { inference, moments } = self.samples[sample]?;
        inference.histogram(moments, place)
    }

    /// The replicates behind some atoms. Those of one sample count once.
    pub fn replicates(&self, atoms: &[AtomId]) -> u64 {
        self.samples_of(atoms)
            .into_iter()
            .filter_map(|sample| self.samples[sample])
            .map(|one| one.moments.count())
            .sum()
    }

    /// The replicates of all samples.
    pub fn total_replicates(&self) -> u64 {
        self.samples.iter().flatten().map(|one| one.moments.count()).sum()
    }

    /// Why a fit in a number is not reliable.
    pub(super) fn doubt_of_fits(&self, node: &Node) -> Option<Doubt> {
        match node {
            Node::Fitted(curve) => self.fit(curve).and_then(|fit| fit.doubt),
            Node::Known(_) | Node::NoValue(_) | Node::Linear(_) | Node::Ratio(..) => None,
            Node::Arithmetic(_, left, right) => self.doubt_of_fits(left).or_else(|| self.doubt_of_fits(right)),
            Node::Apply(_, arguments) => arguments.iter().find_map(|argument| self.doubt_of_fits(argument)),
            Node::Found(curve) => curve.values.iter().find_map(|value| self.doubt_of_fits(value)),
        }
    }

    /// The fewest replicates of a sample behind some atoms.
    pub fn fewest_replicates(&self, atoms: &[AtomId]) -> u64 {
        let counts = self.samples_of(atoms).into_iter().filter_map(|sample| self.samples[sample]);
        counts.map(|one| one.moments.count()).min().unwrap_or(u64::MAX)
    }

    /// The most replicates of a sample behind some atoms.
    pub fn most_replicates(&self, atoms: &[AtomId]) -> u64 {
        let counts = self.samples_of(atoms).into_iter().filter_map(|sample| self.samples[sample]);
        counts.map(|one| one.moments.count()).max().unwrap_or(0)
    }

    /// The samples that some atoms are about, each once.
    pub fn samples_of(&self, atoms: &[AtomId]) -> Vec<usize> {
        let mut samples: Vec<usize> = atoms.iter().map(|atom| self.places[*atom].0).collect();
        samples.sort_unstable();
        samples.dedup();
        samples
    }

    /// How far the estimates of some atoms can be relied on, if they are from importance sampling.
    pub fn importances(&self, atoms: &[AtomId]) -> Vec<Importance> {
        let of = |atom: &AtomId| {
            let (sample, place) = self.places[*atom];
            let Measurement { inference, moments } = self.samples[sample]?;
            inference.importances(moments).get(place).copied().flatten()
        };
        atoms.iter().filter_map(of).collect()
    }
}

/// The atoms in a number, each once.
pub fn atoms_of(node: &Node) -> Vec<AtomId> {
    let mut atoms = Vec::new();
    node.each_linear(&mut |linear| atoms.extend(linear.weights.iter().map(|(atom, _)| *atom)));
    atoms.sort_unstable();
    atoms.dedup();
    atoms
}

#[cfg(test)]
impl<'a> Measurements<'a> {
    /// Numbers of which each lies in an interval of its own and is estimated by its middle, and nothing else is known.
    pub(super) fn in_boxes(forms: &'a Forms, places: &'a [(usize, usize)], boxes: &[Enclosure]) -> Self {
        let estimate = |enclosure: &Enclosure| {
            let (lower, upper) = (enclosure.lower.at, enclosure.upper.at);
            Estimate { mean: 0.5 * (lower + upper), standard_error: 0.25 * (upper - lower), replicates: 1000 }
        };
        let sum = |sum: Option<Enclosure>, part: Option<Enclosure>| sum?.plus(&part?);
        let of_form = |weights: &Vec<(AtomId, f64)>| {
            let parts = weights.iter().map(|(atom, weight)| boxes[*atom].scaled(*weight));
            parts.reduce(sum).flatten()
        };
        let linear = forms.linear().iter().map(of_form).collect();
        let estimates = boxes.iter().map(estimate).collect();
        Self { forms, samples: vec![None], places, estimates, linear, fits: Vec::new() }
    }
}
