//! Arithmetic of enclosures. Each end of a result has the warrant and the doubt of the ends that it needs.

use super::{Enclosure, End, Interval, Warrant};

/// The warrants, from the strongest to the weakest.
const WARRANTS: [Warrant; 4] = [Warrant::Exact, Warrant::FiniteSample, Warrant::Asymptotic, Warrant::Model];

/// The enclosure of a function of several numbers.
///
/// `over_box` returns the range of the function while each number lies in its interval, in the same order; `None` if the function may have no value
/// there. A wider interval must give a wider range. An infinite end of an interval means that nothing is known on that side, unless both ends are the
/// same infinity: then the number is infinite.
///
/// An end of the result *needs* an end of a number if the result becomes wider without it. The end of the result has the weakest warrant of the ends that
/// it needs, and is doubted if one of them is doubted. An end that excludes nothing has the weakest warrant and a doubt of all ends.
/// Returns `None` if the function may have no value.
///
/// ```
/// use weak_to_strong::evidence::{Enclosure, End, Interval, Warrant, combined};
/// let number = Enclosure { lower: End::new(1.0, Warrant::FiniteSample), upper: End::new(2.0, Warrant::Asymptotic) };
/// let double = |numbers: &[Interval]| Some(Interval { lower: 2.0 * numbers[0].lower, upper: 2.0 * numbers[0].upper });
/// let found = combined(&[number], double).expect("a value everywhere");
/// assert_eq!((found.lower, found.upper.at), (End::new(2.0, Warrant::FiniteSample), 4.0));
/// ```
pub fn combined(numbers: &[Enclosure], over_box: impl Fn(&[Interval]) -> Option<Interval>) -> Option<Enclosure> {
    let range = |kept: &dyn Fn(&End) -> bool| over_box(&numbers.iter().map(|x| known(x, kept)).collect::<Vec<_>>());
    let whole = range(&|_| true)?;
    let ends = || numbers.iter().flat_map(|number| [number.lower, number.upper]);
    let weakest = ends().map(|end| end.warrant).max().unwrap_or(Warrant::Exact);
    let doubt = ends().find_map(|end| end.doubt);
    let end = |side: fn(&Interval) -> f64| {
        let at = side(&whole);
        let is_enough = |kept: &dyn Fn(&End) -> bool| range(kept).is_some_and(|range| side(&range) == at);
        if at.is_infinite() && whole.lower != whole.upper {
            return End { at, warrant: weakest, doubt };
        }
        let needed = WARRANTS.into_iter().find(|warrant| is_enough(&|end| end.warrant <= *warrant));
        let is_doubted = doubt.is_some() && !is_enough(&|end| end.doubt.is_none());
        End { at, warrant: needed.unwrap_or(weakest), doubt: doubt.filter(|_| is_doubted) }
    };
    Some(Enclosure { lower: end(|range| range.lower), upper: end(|range| range.upper) })
}

/// The interval of a number by some of its ends.
fn known(number: &Enclosure, is_kept: &dyn Fn(&End) -> bool) -> Interval {
    let at = |end: &End, nowhere| if is_kept(end) { end.at } else { nowhere };
    Interval { lower: at(&number.lower, f64::NEG_INFINITY), upper: at(&number.upper, f64::INFINITY) }
}

impl Enclosure {
    /// −x.
    pub fn negated(&self) -> Self {
        Self { lower: self.upper.moved_to(-self.upper.at), upper: self.lower.moved_to(-self.lower.at) }
    }

    /// x times a number. A negative number swaps the ends. Returns `None` for 0 times an infinite number.
    pub fn scaled(&self, factor: f64) -> Option<Self> {
        if factor == 0.0 || !factor.is_finite() {
            return self.times(&Self::of(Interval::at(factor), Warrant::Exact));
        }
        let scaled = |end: End| end.moved_to(factor * end.at);
        let (lower, upper) = if factor > 0.0 { (self.lower, self.upper) } else { (self.upper, self.lower) };
        Some(Self { lower: scaled(lower), upper: scaled(upper) })
    }

    /// x plus a number. Returns `None` for ∞ − ∞.
    pub fn shifted(&self, by: f64) -> Option<Self> {
        if !by.is_finite() {
            return self.plus(&Self::of(Interval::at(by), Warrant::Exact));
        }
        Some(Self { lower: self.lower.moved_to(self.lower.at + by), upper: self.upper.moved_to(self.upper.at + by) })
    }

    /// x + y. Returns `None` for ∞ − ∞.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        combined(&[*self, *other], |x| x[0].plus(&x[1]))
    }

    /// x − y. Returns `None` for ∞ − ∞.
    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.negated())
    }

    /// x·y. Returns `None` for an infinite number times one that may be 0.
    pub fn times(&self, other: &Self) -> Option<Self> {
        combined(&[*self, *other], |x| x[0].times(&x[1]))
    }

    /// x/y. Returns `None` unless the ends that are not doubted prove that y is not 0, and for ∞/∞.
    pub fn over(&self, other: &Self) -> Option<Self> {
        other.trusted().reciprocal()?;
        combined(&[*self, *other], |x| x[0].times(&x[1].reciprocal()?))
    }

    /// x^a for a known exponent. Returns `None` unless it is proved that the power exists: x may be negative only if a is a whole number, and 0 only if
    /// a is not negative.
    pub fn power(&self, exponent: f64) -> Option<Self> {
        self.mapped(|x| x.power(exponent))
    }

    /// x^y. Returns `None` unless x > 0 is proved.
    pub fn raised_to(&self, exponent: &Self) -> Option<Self> {
        self.trusted().raised_to(&Interval::at(0.0))?;
        combined(&[*self, *exponent], |x| x[0].raised_to(&x[1]))
    }

    /// The exponential function.
    pub fn exp(&self) -> Option<Self> {
        self.mapped(|x| x.mapped_above(f64::NEG_INFINITY, f64::exp))
    }

    /// The natural logarithm. Returns `None` unless x > 0 is proved.
    pub fn ln(&self) -> Option<Self> {
        self.mapped(|x| x.mapped_above(f64::MIN_POSITIVE, f64::ln))
    }

    /// The square root. Returns `None` unless x ≥ 0 is proved.
    pub fn sqrt(&self) -> Option<Self> {
        self.mapped(|x| x.mapped_above(0.0, f64::sqrt))
    }

    /// |x|.
    pub fn abs(&self) -> Option<Self> {
        self.mapped(|x| x.absolute())
    }

    /// A function of one number. It must have a value by the ends that are not doubted.
    fn mapped(&self, over_interval: impl Fn(&Interval) -> Option<Interval>) -> Option<Self> {
        over_interval(&self.trusted())?;
        combined(&[*self], |x| over_interval(&x[0]))
    }

    /// The least of several numbers. The lower end needs all lower ends; the upper end is the least upper end that is not doubted, if there is one.
    /// Returns `None` if there are no numbers, or if an end is no number.
    pub fn least_of(numbers: &[Self]) -> Option<Self> {
        let least = |a: f64, b: f64| if b < a { b } else { a };
        let over_box = |x: &[Interval]| {
            let ends = x
                .iter()
                .copied()
                .reduce(|a, b| Interval { lower: least(a.lower, b.lower), upper: least(a.upper, b.upper) });
            ends.filter(|_| x.iter().all(|x| !x.lower.is_nan() && !x.upper.is_nan()))
        };
        let found = combined(numbers, over_box)?;
        let uppers = numbers.iter().map(|number| number.upper);
        let upper = uppers.filter(|end| end.doubt.is_none()).min_by(|a, b| a.at.total_cmp(&b.at));
        Some(Self { upper: upper.unwrap_or(found.upper), ..found })
    }

    /// The greatest of several numbers: minus the least of their negatives.
    pub fn greatest_of(numbers: &[Self]) -> Option<Self> {
        let negated: Vec<Self> = numbers.iter().map(Self::negated).collect();
        Self::least_of(&negated).map(|least| least.negated())
    }

    /// The least interval that holds all of these, for a number that is one of several. Returns `None` if there are none.
    pub fn hull(numbers: &[Self]) -> Option<Self> {
        combined(numbers, |x| Interval::hull_of(&x.iter().flat_map(|x| [x.lower, x.upper]).collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::TailDoubt;
    use proptest::prelude::*;

    const PROVED: Warrant = Warrant::FiniteSample;
    const NORMAL: Warrant = Warrant::Asymptotic;

    fn of(lower: f64, below: Warrant, upper: f64, above: Warrant) -> Enclosure {
        Enclosure { lower: End::new(lower, below), upper: End::new(upper, above) }
    }

    fn proved(lower: f64, upper: f64) -> Enclosure {
        Enclosure::of(Interval { lower, upper }, PROVED)
    }

    fn doubted(end: End) -> End {
        End { doubt: Some(TailDoubt::HeavyTail), ..end }
    }

    fn warrants(found: Option<Enclosure>) -> (Warrant, Warrant) {
        let found = found.expect("a value");
        (found.lower.warrant, found.upper.warrant)
    }

    #[test]
    fn each_end_has_the_warrant_of_the_ends_that_it_needs() {
        let (x, y) = (of(1.0, PROVED, 2.0, NORMAL), of(3.0, NORMAL, 5.0, PROVED));
        assert_eq!(warrants(x.plus(&proved(0.0, 1.0))), (PROVED, NORMAL));
        assert_eq!(warrants(x.minus(&y)), (PROVED, NORMAL));
        // Positive numbers: the lower end of the product needs the lower ends alone.
        assert_eq!(warrants(x.times(&proved(1.0, 2.0))), (PROVED, NORMAL));
        // 1/y is at least 1/5 only if y is positive, which the lower end of y says.
        assert_eq!(warrants(proved(1.0, 1.0).over(&y)), (NORMAL, NORMAL));
        assert_eq!(warrants(x.ln()), (PROVED, NORMAL));
        assert_eq!(warrants(x.power(-1.0)), (NORMAL, PROVED));
        assert_eq!(warrants(Enclosure::least_of(&[x, y])), (NORMAL, NORMAL));
        assert_eq!(warrants(Enclosure::greatest_of(&[x, proved(2.5, 3.0)])), (PROVED, NORMAL));
        assert_eq!(warrants(x.scaled(-1.0)), (NORMAL, PROVED));
    }

    #[test]
    fn a_doubt_goes_on_raised_to_ends_that_need_it() {
        let x = Enclosure { upper: doubted(End::new(2.0, NORMAL)), ..proved(1.0, 2.0) };
        let has_doubts = |found: Option<Enclosure>| {
            let found = found.expect("a value");
            (found.lower.doubt.is_some(), found.upper.doubt.is_some())
        };
        assert_eq!(has_doubts(x.plus(&proved(0.0, 1.0))), (false, true));
        assert_eq!(has_doubts(x.times(&proved(-2.0, -1.0))), (true, false));
        assert_eq!(has_doubts(Some(x.negated())), (true, false));
        assert_eq!(has_doubts(x.exp()), (false, true));
        assert_eq!(has_doubts(proved(1.0, 1.0).over(&x)), (true, false));
        // The least number is below 3 whatever the doubted end says.
        let least = Enclosure::least_of(&[x, proved(1.5, 3.0)]).expect("two numbers");
        assert_eq!((least.lower.at, least.upper), (1.0, End::new(3.0, PROVED)));
    }

    /// A doubted end proves nothing about a denominator, a logarithm or a root.
    #[test]
    fn what_must_be_proved_is_proved_by_ends_without_doubt() {
        let doubtful = Enclosure { lower: doubted(End::new(1.0, NORMAL)), ..proved(1.0, 2.0) };
        for x in [doubtful, proved(0.0, 1.0), proved(-1.0, 1.0)] {
            assert_eq!(
                (proved(1.0, 1.0).over(&x), x.ln(), x.power(-0.5), x.raised_to(&proved(1.0, 1.0))),
                (None, None, None, None)
            );
        }
        assert!(doubtful.sqrt().is_none() && proved(0.0, 1.0).sqrt().is_some() && proved(1.0, 2.0).ln().is_some());
    }

    #[test]
    fn infinities_have_values_where_mathematics_gives_one() {
        let infinite = Enclosure::exact(f64::INFINITY);
        assert_eq!(infinite.minus(&infinite), None);
        assert_eq!((infinite.scaled(0.0), infinite.shifted(f64::NEG_INFINITY)), (None, None));
        assert_eq!(infinite.plus(&proved(0.0, 1.0)).map(|x| x.interval()), Some(infinite.interval()));
        assert_eq!(proved(1.0, 2.0).over(&infinite).map(|x| x.upper.at), Some(0.0));
        assert_eq!(Enclosure::least_of(&[]), None);
    }

    fn interval() -> impl Strategy<Value = (Interval, f64)> {
        (-5.0..5.0f64, 0.0..4.0f64, 0.0..=1.0f64).prop_map(|(lower, width, share)| {
            (Interval { lower, upper: lower + width }, (lower + share * width).clamp(lower, lower + width))
        })
    }

    /// The number lies in the enclosure up to rounding, if there is an enclosure.
    fn lies_in(number: f64, found: Option<Enclosure>) -> bool {
        let rounding = 1e-12 * (1.0 + number.abs());
        found.is_none_or(|found| found.lower.at <= number + rounding && number <= found.upper.at + rounding)
    }

    proptest! {
        /// Numbers inside their intervals have results inside the results' intervals.
        #[test]
        fn results_lie_inside((a, x) in interval(), (b, y) in interval(), exponent in -4.0..4.0f64, whole in -4i32..=4) {
            let (first, second) = (Enclosure::of(a, PROVED), Enclosure::of(b, PROVED));
            prop_assert!(lies_in(x + y, first.plus(&second)) && lies_in(x - y, first.minus(&second)));
            prop_assert!(lies_in(x * y, first.times(&second)) && lies_in(x / y, first.over(&second)));
            prop_assert!(lies_in(x.powf(exponent), first.power(exponent)) && lies_in(x.powi(whole), first.power(f64::from(whole))));
            prop_assert!(lies_in(x.powf(y), first.raised_to(&second)) && lies_in(x.exp(), first.exp()));
            prop_assert!(lies_in(x.ln(), first.ln()) && lies_in(x.sqrt(), first.sqrt()) && lies_in(x.abs(), first.abs()));
            prop_assert!(lies_in(exponent * x, first.scaled(exponent)) && lies_in(exponent + x, first.shifted(exponent)));
            let both = [first, second];
            prop_assert!(lies_in(x.min(y), Enclosure::least_of(&both)) && lies_in(x.max(y), Enclosure::greatest_of(&both)));
            prop_assert!(lies_in(x, Enclosure::hull(&both)) && lies_in(y, Enclosure::hull(&both)));
        }

        /// Where x and y allow it there is an enclosure, so that the property above is not empty.
        #[test]
        fn there_is_an_enclosure((a, _) in interval(), (b, _) in interval()) {
            let (first, second) = (Enclosure::of(a, PROVED), Enclosure::of(b, PROVED));
            prop_assert!(first.times(&second).is_some() && first.power(3.0).is_some());
            prop_assert_eq!(first.over(&second).is_some(), b.lower > 0.0 || b.upper < 0.0);
            prop_assert_eq!(first.ln().is_some(), a.lower > 0.0);
        }
    }
}
