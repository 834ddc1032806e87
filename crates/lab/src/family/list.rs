//! The list of all families, and the functions that search it.

use toml::Table;
use weak_to_strong::model::{HiddenMarkovProblem, RegressionProblem, TransferProblem};

use super::read::Reader;
use super::{Described, Family, Key, ProblemFault};

/// Every family, in the order in which lists show their keys. The first family is that of all tables without a mark.
static READERS: [Reader; 3] =
    [Reader::of::<TransferProblem>(), Reader::of::<HiddenMarkovProblem>(), Reader::of::<RegressionProblem>()];

/// Returns every family, in the order in which lists show their keys.
pub fn families() -> impl Iterator<Item = &'static Family> {
    READERS.iter().map(|reader| reader.family)
}

/// Reads and checks a `[problem]` table. The problem may have at most this many dimensions.
///
/// A table with the mark of a family belongs to that family. A table without any mark belongs to the one family that has no mark.
///
/// # Errors
///
/// [`ProblemFault`] if the table has an unknown key or a wrong type, if its values do not make a problem, or if there are too many dimensions.
pub fn read_problem(table: &Table, most_dimensions: usize) -> Result<Described, ProblemFault> {
    let marked = |reader: &&Reader| reader.family.marked_by.is_some_and(|key| table.contains_key(key));
    let reader = READERS.iter().find(marked).unwrap_or(&READERS[0]);
    (reader.read)(table, most_dimensions)
}

/// Returns the keys that `[problem]` tables may have, family by family.
pub fn problem_keys() -> impl Iterator<Item = &'static str> {
    families().flat_map(|family| family.keys).copied()
}

/// Whether a dotted name starts with a key of the problem.
pub fn is_problem_key(name: &str) -> bool {
    name.split('.').next().is_some_and(|first| problem_keys().any(|key| key == first))
}

/// Looks up, by its dotted name, how a key of the problem is shown and searched. Returns `None` for most keys.
pub fn key(name: &str) -> Option<&'static Key> {
    families().flat_map(|family| family.dotted_keys).find(|key| key.name == name)
}

/// Looks up, by its dotted name, the symbol of a key of the problem in figures. Returns `None` for most keys.
pub fn key_symbol(name: &str) -> Option<&'static str> {
    key(name).and_then(|key| key.symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_belongs_to_two_families_and_the_first_alone_has_no_mark() {
        let mut keys: Vec<&str> = problem_keys().collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let unmarked: Vec<bool> = families().map(|family| family.marked_by.is_none()).collect();
        assert_eq!(unmarked, [true, false, false]);
    }

    #[test]
    fn what_is_said_of_a_key_stands_with_the_family_that_has_it() {
        for family in families() {
            for key in family.dotted_keys {
                assert!(family.has_key(key.name.split('.').next().unwrap_or_default()), "{}", key.name);
            }
        }
    }
}
