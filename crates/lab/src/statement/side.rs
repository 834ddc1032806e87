//! Sentences whose names are known.

use std::sync::Arc;

use crate::formula::Formula;
use crate::functional::{Functional, Predicate};
use crate::own_relation::OwnRelation;
use crate::quantity::Quantity;
use crate::quantity::observable::Observable;
use crate::sentence::Function;
use crate::sentence::{Operator, Relation};

/// A number in a sentence, with all its names looked up.
#[derive(Clone, Debug)]
pub enum Side {
    /// A number.
    Number(f64),
    /// A variable of the sweep, a key of the problem, or a setting; by its default if the cell says nothing.
    Variable {
        /// The name.
        name: String,
        /// Its default value; `None` if it must be given.
        default: Option<f64>,
    },
    /// The unknown of an implicit definition.
    Unknown,
    /// A formula, with settings or keys of the problem of its own.
    Formula(Arc<Formula>, Overrides),
    /// The mean of a quantity, with settings or keys of the problem of its own.
    Measured(Arc<Quantity>, Overrides),
    /// What one replicate gives.
    Observed(Arc<Observable>, Overrides),
    /// What a row of a data file holds: its mean outside laws, with settings of its own.
    Recorded(String, Overrides),
    /// −x.
    Negative(Box<Self>),
    /// Two numbers joined by an operator.
    Arithmetic(Operator, Box<Self>, Box<Self>),
    /// A function of numbers.
    Apply(&'static Function, Vec<Self>),
    /// A number taken along a variable.
    Along(Box<Along>),
    /// A number of the law of one replicate.
    Law(Box<LawSide>),
    /// The number at which an expression is 0.
    Zero(Box<Zero>),
}

/// Settings or keys of the problem that win over those of the cell.
pub type Overrides = Vec<(String, Override)>;

/// The value of a setting in brackets.
#[derive(Clone, Debug)]
pub enum Override {
    /// A number.
    Number(Side),
    /// A word.
    Word(String),
}

/// A variable along which something is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Whether its logarithm counts.
    pub in_logarithm: bool,
}

/// A number taken along a variable.
#[derive(Clone, Debug)]
pub struct Along {
    /// What is taken.
    pub functional: &'static Functional,
    /// Of what.
    pub of: Side,
    /// Along what.
    pub over: Variable,
    /// Its further parameters.
    pub parameters: Vec<(&'static str, Side)>,
}

/// A number of the law of one replicate.
#[derive(Clone, Debug)]
pub enum LawSide {
    /// The probability that two functions of one sample compare so.
    Probability(Relation, Side, Side),
    /// The mean of a function of one sample.
    Mean(Side),
    /// Its variance.
    Variance(Side),
    /// Its quantile at a level.
    Quantile(Side, Side),
    /// The greatest distance of its distribution function from that of the uniform law on [0, 1].
    DistanceFromUniform(Side),
}

/// The number between two others at which an expression in an unknown is 0.
#[derive(Clone, Debug)]
pub struct Zero {
    /// The name of the definition.
    pub name: String,
    /// The expression.
    pub of: Side,
    /// Where the number may lie.
    pub between: [Side; 2],
}

/// What a sentence says.
#[derive(Clone, Debug)]
pub enum Statement {
    /// Two sides compare so.
    Compare(Relation, Side, Side),
    /// Two sides are in a relation of a user's own.
    Own(OwnRelation, Side, Side),
    /// A curve has a shape.
    Shape(&'static Predicate, Side, Variable),
    /// A number of one sample is uniform on [0, 1].
    Uniform(Side),
}

/// A condition on a cell.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Both hold.
    And(Box<Self>, Box<Self>),
    /// At least one holds.
    Or(Box<Self>, Box<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// Two numbers compare so.
    Compare(Relation, Side, Side),
    /// A variable has this word.
    Is(String, String),
}

impl Side {
    /// Its parts, of the first level.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Variable { .. } | Self::Unknown => Vec::new(),
            Self::Formula(_, overrides)
            | Self::Measured(_, overrides)
            | Self::Observed(_, overrides)
            | Self::Recorded(_, overrides) => numbers_of(overrides).collect(),
            Self::Negative(of) => vec![of],
            Self::Arithmetic(_, left, right) => vec![left, right],
            Self::Apply(_, arguments) => arguments.iter().collect(),
            Self::Along(along) => {
                [&along.of].into_iter().chain(along.parameters.iter().map(|(_, side)| side)).collect()
            }
            Self::Law(law) => law.sides(),
            Self::Zero(zero) => vec![&zero.of, &zero.between[0], &zero.between[1]],
        }
    }

    /// Calls a function on it and all its parts.
    pub fn visit<'s>(&'s self, f: &mut dyn FnMut(&'s Self)) {
        f(self);
        self.parts().into_iter().for_each(|part| part.visit(f));
    }

    /// Whether anything in it is measured.
    pub fn is_measured(&self) -> bool {
        let mut measured = false;
        self.visit(&mut |side| {
            measured |= matches!(side, Self::Measured(..) | Self::Observed(..) | Self::Recorded(..))
        });
        measured
    }
}

/// The numbers among overrides.
pub fn numbers_of(overrides: &Overrides) -> impl Iterator<Item = &Side> {
    overrides.iter().filter_map(|(_, value)| match value {
        Override::Number(side) => Some(side),
        Override::Word(_) => None,
    })
}

impl LawSide {
    /// Its sides.
    pub fn sides(&self) -> Vec<&Side> {
        match self {
            Self::Probability(_, left, right) | Self::Quantile(left, right) => vec![left, right],
            Self::Mean(of) | Self::Variance(of) | Self::DistanceFromUniform(of) => vec![of],
        }
    }
}

impl Statement {
    /// Its sides.
    pub fn sides(&self) -> Vec<&Side> {
        match self {
            Self::Compare(_, left, right) | Self::Own(_, left, right) => vec![left, right],
            Self::Shape(_, of, _) | Self::Uniform(of) => vec![of],
        }
    }
}

impl Condition {
    /// The numbers in it.
    pub fn sides(&self) -> Vec<&Side> {
        match self {
            Self::And(one, other) | Self::Or(one, other) => [one.sides(), other.sides()].concat(),
            Self::Not(of) => of.sides(),
            Self::Compare(_, left, right) => vec![left, right],
            Self::Is(..) => Vec::new(),
        }
    }

    /// The variables whose words it asks for.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::And(one, other) | Self::Or(one, other) => [one.words(), other.words()].concat(),
            Self::Not(of) => of.words(),
            Self::Compare(..) => Vec::new(),
            Self::Is(name, _) => vec![name],
        }
    }
}
