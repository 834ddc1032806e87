//! What a claim expects of a number, in words.

use weak_to_strong_lab::claim::{CellOutcome, Comparison, Shape, Stating};
use weak_to_strong_lab::sentence::{Relation, Term, parse_statement};

use super::significant;

/// What a claim expects of a cell: `>= 0.345`.
pub(super) fn expected_of_cell(shape: &Shape, cell: &CellOutcome) -> String {
    let number = significant(cell.expected, 6);
    match &shape.relation {
        Stating::Compare(comparison) => format!("{} {number}", typed(*comparison)),
        Stating::Own(own) => format!("{} {number} ({})", own.name, own.meaning),
        Stating::Shape(predicate) => format!(">= {number} ({})", predicate.name),
        Stating::Uniform => format!("the uniform law, at distance {number}"),
    }
}

/// What the sentence of a claim expects, where its right side has this value.
pub(super) fn expected_by_sentence(sentence: &str, expected: f64) -> String {
    let number = significant(expected, 5);
    let word = parse_statement(sentence).ok().and_then(|expr| match expr.term {
        Term::Compare(relation, ..) => Some(sign(relation).to_owned()),
        Term::Call(call) if call.arguments.len() == 2 => Some(call.function),
        Term::Call(_)
        | Term::Number(_)
        | Term::Word(_)
        | Term::Name(_)
        | Term::With { .. }
        | Term::Negative(_)
        | Term::Arithmetic(..)
        | Term::And(..)
        | Term::Or(..)
        | Term::Not(_) => None,
    });
    word.map_or_else(|| number.clone(), |word| format!("{word} {number}"))
}

/// A comparison as it is typed.
fn typed(comparison: Comparison) -> &'static str {
    sign(match comparison {
        Comparison::AtLeast => Relation::AtLeast,
        Comparison::AtMost => Relation::AtMost,
        Comparison::Equal => Relation::Equal,
    })
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Below => "<",
        Relation::AtMost => "<=",
        Relation::Equal => "==",
        Relation::AtLeast => ">=",
        Relation::Above => ">",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_the_relation_of_its_sentence() {
        assert_eq!(expected_by_sentence("naive.mse >= segment_bound", 0.25), ">= 0.25000");
        assert_eq!(expected_by_sentence("within_factor_two(naive.mse, eps_p2)", 0.25), "within_factor_two 0.25000");
        assert_eq!(expected_by_sentence("increasing(naive.mse over penalty)", 0.0), "0");
    }
}
