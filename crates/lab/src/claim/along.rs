//! Functionals and shapes go along variables on which their argument depends.

use super::{Claim, ClaimFault};
use crate::statement::{Side, Statement, Variable, free_variables};

/// Checks all sentences of a claim.
pub(super) fn check_along(claim: &Claim) -> Result<(), ClaimFault> {
    let stated = &claim.stated;
    let false_ones = stated.false_neighbours.iter().map(|statement| ("power.false", statement));
    for (key, statement) in [("claim.states", &stated.statement)].into_iter().chain(false_ones) {
        if let Statement::Shape(predicate, of, over) = statement {
            depends(claim, key, predicate.name, of, over)?;
        }
        statement.sides().into_iter().try_for_each(|side| check_side(claim, key, side))?;
    }
    let conditions = stated.condition.iter().flat_map(|condition| condition.sides());
    conditions.into_iter().try_for_each(|side| check_side(claim, "claim.when", side))
}

fn check_side(claim: &Claim, key: &'static str, side: &Side) -> Result<(), ClaimFault> {
    let mut found = Ok(());
    side.visit(&mut |part| {
        if let (Side::Along(along), Ok(())) = (part, &found) {
            found = depends(claim, key, along.functional.name, &along.of, &along.over);
        }
    });
    found
}

fn depends(claim: &Claim, key: &'static str, word: &str, of: &Side, over: &Variable) -> Result<(), ClaimFault> {
    let bound = claim.grid.bound_with(&over.name);
    if free_variables(of, &claim.grid).iter().any(|name| bound.contains(name)) {
        return Ok(());
    }
    Err(ClaimFault::Independent { key, word: word.to_owned(), variable: over.name.clone() })
}
