//! Curves that tests know: by hand, or simulated.

use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::evidence::{Enclosure, Interval, Warrant};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{ContentKey, Stream, open_stream};

use crate::functional::{Contrast, FUNCTIONALS, Found, Functional, Kind, PREDICATES, Points, Predicate, Ruling};
use crate::inference::{Inference, Range};

/// What is known of a curve.
pub(super) struct Known {
    pub(super) at: Vec<f64>,
    pub(super) values: Vec<Enclosure>,
    pub(super) estimates: Vec<f64>,
    pub(super) contrasts: Vec<Enclosure>,
    pub(super) contrast_estimates: Vec<f64>,
}

pub(super) fn functional(name: &str) -> &'static Functional {
    FUNCTIONALS.into_iter().find(|functional| functional.name == name).expect("a functional")
}

pub(super) fn predicate(name: &str) -> &'static Predicate {
    PREDICATES.into_iter().find(|predicate| predicate.name == name).expect("a predicate")
}

/// The contrasts that a functional or a predicate of this name needs.
pub(super) fn contrasts_of(name: &str, at: &[f64]) -> Vec<Contrast> {
    match FUNCTIONALS.into_iter().find(|functional| functional.name == name).map(|functional| &functional.kind) {
        Some(Kind::OfPoints { contrasts, .. }) => contrasts(at),
        Some(Kind::Fit(_)) => Vec::new(),
        None => (predicate(name).contrasts)(at),
    }
}

impl Known {
    /// A curve at 1, 2, 3 and so on. Each value is known to ± `radius`, and so is each contrast.
    pub(super) fn within(radius: f64, values: &[f64], name: &str) -> Self {
        let at: Vec<f64> = (1u8..).map(f64::from).take(values.len()).collect();
        let of = |contrast: &Contrast| contrast.iter().map(|(place, weight)| weight * values[*place]).sum();
        let contrast_estimates: Vec<f64> = contrasts_of(name, &at).iter().map(of).collect();
        let about = |value: &f64| {
            Enclosure::of(Interval { lower: value - radius, upper: value + radius }, Warrant::FiniteSample)
        };
        Self {
            at,
            values: values.iter().map(about).collect(),
            estimates: values.to_vec(),
            contrasts: contrast_estimates.iter().map(about).collect(),
            contrast_estimates,
        }
    }

    pub(super) fn points(&self) -> Points<'_> {
        let Self { at, values, estimates, contrasts, contrast_estimates } = self;
        Points { at, values, estimates, contrasts, contrast_estimates }
    }

    pub(super) fn found(&self, name: &str) -> Found {
        match &functional(name).kind {
            Kind::OfPoints { found, .. } => found(&self.points()),
            Kind::Fit(_) => panic!("{name} is found by a fit"),
        }
    }

    pub(super) fn judged(&self, name: &str, relative: f64, absolute: f64) -> Ruling {
        (predicate(name).judged)(&self.points(), relative, absolute)
    }
}

/// How observations of a curve spread about their means.
#[derive(Clone, Copy)]
pub(super) enum Spread {
    /// Normal numbers of this standard deviation, half of whose variance they share.
    Normal(f64),
    /// Zeros and ones; the more probable event happens whenever the less probable one does.
    Bernoulli,
    /// Normal factors 1 ± this share, independent of each other.
    Relative(f64),
}

/// Simulated observations of a curve.
pub(super) struct Simulated {
    at: Vec<f64>,
    pub(super) inference: Inference,
    pub(super) moments: JointMoments,
}

impl Simulated {
    pub(super) fn new(name: &str, seed: u64, replicates: u32, at: &[f64], means: &[f64], spread: Spread) -> Self {
        let range = match spread {
            Spread::Normal(_) | Spread::Relative(_) => Range::UNKNOWN,
            Spread::Bernoulli => Range::UNIT,
        };
        let inference = Inference::means_ranging(means.len(), range);
        let mut moments = inference.empty_moments(means.len());
        let mut stream = open_stream(seed, &ContentKey::of(name), 0);
        (0..replicates).for_each(|_| moments.push(&observation(means, spread, &mut stream)));
        Self { at: at.to_vec(), inference, moments }
    }

    /// What a functional or a predicate of this name needs to know. Each form has an equal part of the error probability.
    pub(super) fn known(&self, name: &str, error: f64) -> Known {
        let contrasts = contrasts_of(name, &self.at);
        let values: Vec<Contrast> = (0..self.at.len()).map(|place| vec![(place, 1.0)]).collect();
        let share = error / (values.len() + contrasts.len()) as f64;
        let enclosed = |forms: &[Contrast]| {
            let found = self.inference.linear_enclosures(&self.moments, forms, share);
            found.into_iter().map(|enclosure| enclosure.expect("a value")).collect()
        };
        let estimated = |form: &Contrast| self.inference.linear_estimate(&self.moments, form).mean;
        Known {
            at: self.at.clone(),
            values: enclosed(&values),
            estimates: values.iter().map(estimated).collect(),
            contrasts: enclosed(&contrasts),
            contrast_estimates: contrasts.iter().map(estimated).collect(),
        }
    }
}

fn observation(means: &[f64], spread: Spread, stream: &mut Stream) -> Vec<f64> {
    let normal = |stream: &mut Stream| -> f64 { StandardNormal.sample(stream) };
    match spread {
        Spread::Normal(deviation) => {
            let shared = normal(stream);
            means.iter().map(|mean| mean + deviation * 0.5f64.sqrt() * (shared + normal(stream))).collect()
        }
        Spread::Bernoulli => {
            let chance: f64 = stream.random();
            means.iter().map(|mean| f64::from(u8::from(chance < *mean))).collect()
        }
        Spread::Relative(share) => means.iter().map(|mean| mean * (1.0 + share * normal(stream))).collect(),
    }
}
