//! What tables and figures show of a sentence.

use super::Comparison;
use crate::functional::{FitAlong, Functional, Kind, Predicate};
use crate::own_relation::OwnRelation;
use crate::sentence::{Expr, Term, parse_expression, parse_statement};
use crate::statement::{LawSide, Side, Statement, comparison};

/// What tables and figures show of a sentence.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The sentence as it is typed.
    pub sentence: String,
    /// The left side as it is typed, or the curve whose shape is stated.
    pub left: String,
    /// The right side as it is typed; `None` if a shape or uniformity is stated.
    pub right: Option<String>,
    /// How the sides are related.
    pub relation: Stating,
    /// The functional that is the left side, if it is one.
    pub functional: Option<&'static Functional>,
    /// The variable along which the functional or the shape is taken.
    pub along: Option<String>,
    /// Whether the right side is measured.
    pub right_is_measured: bool,
    /// The random number of a probability or a quantile that is the left side, as it is typed: left − right if a probability compares two random numbers.
    pub observed: Option<String>,
    /// What a probability compares it with, as it is typed; `None` if it compares two random numbers, and for a quantile.
    pub threshold: Option<String>,
}

/// What is stated of the sides.
#[derive(Clone, Debug)]
pub enum Stating {
    /// They compare so.
    Compare(Comparison),
    /// They are in a relation of a user's own.
    Own(OwnRelation),
    /// The curve has this shape.
    Shape(&'static Predicate),
    /// The number is uniform on [0, 1].
    Uniform,
}

impl Shape {
    /// What is shown of a sentence with this meaning.
    pub(super) fn of(text: &str, statement: &Statement) -> Self {
        let [left, right] = sides_of(text);
        let (relation, side, right_is_measured) = match statement {
            Statement::Compare(relation, side, right) => {
                (Stating::Compare(comparison(*relation)), Some(side), right.is_measured())
            }
            Statement::Own(relation, side, _) => (Stating::Own(relation.clone()), Some(side), false),
            Statement::Shape(predicate, _, _) => (Stating::Shape(predicate), None, false),
            Statement::Uniform(_) => (Stating::Uniform, None, false),
        };
        let (functional, along) = match (side, statement) {
            (Some(Side::Along(along)), _) => (Some(along.functional), Some(along.over.name.clone())),
            (_, Statement::Shape(_, _, over)) => (None, Some(over.name.clone())),
            _ => (None, None),
        };
        let left = left.unwrap_or_else(|| text.to_owned());
        let (observed, threshold) = match side {
            Some(Side::Law(law)) => observed_in(&left, law).unwrap_or_default(),
            _ => (None, None),
        };
        let sentence = text.to_owned();
        Self { sentence, left, right, relation, functional, along, right_is_measured, observed, threshold }
    }

    /// How the sides compare. A user's own relation compares like an equality, but within its range; a shape states that contrasts are at least 0.
    pub fn comparison(&self) -> Comparison {
        match &self.relation {
            Stating::Compare(comparison) => *comparison,
            Stating::Own(_) | Stating::Uniform => Comparison::Equal,
            Stating::Shape(_) => Comparison::AtLeast,
        }
    }

    /// What a user's own relation says, in one line; `None` for any other sentence.
    pub fn own_meaning(&self) -> Option<&str> {
        if let Stating::Own(own) = &self.relation { Some(&own.meaning) } else { None }
    }

    /// Whether the ends of the range in which the left side must lie are stated by the claim, and not by the resolution.
    pub fn has_stated_ends(&self) -> bool {
        match &self.relation {
            Stating::Compare(comparison) => *comparison != Comparison::Equal,
            Stating::Own(_) | Stating::Shape(_) => true,
            Stating::Uniform => false,
        }
    }

    /// What is taken along a variable, as it is typed: `naive.mse` in `limit(naive.mse over samples)`. The left side if nothing is, or if it is the curve
    /// whose shape is stated.
    pub fn curve(&self) -> String {
        if matches!(self.relation, Stating::Shape(_)) {
            return self.left.clone();
        }
        let expr = parse_expression(&self.left).ok();
        let call = expr.and_then(|expr| if let Term::Call(call) = expr.term { Some(call) } else { None });
        let argument = call.filter(|call| call.over.is_some()).and_then(|call| call.arguments.into_iter().next());
        let typed = argument.and_then(|argument| self.left.get(argument.span));
        typed.map_or_else(|| self.left.clone(), |typed| typed.trim().to_owned())
    }

    /// Whether nothing that is measured may exceed a right side of 0.
    pub(super) fn bounds_from_above(&self) -> bool {
        matches!(self.relation, Stating::Uniform | Stating::Compare(Comparison::AtMost))
    }

    /// The fit of the left side; `None` if it is not fitted.
    pub fn fit(&self) -> Option<&'static FitAlong> {
        match &self.functional?.kind {
            Kind::Fit(fit) => Some(fit),
            Kind::OfPoints { .. } => None,
        }
    }

    /// Whether the left side is fitted along a variable.
    pub fn is_fitted(&self) -> bool {
        self.fit().is_some()
    }

    /// Whether the left side is found from a curve along a variable that outcomes show: a fit, a place or a shape, but not the least or greatest value.
    pub fn has_curve(&self) -> bool {
        let is_place = self.functional.is_some_and(Functional::is_place);
        self.is_fitted() || is_place || matches!(self.relation, Stating::Shape(_))
    }

    /// The name of the right side in figures.
    pub fn noun(&self) -> &'static str {
        self.functional
            .filter(|functional| !["min", "max"].contains(&functional.name))
            .map_or("bound", |functional| functional.noun)
    }
}

/// The random number in this text of a probability or a quantile, and what it is compared with.
fn observed_in(text: &str, law: &LawSide) -> Option<(Option<String>, Option<String>)> {
    let Term::Call(call) = parse_expression(text).ok()?.term else { return None };
    let argument = call.arguments.into_iter().next()?;
    let typed = |expr: &Expr| text.get(expr.span.clone()).map(|part| part.trim().to_owned());
    match (law, &argument.term) {
        (LawSide::Quantile(..), _) => Some((typed(&argument), None)),
        (LawSide::Probability(_, left, right), Term::Compare(_, left_text, right_text)) => {
            let (left_text, right_text) = (typed(left_text)?, typed(right_text)?);
            Some(match (left.is_measured(), right.is_measured()) {
                (true, true) => (Some(format!("{left_text} - ({right_text})")), None),
                (false, true) => (Some(right_text), Some(left_text)),
                (_, false) => (Some(left_text), Some(right_text)),
            })
        }
        _ => None,
    }
}

/// The two sides as they are typed.
fn sides_of(text: &str) -> [Option<String>; 2] {
    let typed = |expr: &Expr| text.get(expr.span.clone()).map(|part| part.trim().to_owned());
    let Ok(expr) = parse_statement(text) else { return [None, None] };
    match &expr.term {
        Term::Compare(_, left, right) => [typed(left), typed(right)],
        Term::Call(call) if call.arguments.len() == 2 => [typed(&call.arguments[0]), typed(&call.arguments[1])],
        Term::Call(call) => [call.arguments.first().and_then(typed), None],
        Term::Number(_)
        | Term::Word(_)
        | Term::Name(_)
        | Term::With { .. }
        | Term::Negative(_)
        | Term::Arithmetic(..)
        | Term::And(..)
        | Term::Or(..)
        | Term::Not(_) => [None, None],
    }
}

/// Two shapes of one sentence are equal; functions cannot be compared.
impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.sentence == other.sentence
    }
}
