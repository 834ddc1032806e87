//! Statements, conditions and expressions as they are typed, with all their names looked up.

use super::call::{observes, only_argument, unknown, variable};
use super::names::Names;
use super::resolve::Resolver;
use super::side::{Condition, LawSide, Side, Statement};
use crate::functional::PREDICATES;
use crate::sentence::UNIFORM;
use crate::sentence::{
    Call, Expr, Relation, SentenceError, Span, Term, parse_condition, parse_expression, parse_statement,
};

/// Reads a statement.
///
/// # Errors
///
/// [`SentenceError`], which points at the place.
pub fn resolved_statement(text: &str, names: Names) -> Result<Statement, SentenceError> {
    let resolver = Resolver { names, text, in_sample: false, within: &[] };
    let expr = parse_statement(text)?;
    match &expr.term {
        Term::Compare(relation, left, right) => {
            Ok(Statement::Compare(*relation, resolver.side(left)?, resolver.side(right)?))
        }
        Term::Call(call) => stated_call(&resolver, call, &expr.span),
        Term::Number(_)
        | Term::Word(_)
        | Term::Name(_)
        | Term::With { .. }
        | Term::Negative(_)
        | Term::Arithmetic(..)
        | Term::And(..)
        | Term::Or(..)
        | Term::Not(_) => {
            let remedy =
                "compare two sides by >=, <= or ==, or state a shape such as increasing(naive.mse over penalty)";
            Err(resolver.error(&expr.span, "this is a number, not a statement".to_owned(), remedy))
        }
    }
}

fn stated_call(resolver: &Resolver, call: &Call, span: &Span) -> Result<Statement, SentenceError> {
    let name = call.function.as_str();
    if let Some(predicate) = PREDICATES.into_iter().find(|predicate| predicate.name == name) {
        let over = variable(resolver, call, span)?;
        let of = resolver.side(only_argument(resolver, call, span)?)?;
        return Ok(Statement::Shape(predicate, of, over));
    }
    if name == UNIFORM {
        let inside = Resolver { in_sample: true, ..*resolver };
        let of = inside.side(only_argument(resolver, call, span)?)?;
        let law = LawSide::DistanceFromUniform(of.clone());
        observes(resolver, &law, span)?;
        return Ok(Statement::Uniform(of));
    }
    if let Ok(relation) = resolver.names.registry.relations().by_name(name) {
        let [left, right] = call.arguments.as_slice() else {
            let remedy = format!("write {name}(left, right)");
            return Err(resolver.error(span, format!("{name} joins two sides"), &remedy));
        };
        return Ok(Statement::Own(relation.clone(), resolver.side(left)?, resolver.computed(right)?));
    }
    // Whatever is wrong inside the call is told first.
    resolver.side(&Expr { term: Term::Call(call.clone()), span: span.clone() })?;
    let is_number = resolver.names.all_functions().contains(&name);
    if is_number {
        let remedy = format!("compare it, as in {}(…) >= 0", call.function);
        return Err(resolver.error(span, format!("{name}(…) is a number, not a statement"), &remedy));
    }
    Err(unknown(resolver, call))
}

/// Reads a condition.
///
/// # Errors
///
/// As [`resolved_statement`].
pub fn resolved_condition(text: &str, names: Names) -> Result<Condition, SentenceError> {
    let resolver = Resolver { names, text, in_sample: false, within: &[] };
    condition(&resolver, &parse_condition(text)?)
}

fn condition(resolver: &Resolver, expr: &Expr) -> Result<Condition, SentenceError> {
    let boxed = |expr: &Expr| condition(resolver, expr).map(Box::new);
    match &expr.term {
        Term::And(one, other) => Ok(Condition::And(boxed(one)?, boxed(other)?)),
        Term::Or(one, other) => Ok(Condition::Or(boxed(one)?, boxed(other)?)),
        Term::Not(of) => Ok(Condition::Not(boxed(of)?)),
        Term::Compare(relation, left, right) => compared(resolver, *relation, left, right),
        Term::Number(_)
        | Term::Word(_)
        | Term::Name(_)
        | Term::With { .. }
        | Term::Call(_)
        | Term::Negative(_)
        | Term::Arithmetic(..) => {
            let remedy =
                "compare two sides, as in batch >= 16, or a variable with a word, as in strategy == \"refine\"";
            Err(resolver.error(&expr.span, "this is no condition".to_owned(), remedy))
        }
    }
}

fn compared(resolver: &Resolver, relation: Relation, left: &Expr, right: &Expr) -> Result<Condition, SentenceError> {
    let Some((variable, word, at)) = word_of(left, right).or_else(|| word_of(right, left)) else {
        for (variable, value) in [(left, right), (right, left)] {
            if let Term::Name(name) = &variable.term {
                resolver.require_number(name, value)?;
            }
        }
        return Ok(Condition::Compare(relation, resolver.side(left)?, resolver.side(right)?));
    };
    let name = match &variable.term {
        Term::Name(name) if resolver.names.is_variable(name) => name,
        Term::Number(_)
        | Term::Word(_)
        | Term::Name(_)
        | Term::With { .. }
        | Term::Call(_)
        | Term::Negative(_)
        | Term::Arithmetic(..)
        | Term::Compare(..)
        | Term::And(..)
        | Term::Or(..)
        | Term::Not(_) => {
            // Whatever is wrong inside it is told first.
            resolver.side(variable)?;
            let remedy = "compare a variable of the sweep with a word";
            return Err(resolver.error(&variable.span, "only a variable can be a word".to_owned(), remedy));
        }
    };
    resolver.require_word(name, word, at)?;
    match relation {
        Relation::Equal => Ok(Condition::Is(name.clone(), word.to_owned())),
        Relation::Below | Relation::AtMost | Relation::AtLeast | Relation::Above => {
            let remedy = format!("write {name} == \"{word}\", or not {name} == \"{word}\"");
            Err(resolver.error(at, "words have no order".to_owned(), &remedy))
        }
    }
}

/// The two sides, if the second one is a word.
fn word_of<'e>(variable: &'e Expr, word: &'e Expr) -> Option<(&'e Expr, &'e str, &'e Span)> {
    Some((variable, word.word()?, &word.span))
}

/// Reads an expression that is computed.
///
/// # Errors
///
/// As [`resolved_statement`].
pub fn resolved_expression(text: &str, names: Names) -> Result<Side, SentenceError> {
    let resolver = Resolver { names, text, in_sample: false, within: &[] };
    resolver.computed(&parse_expression(text)?)
}
