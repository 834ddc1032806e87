//! Functions of numbers that sentences may use.

/// A function of numbers.
#[derive(Debug)]
pub struct Function {
    /// The name in sentences.
    pub name: &'static str,
    /// The meaning in one line.
    pub meaning: &'static str,
    /// How many numbers it takes.
    pub arity: Arity,
    /// The numbers for which it has a value.
    pub domain: &'static str,
    /// Its value; NaN outside its domain.
    pub value: fn(&[f64]) -> f64,
    /// What it makes of measured numbers.
    pub on_measured: OnMeasured,
}

impl Function {
    /// How it is written: `exp(x)`.
    pub fn signature(&self) -> String {
        match self.arity {
            Arity::One => format!("{}(x)", self.name),
            Arity::Any => format!("{}(x, y, …)", self.name),
        }
    }
}

impl OnMeasured {
    /// What measured numbers may stand in it, in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Nothing => "computed numbers only",
            Self::Rising(_) | Self::Absolute | Self::Least | Self::Greatest => "measured and computed numbers",
        }
    }
}

/// How many numbers a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// One.
    One,
    /// At least two.
    Any,
}

/// What a function makes of measured numbers.
#[derive(Clone, Copy, Debug)]
pub enum OnMeasured {
    /// It rises on its domain, and has this derivative.
    Rising(fn(f64) -> f64),
    /// The absolute value.
    Absolute,
    /// The least of several numbers.
    Least,
    /// The greatest of several numbers.
    Greatest,
    /// It takes computed numbers only.
    Nothing,
}

/// The domain of a function that has a value for every number.
const ALL: &str = "every number";

const fn rising(
    name: &'static str,
    meaning: &'static str,
    domain: &'static str,
    value: fn(&[f64]) -> f64,
    slope: fn(f64) -> f64,
) -> Function {
    Function { name, meaning, arity: Arity::One, domain, value, on_measured: OnMeasured::Rising(slope) }
}

const fn computed(name: &'static str, meaning: &'static str, value: fn(&[f64]) -> f64) -> Function {
    Function { name, meaning, arity: Arity::One, domain: ALL, value, on_measured: OnMeasured::Nothing }
}

/// All functions, in the order in which lists show them.
pub static FUNCTIONS: &[Function] = &[
    rising("exp", "exponential function", ALL, |x| x[0].exp(), f64::exp),
    rising("ln", "natural logarithm", "x > 0", |x| x[0].ln(), |x| 1.0 / x),
    rising("log", "natural logarithm", "x > 0", |x| x[0].ln(), |x| 1.0 / x),
    rising("log2", "logarithm to base 2", "x > 0", |x| x[0].log2(), |x| 1.0 / (x * std::f64::consts::LN_2)),
    rising("log10", "logarithm to base 10", "x > 0", |x| x[0].log10(), |x| 1.0 / (x * std::f64::consts::LN_10)),
    rising("sqrt", "square root", "x ≥ 0", |x| x[0].sqrt(), |x| 0.5 / x.sqrt()),
    rising("cbrt", "cube root", ALL, |x| x[0].cbrt(), |x| x.cbrt().powi(-2) / 3.0),
    rising("atan", "inverse tangent", ALL, |x| x[0].atan(), |x| 1.0 / (1.0 + x * x)),
    rising("tanh", "hyperbolic tangent", ALL, |x| x[0].tanh(), |x| x.cosh().powi(-2)),
    Function {
        name: "abs",
        meaning: "absolute value",
        arity: Arity::One,
        domain: ALL,
        value: |x| x[0].abs(),
        on_measured: OnMeasured::Absolute,
    },
    Function {
        name: "min",
        meaning: "least of several numbers; min(E over v) is the least along v",
        arity: Arity::Any,
        domain: ALL,
        value: |x| x.iter().copied().reduce(least).unwrap_or(f64::NAN),
        on_measured: OnMeasured::Least,
    },
    Function {
        name: "max",
        meaning: "greatest of several numbers; max(E over v) is the greatest along v",
        arity: Arity::Any,
        domain: ALL,
        value: |x| x.iter().copied().reduce(greatest).unwrap_or(f64::NAN),
        on_measured: OnMeasured::Greatest,
    },
    computed("round", "nearest whole number", |x| x[0].round()),
    computed("floor", "greatest whole number that is not above", |x| x[0].floor()),
    computed("ceil", "least whole number that is not below", |x| x[0].ceil()),
    computed("signum", "sign: −1, 1, or 0 for 0", |x| if x[0] == 0.0 { 0.0 } else { x[0].signum() }),
    computed("sin", "sine", |x| x[0].sin()),
    computed("cos", "cosine", |x| x[0].cos()),
    computed("sinh", "hyperbolic sine", |x| x[0].sinh()),
    computed("cosh", "hyperbolic cosine", |x| x[0].cosh()),
];

/// Numbers with a name of their own.
pub static CONSTANTS: [(&str, f64); 2] = [("PI", std::f64::consts::PI), ("E", std::f64::consts::E)];

/// The function of this name; `None` if there is none.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The least of two numbers; NaN if one of them is.
fn least(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }
}

/// The greatest of two numbers; NaN if one of them is.
fn greatest(a: f64, b: f64) -> f64 {
    -least(-a, -b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function has no value outside the domain that is stated, and one within it.
    #[test]
    fn domains_are_those_of_the_values() {
        for function in FUNCTIONS {
            let starts = match function.domain {
                ALL => f64::NEG_INFINITY,
                "x > 0" => f64::MIN_POSITIVE,
                "x ≥ 0" => 0.0,
                other => panic!("{}: {other}", function.name),
            };
            for x in [-2.5, -1e-9, 0.0, 1e-9, 2.5] {
                let is_finite = (function.value)(&[x]).is_finite();
                assert_eq!(is_finite, x >= starts, "{}({x})", function.name);
            }
        }
    }

    #[test]
    fn slopes_are_those_of_the_values() {
        for function in FUNCTIONS {
            if let OnMeasured::Rising(slope) = function.on_measured {
                for x in [0.3, 1.0, 2.5] {
                    let h = 1e-6;
                    let difference = ((function.value)(&[x + h]) - (function.value)(&[x - h])) / (2.0 * h);
                    assert!(
                        (slope(x) - difference).abs() < 1e-6 * (1.0 + difference.abs()),
                        "{} at {x}",
                        function.name
                    );
                }
            }
        }
    }

    #[test]
    fn names_are_unique_and_found() {
        for (place, function) in FUNCTIONS.iter().enumerate() {
            assert!(FUNCTIONS[..place].iter().all(|other| other.name != function.name));
        }
        assert_eq!(
            (function("min").map(|f| (f.value)(&[2.0, 1.0, 3.0])), function("mean").is_none()),
            (Some(1.0), true)
        );
        assert!((function("max").expect("known").value)(&[f64::NAN, 1.0]).is_nan());
    }
}
