//! Interval arithmetic.

use super::Operation;
use weak_to_strong::evidence::Interval;

/// The relative error of an exponential function, a logarithm or a power, with room.
const ROUNDING: f64 = 1e-14;

const ANYTHING: Interval = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };

/// The values of an operation of one number in this interval. An operation of several leaves it as it is.
pub(super) fn of_one(operation: Operation, x: Interval) -> Interval {
    match operation {
        Operation::Negative => Interval { lower: -x.upper, upper: -x.lower },
        Operation::Exp => rounded(Interval { lower: x.lower.exp(), upper: x.upper.exp() }),
        // Below 0 there are no values.
        Operation::Ln => rounded(Interval { lower: x.lower.max(0.0).ln(), upper: x.upper.max(0.0).ln() }),
        Operation::SquareRoot => Interval { lower: x.lower.max(0.0).sqrt(), upper: x.upper.max(0.0).sqrt() },
        Operation::Absolute => {
            let least = x.lower.max(-x.upper).max(0.0);
            Interval { lower: least, upper: x.upper.max(-x.lower) }
        }
        Operation::Plus
        | Operation::Minus
        | Operation::Times
        | Operation::Over
        | Operation::Power
        | Operation::Min
        | Operation::Max => x,
    }
}

/// The values of an operation of two numbers in these intervals. An operation of one number takes the first.
pub(super) fn joined(operation: Operation, x: Interval, y: Interval) -> Interval {
    match operation {
        Operation::Plus => sum(x, y),
        Operation::Minus => sum(x, of_one(Operation::Negative, y)),
        Operation::Times => product(x, y),
        Operation::Over => quotient(x, y),
        Operation::Power => power(x, y),
        Operation::Min => Interval { lower: x.lower.min(y.lower), upper: x.upper.min(y.upper) },
        Operation::Max => Interval { lower: x.lower.max(y.lower), upper: x.upper.max(y.upper) },
        Operation::Negative | Operation::Exp | Operation::Ln | Operation::SquareRoot | Operation::Absolute => {
            of_one(operation, x)
        }
    }
}

fn sum(x: Interval, y: Interval) -> Interval {
    let (lower, upper) = (x.lower + y.lower, x.upper + y.upper);
    // ∞ − ∞ may be anything.
    Interval {
        lower: if lower.is_nan() { f64::NEG_INFINITY } else { lower },
        upper: if upper.is_nan() { f64::INFINITY } else { upper },
    }
}

fn product(x: Interval, y: Interval) -> Interval {
    hull([x.lower * y.lower, x.lower * y.upper, x.upper * y.lower, x.upper * y.upper].map(|corner| {
        // 0 times a number, however large it is.
        if corner.is_nan() { 0.0 } else { corner }
    }))
}

fn quotient(x: Interval, y: Interval) -> Interval {
    if y.lower < 0.0 && y.upper > 0.0 || y.lower == 0.0 && y.upper == 0.0 {
        return ANYTHING;
    }
    // An end at 0 is approached from the other end, and is no value itself.
    let lower = if y.lower == 0.0 { 0.0 } else { y.lower };
    let upper = if y.upper == 0.0 { -0.0 } else { y.upper };
    let corners = [x.lower / lower, x.lower / upper, x.upper / lower, x.upper / upper];
    // 0/0 is approached from numbers 0/y, and ∞/∞ from those between others.
    hull(corners.map(|corner| if corner.is_nan() { 0.0 } else { corner }))
}

fn power(x: Interval, y: Interval) -> Interval {
    if x.lower >= 0.0 {
        // x^y rises or falls in each of its arguments, whatever the other one is. An end −0 would give powers below 0.
        let x = Interval { lower: x.lower.abs(), upper: x.upper.abs() };
        let corners = [x.lower.powf(y.lower), x.lower.powf(y.upper), x.upper.powf(y.lower), x.upper.powf(y.upper)];
        return rounded(hull(corners));
    }
    if y.lower != y.upper || y.lower.fract() != 0.0 || y.lower < 0.0 {
        return ANYTHING;
    }
    let exponent = y.lower;
    if exponent % 2.0 == 0.0 {
        return power(of_one(Operation::Absolute, x), y);
    }
    rounded(Interval { lower: x.lower.powf(exponent), upper: x.upper.powf(exponent) })
}

/// The least interval that holds these numbers.
fn hull(numbers: [f64; 4]) -> Interval {
    let (lower, upper) = (f64::INFINITY, f64::NEG_INFINITY);
    let wider = |hull: Interval, x: f64| Interval { lower: hull.lower.min(x), upper: hull.upper.max(x) };
    numbers.into_iter().fold(Interval { lower, upper }, wider)
}

/// An interval that is wider by what rounding may add, since a computed function need not rise where the true one does.
fn rounded(x: Interval) -> Interval {
    let slack = |end: f64| if end.is_finite() { end.abs() * ROUNDING } else { 0.0 };
    Interval { lower: x.lower - slack(x.lower), upper: x.upper + slack(x.upper) }
}
