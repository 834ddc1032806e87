//! The experiment that observes laws.

use super::text::common_sample;
use super::{Law, LawError, OfSample};
use crate::catalogue::OtherFamily;
use crate::family::AsProblem;
use crate::inference::{Estimator, Inference, Mean, OfMeans, Quantile, Range, Variance};
use crate::quantity::observable::{MadeSample, Observed, Values};
use crate::quantity::{Draw, Experiment, Made, NetworkUsed, ReplicatesOfBlock, Undefined};
use weak_to_strong::evidence::DistanceFromUniform;
use weak_to_strong::numeric::{BLOCK, JointMoments};

/// Makes the experiment of several laws of one sample. The inference gives one estimate for each law, in order.
///
/// One replicate draws one sample, and observes of it what each law needs: an indicator, a number, or a number and its square. The random number of a
/// probability is counted beside its indicator if the law says so; laws of one random number share its counts.
///
/// | argument  | is |
/// | --------- | -- |
/// | `sample`  | the observables, to whose places the laws refer |
/// | `problem` | the problem |
/// | `laws`    | what is estimated |
///
/// # Errors
///
/// [`LawError`] if the observables are not of one sample, or not defined on the problem.
///
/// # Panics
///
/// If a law refers to a place where there is no observable.
pub fn law_experiment(sample: &[Observed], problem: &dyn AsProblem, laws: &[Law]) -> Result<Made, LawError> {
    let MadeSample { experiment, values, code } = made_sample(sample, problem)?;
    let (observing, inference) = observing(&values, laws)?;
    Ok(Made::new(Laws { sample: experiment, observing }, inference).of_code(code))
}

/// Makes the experiment that observes these observables themselves. From the same stream it draws the very samples of [`law_experiment`].
///
/// # Errors
///
/// As [`law_experiment`].
pub fn sample_experiment(sample: &[Observed], problem: &dyn AsProblem) -> Result<Made, LawError> {
    let MadeSample { experiment, code, .. } = made_sample(sample, problem)?;
    let inference = Inference::means(experiment.width());
    Ok(Made { experiment, inference, code })
}

fn made_sample(sample: &[Observed], problem: &dyn AsProblem) -> Result<MadeSample, LawError> {
    common_sample(sample)?;
    let observable = &sample[0].observable;
    let other_family = || OtherFamily::new(observable, problem.family());
    Ok(observable.experiment.call(problem, sample).ok_or_else(other_family)??)
}

/// The moments of what several laws observe in rows of numbers, and the inference, which gives one estimate for each law, in order.
///
/// # Errors
///
/// [`LawError::NoValue`] if a law has no value in a row; [`LawError::NoShare`].
pub fn laws_of_rows<'r>(
    values: &[Values],
    laws: &[Law],
    rows: impl Iterator<Item = &'r [f64]>,
) -> Result<(JointMoments, Inference), LawError> {
    let (observing, inference) = observing(values, laws)?;
    let mut whole = inference.empty_moments(observing.width);
    let mut block = whole.clone();
    let mut observation = vec![0.0; observing.width];
    for (row, sample) in rows.enumerate() {
        observing.observe(sample, &mut observation).map_err(|_| LawError::NoValue { row })?;
        block.push(&observation);
        if block.count() == BLOCK {
            whole.merge(&block);
            block = whole.emptied();
        }
    }
    whole.merge(&block);
    Ok((whole, inference))
}

/// What is observed of a sample.
struct Observing {
    parts: Vec<Part>,
    /// Random numbers of probabilities, each with the coordinate whose values are counted.
    counted: Vec<(OfSample, usize)>,
    /// The width of an observation.
    width: usize,
}

/// What laws observe, and the inference. Counted coordinates follow those of all laws.
fn observing(values: &[Values], laws: &[Law]) -> Result<(Observing, Inference), LawError> {
    let (mut parts, mut width) = (Vec::new(), 0);
    for law in laws {
        if let Law::Quantile(_, share) = law
            && !(*share > 0.0 && *share < 1.0)
        {
            return Err(LawError::NoShare { share: *share });
        }
        let part = Part::new(law, values, width);
        width += part.width();
        parts.push(part);
    }
    let mut counted: Vec<(OfSample, usize)> = Vec::new();
    let mut coordinate = |of: OfSample| {
        let known = counted.iter().position(|(known, _)| *known == of);
        width
            + known.unwrap_or_else(|| {
                counted.push((of, width + counted.len()));
                counted.len() - 1
            })
    };
    let estimator = |part: &Part| {
        let is_counted = matches!(part.law, Law::Probability { counted: true, .. });
        let counted = part.law.threshold().filter(|_| is_counted).map(|threshold| coordinate(threshold.of));
        part.estimator(values, counted)
    };
    let estimators: Vec<Estimator> = parts.iter().map(estimator).collect();
    let width = width + counted.len();
    Ok((Observing { parts, counted, width }, Inference::of(estimators)))
}

impl Observing {
    /// Writes what all laws need of a sample.
    ///
    /// # Errors
    ///
    /// The first coordinate of the law that has no value.
    fn observe(&self, sample: &[f64], observation: &mut [f64]) -> Result<(), usize> {
        for part in &self.parts {
            part.observe(sample, observation).ok_or(part.first)?;
        }
        for (of, at) in &self.counted {
            observation[*at] = countable(of.value(sample));
        }
        Ok(())
    }
}

/// A number as it is counted. Infinity counts among the greatest numbers, and ∞ − ∞ as 0: so it compares.
fn countable(number: f64) -> f64 {
    if number.is_nan() { 0.0 } else { number.clamp(f64::MIN, f64::MAX) }
}

/// Observes laws of one sample.
struct Laws {
    sample: Box<dyn Experiment>,
    observing: Observing,
}

/// A law, and its place in an observation.
struct Part {
    law: Law,
    /// Its first coordinate.
    first: usize,
    /// What is taken off before squares are computed.
    centre: f64,
}

impl Part {
    fn new(law: &Law, of: &[Values], first: usize) -> Self {
        let centre = match law {
            Law::Variance(number) => centre(number.values(of).range),
            Law::Probability { .. } | Law::Mean(_) | Law::Quantile(..) | Law::DistanceFromUniform(_) => 0.0,
        };
        Self { law: law.clone(), first, centre }
    }

    fn width(&self) -> usize {
        match self.law {
            Law::Probability { .. } | Law::Mean(_) | Law::Quantile(..) => 1,
            Law::Variance(_) => 2,
            Law::DistanceFromUniform(_) => DistanceFromUniform::WIDTH,
        }
    }

    /// The estimator; `counted` is the coordinate with the random number of a probability.
    fn estimator(&self, of: &[Values], counted: Option<usize>) -> Estimator {
        let at = self.first;
        match &self.law {
            Law::Probability { .. } => {
                let mean = Mean::of(at).in_unit_interval();
                counted.map_or(mean, |coordinate| mean.counting(coordinate)).into()
            }
            Law::Mean(number) => {
                let values = number.values(of);
                let mean = Mean::of(at).ranging(values.range);
                if values.lacks_variance() { mean.without_variance().into() } else { mean.into() }
            }
            Law::Variance(number) => {
                let values = number.values(of);
                let Range { least, greatest, .. } = values.range;
                let variance = Variance::of(at).ranging(Range::between(least - self.centre, greatest - self.centre));
                if values.lacks_fourth_moment() { variance.without_fourth_moment().into() } else { variance.into() }
            }
            Law::Quantile(number, share) => Quantile::of(at, *share).ranging(number.values(of).range).into(),
            Law::DistanceFromUniform(_) => {
                OfMeans::new(at..at + self.width(), DistanceFromUniform).in_unit_interval().into()
            }
        }
    }

    /// Writes what it needs of a sample. Returns `None` if a number has no value.
    fn observe(&self, sample: &[f64], observation: &mut [f64]) -> Option<()> {
        let own = &mut observation[self.first..][..self.width()];
        match &self.law {
            Law::Probability { .. } => own[0] = f64::from(self.law.counts(sample)?),
            Law::Mean(number) | Law::Quantile(number, _) => own[0] = finite(number, sample)?,
            Law::Variance(number) => {
                let deviation = finite(number, sample)? - self.centre;
                own.copy_from_slice(&[deviation, deviation * deviation]);
            }
            Law::DistanceFromUniform(number) => DistanceFromUniform::observe(finite(number, sample)?, own),
        }
        Some(())
    }
}

/// The middle of a range, or the end that it has, or 0.
fn centre(range: Range) -> f64 {
    match (range.least.is_finite(), range.greatest.is_finite()) {
        (true, true) => range.least + 0.5 * (range.greatest - range.least),
        (true, false) => range.least,
        (false, true) => range.greatest,
        (false, false) => 0.0,
    }
}

fn finite(number: &OfSample, sample: &[f64]) -> Option<f64> {
    Some(number.value(sample)).filter(|value| value.is_finite())
}

impl Laws {
    /// Names the first coordinate of a law that uses an observable.
    fn undefined(&self, place: usize) -> Undefined {
        Undefined::at(self.observing.parts.iter().find(|part| part.law.uses(place)).map_or(0, |part| part.first))
    }
}

impl Experiment for Laws {
    fn width(&self) -> usize {
        self.observing.width
    }

    fn sampler(&self) -> &'static str {
        self.sample.sampler()
    }

    fn networks(&self) -> Vec<&NetworkUsed> {
        self.sample.networks()
    }

    fn start(&self) -> Draw<'_> {
        let mut samples = ReplicatesOfBlock::of(&*self.sample);
        Draw::new(move |stream, observation| {
            let sample = samples.draw_next(stream).map_err(|undefined| self.undefined(undefined.coordinate))?;
            if let Some(place) = sample.iter().position(|x| !x.is_finite()) {
                return Err(self.undefined(place));
            }
            self.observing.observe(sample, observation).map_err(Undefined::at)
        })
    }
}
