//! Linear forms of the estimates of an inference.

use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::{Estimate, JointMoments};

use super::linear_form::LinearForm;
use super::linear_part::{LinearPart, combination};
use super::tails::Tails;
use super::{Estimator, Inference};

/// Linear forms Σ cᵢ·θᵢ of the estimated numbers. `weights` holds pairs of the place i of an estimate and its coefficient cᵢ; a place may stand more than
/// once.
impl Inference {
    /// Returns the estimate of a linear form.
    ///
    /// # Panics
    ///
    /// If there is no estimate at a place.
    ///
    /// ```
    /// use weak_to_strong::numeric::JointMoments;
    /// use weak_to_strong_lab::inference::Inference;
    /// let mut moments = JointMoments::new(2);
    /// [[0.0, 1.0], [2.0, 5.0]].iter().for_each(|observation| moments.push(observation));
    /// // The differences are 1 and 3.
    /// let difference = Inference::means(2).linear_estimate(&moments, &[(1, 1.0), (0, -1.0)]);
    /// assert_eq!((difference.mean, difference.standard_error), (2.0, 1.0));
    /// ```
    pub fn linear_estimate(&self, moments: &JointMoments, weights: &[(usize, f64)]) -> Estimate {
        if let [(place, coefficient)] = self.merged(weights)[..] {
            let Estimate { mean, standard_error, replicates } = self.estimators()[place].linear_part(moments).scaled();
            let standard_error = coefficient.abs() * standard_error;
            return Estimate { mean: coefficient * mean, standard_error, replicates };
        }
        self.linear_part(moments, weights).scaled()
    }

    /// Returns the covariance of the estimates of two linear forms.
    ///
    /// # Panics
    ///
    /// If there is no estimate at a place.
    pub fn linear_covariance(&self, moments: &JointMoments, one: &[(usize, f64)], other: &[(usize, f64)]) -> f64 {
        self.linear_part(moments, one).covariance_with(&self.linear_part(moments, other), moments)
    }

    /// Returns a confidence interval for a linear form, with the warrants of its ends; `None` if the form has no value, such as ∞ − ∞.
    ///
    /// The means in the form are one observation with one confidence sequence, so that what they share cancels. How an end is found depends on what is
    /// proved of the coordinates, never on the observations:
    ///
    /// | the form | its end |
    /// | -------- | ------- |
    /// | of one estimate | the end of that estimate |
    /// | of means whose combination has a least (greatest) value, or dominating variables | finite-sample, for the combination |
    /// | of means with bounded variances | finite-sample, for the combination |
    /// | of means of both kinds, or of functions of means with proved ranges | the sum of the parts' ends, which share the error probability |
    /// | of anything else | asymptotic, by the delta method |
    ///
    /// The probability is at most `error` that any of the intervals, at all numbers of replicates together, misses the true number. Where a warrant is
    /// asymptotic, this is true in the limit.
    ///
    /// # Panics
    ///
    /// If there is no estimate at a place.
    pub fn linear_enclosure(&self, moments: &JointMoments, weights: &[(usize, f64)], error: f64) -> Option<Enclosure> {
        self.enclosure_of(moments, &Tails::of(moments), weights, error)
    }

    /// Returns the intervals of several linear forms, as [`Inference::linear_enclosure`] does for each. The tails of the coordinates are looked at only
    /// once.
    ///
    /// # Panics
    ///
    /// If there is no estimate at a place.
    pub fn linear_enclosures(
        &self,
        moments: &JointMoments,
        forms: &[Vec<(usize, f64)>],
        error: f64,
    ) -> Vec<Option<Enclosure>> {
        let tails = Tails::of(moments);
        forms.iter().map(|weights| self.enclosure_of(moments, &tails, weights, error)).collect()
    }

    fn enclosure_of(
        &self,
        moments: &JointMoments,
        tails: &Tails,
        weights: &[(usize, f64)],
        error: f64,
    ) -> Option<Enclosure> {
        let mut known = Enclosure::exact(0.0);
        let mut sampled: Vec<(&Estimator, f64)> = Vec::new();
        for (place, coefficient) in self.merged(weights) {
            let estimator = &self.estimators()[place];
            if let Estimator::Exact(value) = estimator {
                known = known.plus(&Enclosure::exact(*value).scaled(coefficient)?)?;
            } else if coefficient != 0.0 {
                sampled.push((estimator, coefficient));
            }
        }
        let found = match sampled[..] {
            [] => return Some(known),
            [(estimator, coefficient)] => estimator.enclosure(moments, error).scaled(coefficient)?,
            _ => LinearForm::of(&sampled).enclosure(moments, tails, error),
        };
        let is_nothing_known = known == Enclosure::exact(0.0);
        if is_nothing_known { Some(found) } else { found.plus(&known) }
    }

    fn linear_part(&self, moments: &JointMoments, weights: &[(usize, f64)]) -> LinearPart {
        let weights = self.merged(weights).into_iter();
        let parts: Vec<_> = weights.map(|(place, c)| (self.estimators()[place].linear_part(moments), c)).collect();
        combination(&parts, moments)
    }

    /// The weights with each place once, in the order in which the places first occur.
    fn merged(&self, weights: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let mut merged: Vec<(usize, f64)> = Vec::new();
        for (place, coefficient) in weights {
            match merged.iter_mut().find(|(known, _)| known == place) {
                Some((_, sum)) => *sum += coefficient,
                None => merged.push((*place, *coefficient)),
            }
        }
        merged
    }
}
