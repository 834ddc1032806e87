//! The verdict on a predicate, and on one of the contrasts behind it.

use weak_to_strong::evidence::{Enclosure, Interval, Warrant};

use crate::verdict::Verdict;

/// The verdict on a predicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// The verdict.
    pub verdict: Verdict,
    /// The weakest warrant of the ends that decided it; `None` if nothing is decided.
    pub warrant: Option<Warrant>,
    /// The values of the variable where it is violated. For a valley or a peak that is not violated, where it turns.
    pub places: Vec<f64>,
    /// How clearly it is true, from the estimates: the least share of a contrast that must not be negative. It is negative where the predicate is false.
    pub margin: Share,
}

/// A contrast as a share of the sizes of the values in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share.
    pub value: f64,
    /// The place of the contrast among all; `None` if no contrast says anything.
    pub contrast: Option<usize>,
    /// The sizes of the values, added up.
    pub size: f64,
}

/// The verdict on a contrast that must not be negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) warrant: Option<Warrant>,
}

impl Judged {
    /// Judges D ≥ 0. It is tight if |D| is proved to be at most `absolute`, or at most the share `relative` of the value.
    pub(super) fn of(contrast: &Enclosure, value: &Enclosure, relative: f64, absolute: f64) -> Self {
        let Interval { lower, upper } = contrast.trusted();
        let (below, above) = (contrast.lower.warrant, contrast.upper.warrant);
        if lower >= 0.0 {
            return Self { verdict: Verdict::Holds, warrant: Some(below) };
        }
        if upper < 0.0 {
            return Self { verdict: Verdict::Violated, warrant: Some(above) };
        }
        let size = (-lower).max(upper);
        let (least, of_value) = least_size(value);
        if size <= absolute {
            Self { verdict: Verdict::Tight, warrant: Some(below.max(above)) }
        } else if size <= relative * least {
            Self { verdict: Verdict::Tight, warrant: Some(below.max(above).max(of_value)) }
        } else {
            Self::UNRESOLVED
        }
    }

    const UNRESOLVED: Self = Self { verdict: Verdict::Unresolved, warrant: None };

    /// The verdict if all of these must be true: the worst one, with the weakest warrant.
    pub(super) fn all(judged: impl IntoIterator<Item = Self>) -> Self {
        let nothing = Self { verdict: Verdict::Holds, warrant: Some(Warrant::Exact) };
        judged.into_iter().fold(nothing, |worst, next| {
            let verdict = worst.verdict.max(next.verdict);
            let is_decided = matches!(verdict, Verdict::Holds | Verdict::Tight);
            Self { verdict, warrant: if is_decided { worst.warrant.max(next.warrant) } else { None } }
        })
    }
}

/// The least size that a number has by the ends that are not doubted, and the warrant of the end that says so.
fn least_size(value: &Enclosure) -> (f64, Warrant) {
    let Interval { lower, upper } = value.trusted();
    if lower > 0.0 {
        (lower, value.lower.warrant)
    } else if upper < 0.0 {
        (-upper, value.upper.warrant)
    } else {
        (0.0, Warrant::Exact)
    }
}

impl Share {
    /// There is nothing that could be false.
    pub(super) const WHOLE: Self = Self { value: 1.0, contrast: None, size: 1.0 };

    /// The contrast at a place among all, which is of these values. It is 0 if all of them are 0.
    pub(super) fn of(place: usize, contrast: f64, values: &[f64]) -> Self {
        let size: f64 = values.iter().map(|value| value.abs()).sum();
        Self { value: if contrast == 0.0 { 0.0 } else { contrast / size }, contrast: Some(place), size }
    }

    /// The least of several.
    pub(super) fn least(shares: impl IntoIterator<Item = Self>) -> Self {
        shares.into_iter().fold(Self::WHOLE, |least, next| if next.value < least.value { next } else { least })
    }

    /// The share of the contrast with the opposite sign.
    pub(super) fn negative(self) -> Self {
        Self { value: -self.value, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::evidence::{End, TailDoubt};

    fn proved(lower: f64, upper: f64) -> Enclosure {
        Enclosure::of(Interval { lower, upper }, Warrant::FiniteSample)
    }

    #[test]
    fn a_contrast_by_hand() {
        let verdict = |lower, upper, value: f64, absolute| {
            Judged::of(&proved(lower, upper), &proved(value - 1.0, value + 1.0), 0.01, absolute).verdict
        };
        assert_eq!(verdict(0.0, 5.0, 3.0, 0.0), Verdict::Holds);
        assert_eq!(verdict(-2.0, -1.0, 3.0, 9.0), Verdict::Violated);
        assert_eq!(verdict(-0.01, 0.02, 3.0, 0.0), Verdict::Tight);
        assert_eq!(verdict(-0.01, 0.021, 3.0, 0.0), Verdict::Unresolved);
        assert_eq!(verdict(-0.01, 0.021, 3.0, 0.1), Verdict::Tight);
        // The sign of the value is not proved.
        assert_eq!(verdict(-1e-9, 1e-9, 0.5, 0.0), Verdict::Unresolved);
        assert_eq!(verdict(-1e-9, 1e-9, -3.0, 0.0), Verdict::Tight);
        assert_eq!(verdict(f64::NAN, f64::NAN, 3.0, 9.0), Verdict::Unresolved);
    }

    #[test]
    fn a_doubted_end_decides_nothing() {
        let doubted = |at| End { doubt: Some(TailDoubt::HeavyTail), ..End::new(at, Warrant::Asymptotic) };
        let contrast = Enclosure { lower: doubted(1.0), ..proved(1.0, 2.0) };
        assert_eq!(Judged::of(&contrast, &proved(1.0, 2.0), 0.01, 0.0), Judged::UNRESOLVED);
    }

    #[test]
    fn the_worst_verdict_counts() {
        let (yes, no) = (Judged { verdict: Verdict::Tight, warrant: Some(Warrant::Asymptotic) }, Judged::UNRESOLVED);
        assert_eq!(Judged::all([]), Judged { verdict: Verdict::Holds, warrant: Some(Warrant::Exact) });
        assert_eq!(Judged::all([yes, Judged { verdict: Verdict::Holds, warrant: Some(Warrant::Exact) }]), yes);
        assert_eq!(Judged::all([yes, no]), no);
    }
}
