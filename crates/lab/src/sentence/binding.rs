//! How strongly the parts of a sentence hold together, by which parentheses are left out.

use super::expr::{Expr, Operator, Term};

/// How strongly a part holds together, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Or,
    And,
    Not,
    Relation,
    Sum,
    Product,
    Negative,
    Power,
    Operand,
}

impl Binding {
    /// The binding of a part.
    pub fn of(part: &Expr) -> Self {
        match &part.term {
            Term::Or(..) => Self::Or,
            Term::And(..) => Self::And,
            Term::Not(_) => Self::Not,
            Term::Compare(..) => Self::Relation,
            Term::Arithmetic(operator, ..) => Self::of_operator(*operator),
            Term::Negative(_) => Self::Negative,
            // Only a sentence that was made without a text has such a number.
            Term::Number(value) if value.is_sign_negative() => Self::Negative,
            Term::Number(_) | Term::Word(_) | Term::Name(_) | Term::With { .. } | Term::Call(_) => Self::Operand,
        }
    }

    fn of_operator(operator: Operator) -> Self {
        match operator {
            Operator::Plus | Operator::Minus => Self::Sum,
            Operator::Times | Operator::Over => Self::Product,
            Operator::Power => Self::Power,
        }
    }

    /// How strongly the left and the right side of an operator must hold together to stand without parentheses.
    pub fn of_sides(operator: Operator) -> [Self; 2] {
        match operator {
            Operator::Plus | Operator::Minus => [Self::Sum, Self::Product],
            Operator::Times | Operator::Over => [Self::Product, Self::Negative],
            Operator::Power => [Self::Operand, Self::Negative],
        }
    }
}
