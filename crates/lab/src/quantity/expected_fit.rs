//! Squared errors given the prompts by the eigenvalues of each sample: for prompts, labels and estimators of any kind.

use nalgebra::DVector;

use super::expected_errors::{Plan, Term, Traces};
use super::noise_bounds::Filter;
use super::{Draw, Experiment, Undefined};
use weak_to_strong::learn::{FineTuning, FitError, Shrinkage, Spectrum};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{Composition, LabelLaw, LabelNoise, MomentSampler, SampleMoments};

/// Observes the expected squared errors of a path of estimators.
pub(super) struct ExpectedFits {
    plan: Plan,
    /// Of prompts with labels without noise.
    sampler: MomentSampler,
    /// β_P, and the means of labels and target.
    source: DVector<f64>,
    labels: DVector<f64>,
    target: DVector<f64>,
    /// Whether several concepts label.
    mixed: bool,
}

impl ExpectedFits {
    pub(super) fn new(plan: Plan, problem: &TransferProblem, labels: &LabelLaw, direct: bool) -> Self {
        let without_noise = LabelLaw { noise: LabelNoise::normal(0.0), ..labels.clone() };
        let sampler = MomentSampler::new(problem.prompts(), without_noise);
        Self {
            plan,
            sampler: if direct { sampler.direct() } else { sampler },
            source: problem.source_mean(),
            labels: &labels.concepts * &labels.prior,
            target: problem.target_mean(),
            mixed: !labels.prior.iter().any(|probability| *probability == 1.0),
        }
    }

    /// The squared error of the source moved by this.
    fn error(&self, movement: &DVector<f64>) -> f64 {
        (&self.source - &self.target + movement).norm_squared()
    }

    fn observe(&self, observation: &mut [f64], moments: &SampleMoments) -> Result<(), FitError> {
        let spectrum = Spectrum::new(&moments.gram, moments.count);
        let vectors = if self.plan.facts().symmetric { None } else { Some(FineTuning::new(moments, &self.source)?) };
        // What concepts add to the labels, seen from the mean of a label given its prompt.
        let concepts = if self.mixed { Some(FineTuning::new(moments, &self.labels)?) } else { None };
        for (error, term) in observation.iter_mut().zip(self.plan.terms()) {
            if term.is_known() {
                *error = term.in_place_of_an_observation();
                continue;
            }
            let shrinkage = shrinkage(&spectrum, term.fit.filter)?;
            let of_biases = match &vectors {
                None => term.of_biases(&shrinkage),
                Some(fit) => self.error(&shrunk(fit, term, &(&self.labels - &self.source))?),
            };
            let of_concepts = match &concepts {
                None => 0.0,
                Some(fit) => (estimate(fit, term)? - &self.labels).norm_squared(),
            };
            *error = term.squared_error_with(of_biases + of_concepts, &shrinkage);
        }
        let inverse = if self.plan.needs_inverse() { spectrum.ridge(0.0)?.variance } else { 0.0 };
        self.plan.write_traces(observation, Traces { trace: spectrum.trace(), inverse });
        Ok(())
    }
}

/// What the estimator takes of the way from the source to the labels.
fn shrunk(fit: &FineTuning, term: &Term, shift: &DVector<f64>) -> Result<DVector<f64>, FitError> {
    let shift = shift * (1.0 + term.fit.extrapolation);
    match term.fit.filter {
        Filter::Ridge { penalty } => fit.expected_move(penalty, &shift),
        Filter::Descent { step, steps } => fit.expected_descent(step, steps, &shift),
    }
}

fn shrinkage(spectrum: &Spectrum, filter: Filter) -> Result<Shrinkage, FitError> {
    match filter {
        Filter::Ridge { penalty } => spectrum.ridge(penalty),
        Filter::Descent { step, steps } => spectrum.descent(step, steps),
    }
}

fn estimate(fit: &FineTuning, term: &Term) -> Result<DVector<f64>, FitError> {
    match term.fit.filter {
        Filter::Ridge { penalty } => fit.extrapolated_ridge(penalty, term.fit.extrapolation),
        Filter::Descent { step, steps } => fit.descent(step, steps),
    }
}

impl Experiment for ExpectedFits {
    fn width(&self) -> usize {
        self.plan.width()
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            sampler.draw(&mut moments, self.plan.facts().count, Composition::Mixed, stream);
            self.observe(observation, &moments).map_err(|_| Undefined::at(0))
        })
    }
}
