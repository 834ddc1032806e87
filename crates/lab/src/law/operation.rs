//! How numbers of one sample are joined.

/// How a number follows from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operation {
    Plus,
    Minus,
    Times,
    Over,
    Power,
    Min,
    Max,
    /// −x.
    Negative,
    Exp,
    Ln,
    SquareRoot,
    Absolute,
}

impl Operation {
    /// Whether it takes one number. Else it takes one or more, and joins them from left to right.
    pub fn is_of_one(self) -> bool {
        match self {
            Self::Negative | Self::Exp | Self::Ln | Self::SquareRoot | Self::Absolute => true,
            Self::Plus | Self::Minus | Self::Times | Self::Over | Self::Power | Self::Min | Self::Max => false,
        }
    }

    /// Whether it is written between the numbers that it joins.
    pub(super) fn is_infix(self) -> bool {
        match self {
            Self::Plus | Self::Minus | Self::Times | Self::Over | Self::Power => true,
            Self::Min | Self::Max | Self::Negative | Self::Exp | Self::Ln | Self::SquareRoot | Self::Absolute => false,
        }
    }

    /// The word or sign for it.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus | Self::Negative => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Power => "^",
            Self::Min => "min",
            Self::Max => "max",
            Self::Exp => "exp",
            Self::Ln => "ln",
            Self::SquareRoot => "sqrt",
            Self::Absolute => "abs",
        }
    }

    /// Of one number. An operation of several leaves it as it is.
    pub(super) fn of(self, x: f64) -> f64 {
        match self {
            Self::Negative => -x,
            Self::Exp => x.exp(),
            Self::Ln => x.ln(),
            Self::SquareRoot => x.sqrt(),
            Self::Absolute => x.abs(),
            Self::Plus | Self::Minus | Self::Times | Self::Over | Self::Power | Self::Min | Self::Max => x,
        }
    }

    /// Of two numbers. What is not a number stays so, and a quotient with denominator 0 is none. An operation of one number takes the first.
    pub(super) fn joined(self, x: f64, y: f64) -> f64 {
        let is_number = !x.is_nan() && !y.is_nan();
        if self.divides_by_zero(x, y) {
            return f64::NAN;
        }
        match self {
            Self::Plus => x + y,
            Self::Minus => x - y,
            Self::Times => x * y,
            Self::Over => x / y,
            Self::Power if is_number => x.powf(y),
            Self::Min if is_number => x.min(y),
            Self::Max if is_number => x.max(y),
            Self::Power | Self::Min | Self::Max => f64::NAN,
            Self::Negative | Self::Exp | Self::Ln | Self::SquareRoot | Self::Absolute => self.of(x),
        }
    }

    fn divides_by_zero(self, x: f64, y: f64) -> bool {
        match self {
            Self::Over => y == 0.0,
            Self::Power => x == 0.0 && y < 0.0,
            Self::Plus | Self::Minus | Self::Times | Self::Min | Self::Max => false,
            Self::Negative | Self::Exp | Self::Ln | Self::SquareRoot | Self::Absolute => false,
        }
    }
}
