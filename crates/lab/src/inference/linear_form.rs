//! A linear form of several estimates from the same observations.

use weak_to_strong::evidence::{Enclosure, End, Interval, TailDoubt, Warrant, asymptotic_sequence, student_interval};
use weak_to_strong::numeric::{Estimate, JointMoments};

use super::combined_mean::{Ground, Term, limit_by_least_value, limit_by_variance};
use super::linear_part::{LinearPart, combination};
use super::tails::Tails;
use super::{Estimator, Mean, OfMeans};

/// The rounding error of a form, relative to the sum of its terms' sizes.
const ROUNDING: f64 = 1e-12;

/// The form Σ aₖ·E xₖ + Σ bⱼ·fⱼ + constant, of coordinates xₖ and functions fⱼ of means. The number in question exceeds the form by at most `above`, and
/// falls short of it by at most `below`.
pub(super) struct LinearForm<'a> {
    terms: Vec<Term>,
    functions: Vec<(&'a OfMeans, f64)>,
    /// Quantiles and variances.
    others: Vec<(&'a Estimator, f64)>,
    constant: f64,
    below: f64,
    above: f64,
    /// The number in question lies here, whatever is observed.
    proved: Interval,
}

impl<'a> LinearForm<'a> {
    /// The form of estimators with these coefficients.
    pub(super) fn of(estimators: &[(&'a Estimator, f64)]) -> Self {
        let proved = Interval { lower: 0.0, upper: 0.0 };
        let (terms, functions, others) = (Vec::new(), Vec::new(), Vec::new());
        let mut form = Self { terms, functions, others, constant: 0.0, below: 0.0, above: 0.0, proved };
        for (estimator, coefficient) in estimators {
            match estimator {
                Estimator::Exact(value) => form.constant += coefficient * value,
                Estimator::Mean(mean) => form.add_mean(mean, *coefficient),
                Estimator::Weighted(weighted) => form.add_mean(weighted.mean(), *coefficient),
                Estimator::OfMeans(of_means) => {
                    form.add_proved(of_means.proved(), *coefficient);
                    form.functions.push((of_means, *coefficient));
                }
                Estimator::Quantile(_) | Estimator::Variance(_) if *coefficient != 0.0 => {
                    let anywhere = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
                    form.add_proved(anywhere, *coefficient);
                    form.others.push((estimator, *coefficient));
                }
                Estimator::Quantile(_) | Estimator::Variance(_) => {}
            }
        }
        form.terms.retain(|term| term.coefficient != 0.0);
        form
    }

    fn add_mean(&mut self, mean: &Mean, coefficient: f64) {
        let Mean { shift, scale, range, beyond, greatest, .. } = *mean;
        let term = Term::of(mean, coefficient);
        match self.terms.iter_mut().find(|known| known.at == term.at) {
            Some(known) => known.add(&term),
            None => self.terms.push(term),
        }
        self.constant += coefficient * scale * shift;
        *if coefficient > 0.0 { &mut self.above } else { &mut self.below } += coefficient.abs() * beyond;
        let highest = (scale * (range.greatest + shift) + beyond).min(greatest);
        self.add_proved(Interval { lower: scale * (range.least + shift), upper: highest }, coefficient);
    }

    fn add_proved(&mut self, of_term: Interval, coefficient: f64) {
        let ends = [coefficient * of_term.lower, coefficient * of_term.upper];
        self.proved.lower += ends[0].min(ends[1]);
        self.proved.upper += ends[0].max(ends[1]);
    }

    /// The form with the opposite sign.
    fn negated(&self) -> Self {
        Self {
            terms: self.terms.iter().map(Term::negated).collect(),
            functions: self.functions.iter().map(|(function, coefficient)| (*function, -coefficient)).collect(),
            others: self.others.iter().map(|(other, coefficient)| (*other, -coefficient)).collect(),
            constant: -self.constant,
            below: self.above,
            above: self.below,
            proved: Interval { lower: -self.proved.upper, upper: -self.proved.lower },
        }
    }

    /// Encloses the number. Each end misses with probability at most `error`/2 at any number of replicates; where it is asymptotic, in the limit.
    pub(super) fn enclosure(&self, moments: &JointMoments, tails: &Tails, error: f64) -> Enclosure {
        let lower = self.lower_end(moments, tails, error);
        let from_above = self.negated().lower_end(moments, tails, error);
        let upper = from_above.moved_to((-from_above.at).max(lower.at));
        Enclosure { lower, upper }.within(self.proved.lower, self.proved.upper)
    }

    /// The lower end is the sum of those of the form's parts, which share the error probability.
    fn lower_end(&self, moments: &JointMoments, tails: &Tails, error: f64) -> End {
        let parts = self.parts();
        let share = error / parts.len().max(1) as f64;
        let ends: Vec<End> = parts.iter().map(|part| part.lower_end(moments, tails, share)).collect();
        let sizes = self.terms.iter().map(|term| (term.coefficient * moments.mean()[term.at]).abs());
        let rounding = ROUNDING * (self.constant.abs() + sizes.sum::<f64>());
        End {
            at: ends.iter().map(|end| end.at).sum::<f64>() + self.constant - self.below - rounding,
            warrant: ends.iter().map(|end| end.warrant).max().unwrap_or(Warrant::Exact),
            doubt: ends.iter().find_map(|end| end.doubt),
        }
    }

    /// The parts that have an end of their own: all terms with a least value are one, and all others with a bounded variance are one; each function with
    /// proved ranges is one.
    ///
    /// If something else is left, it is one part with all terms that have a variance and are not dominated, and its end is asymptotic. Terms that are taken
    /// to be normal are one part by themselves, if nothing is left.
    fn parts(&self) -> Vec<Part<'a>> {
        let is_open = |term: &Term| term.ground() == Ground::Nothing;
        let (normal_functions, proved_functions): (Vec<_>, Vec<_>) =
            self.functions.iter().copied().partition(|(function, _)| function.is_asymptotic());
        let is_asymptotic = !normal_functions.is_empty() || self.terms.iter().any(is_open);
        // The tail of a dominated coordinate is not watched.
        let is_tame = |term: &Term| !term.without_variance && term.dominating_below().is_none();
        let is_normal = |term: &Term| is_asymptotic && (is_open(term) || is_tame(term));
        let (normal, proved): (Vec<Term>, Vec<Term>) = self.terms.iter().copied().partition(is_normal);
        let (bounded, others): (Vec<Term>, Vec<Term>) =
            proved.into_iter().partition(|term| term.ground() == Ground::LeastValue);
        let (declared, others): (Vec<Term>, Vec<Term>) =
            others.into_iter().partition(|term| term.ground() == Ground::NormalLaw);
        let mut parts: Vec<Part> = proved_functions.into_iter().map(|(f, factor)| Part::Function(f, factor)).collect();
        parts.extend(self.others.iter().map(|(other, factor)| Part::Other(other, *factor)));
        if is_asymptotic {
            parts.push(Part::Normal(normal, normal_functions));
        }
        parts.extend((!bounded.is_empty()).then_some(Part::LeastValue(bounded)));
        parts.extend((!others.is_empty()).then_some(Part::Variance(others)));
        parts.extend((!declared.is_empty()).then_some(Part::DeclaredNormal(declared)));
        parts
    }
}

/// A part of a form that has a lower end of its own.
enum Part<'a> {
    LeastValue(Vec<Term>),
    Variance(Vec<Term>),
    DeclaredNormal(Vec<Term>),
    Function(&'a OfMeans, f64),
    Other(&'a Estimator, f64),
    Normal(Vec<Term>, Vec<(&'a OfMeans, f64)>),
}

impl Part<'_> {
    fn lower_end(&self, moments: &JointMoments, tails: &Tails, error: f64) -> End {
        match self {
            Self::LeastValue(terms) => End::new(limit_by_least_value(terms, moments, error), Warrant::FiniteSample),
            Self::Variance(terms) => End::new(limit_by_variance(terms, moments, error), Warrant::FiniteSample),
            Self::DeclaredNormal(terms) => End::new(limit_by_normal_law(terms, moments, error), Warrant::Model),
            Self::Function(function, factor) => scaled_lower_end(&function.enclosure(moments, error), *factor),
            Self::Other(other, factor) => scaled_lower_end(&other.enclosure(moments, error), *factor),
            Self::Normal(terms, functions) => {
                let parts = linear_parts(terms, functions, moments);
                let estimate = combination(&parts, moments).scaled();
                let doubt = doubt_of_terms(terms, tails);
                let doubt = doubt.or_else(|| functions.iter().find_map(|(function, _)| function.tail_doubt(moments)));
                let doubt =
                    doubt.or_else(|| is_without_variation(&estimate, &parts).then_some(TailDoubt::FewCarryVariance));
                End { at: asymptotic_sequence(&estimate, error).lower, warrant: Warrant::Asymptotic, doubt }
            }
        }
    }
}

/// The lower end of Student's interval for a combination of normal coordinates, which is normal itself.
fn limit_by_normal_law(terms: &[Term], moments: &JointMoments, error: f64) -> f64 {
    let parts = linear_parts(terms, &[], moments);
    let estimate = combination(&parts, moments).scaled();
    if is_without_variation(&estimate, &parts) {
        return f64::NEG_INFINITY;
    }
    student_interval(&estimate, error).lower
}

/// The lower end of a number times a factor.
fn scaled_lower_end(enclosure: &Enclosure, factor: f64) -> End {
    let end = if factor > 0.0 { enclosure.lower } else { enclosure.upper };
    end.moved_to(factor * end.at)
}

fn linear_parts(terms: &[Term], functions: &[(&OfMeans, f64)], moments: &JointMoments) -> Vec<(LinearPart, f64)> {
    let of_terms = terms.iter().map(|term| (Mean::of(term.at).linear_part(moments), term.coefficient));
    let of_functions = functions.iter().map(|(function, factor)| (function.linear_part(moments), *factor));
    of_terms.chain(of_functions).collect()
}

/// Whether the combination varies so little, compared with its parts, that rounding hides what varies. No observation carries such a variance.
fn is_without_variation(combination: &Estimate, parts: &[(LinearPart, f64)]) -> bool {
    let variance = |(part, coefficient): &(LinearPart, f64)| (coefficient * part.scaled().standard_error).powi(2);
    combination.standard_error.powi(2) <= ROUNDING * parts.iter().map(variance).sum::<f64>()
}

/// What is known, and what the tails that the end faces say, against treating the terms as asymptotically normal.
fn doubt_of_terms(terms: &[Term], tails: &Tails) -> Option<TailDoubt> {
    let no_variance = terms.iter().any(|term| term.without_variance).then_some(TailDoubt::NoVariance);
    no_variance.or_else(|| terms.iter().find_map(|term| tails.doubt(term.at, term.side())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::{Range, Variance};

    /// A variance has an interval of its own, whose ends are scaled, and which shares the error probability with the mean beside it.
    #[test]
    fn a_variance_is_a_part_of_its_own() {
        let mut moments = JointMoments::new(2);
        (0..4000).for_each(|i| moments.push(&[f64::from(i % 2), f64::from(i % 5) / 4.0]));
        let tails = Tails::of(&moments);
        let variance = Estimator::Variance(Variance::of(0).ranging(Range::UNIT));
        let mean = Estimator::Mean(Mean::of(1).in_unit_interval());
        let alone = LinearForm::of(&[(&variance, -2.0)]).enclosure(&moments, &tails, 1e-3);
        let own = variance.enclosure(&moments, 1e-3);
        assert!(
            (alone.lower.at + 2.0 * own.upper.at).abs() < 1e-9 && (alone.upper.at + 2.0 * own.lower.at).abs() < 1e-9
        );
        let both = LinearForm::of(&[(&variance, -2.0), (&mean, 1.0)]).enclosure(&moments, &tails, 1e-3);
        let (half, other) = (variance.enclosure(&moments, 5e-4), mean.enclosure(&moments, 5e-4));
        assert!((both.lower.at - (other.lower.at - 2.0 * half.upper.at)).abs() < 1e-9, "{both:?}");
        assert_eq!(both.lower.warrant, Warrant::FiniteSample);
        let nothing = LinearForm::of(&[(&variance, 0.0)]).enclosure(&moments, &tails, 1e-3);
        assert!(nothing.lower.at.abs() < 1e-9 && nothing.upper.at.abs() < 1e-9, "{nothing:?}");
    }
}
