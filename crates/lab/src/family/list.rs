//! The list of all families, and what is looked up in it.

use toml::Table;

use super::{Family, HIDDEN_MARKOV, Key, REGRESSION, TRANSFER};

/// Every family, in the order in which lists show their keys. One has no key that marks its tables: all tables without such a key are its.
pub static FAMILIES: [&Family; 3] = [&TRANSFER, &HIDDEN_MARKOV, &REGRESSION];

/// The family of the problem that a `[problem]` table describes.
pub fn family_of(table: &Table) -> &'static Family {
    let marks = |family: &&&Family| family.marked_by.is_some_and(|key| table.contains_key(key));
    FAMILIES.iter().find(marks).copied().unwrap_or(&TRANSFER)
}

/// The keys that `[problem]` tables may have, family by family.
pub fn problem_keys() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|family| family.keys).copied()
}

/// Whether a dotted name starts with a key of the problem.
pub fn is_problem_key(name: &str) -> bool {
    name.split('.').next().is_some_and(|first| problem_keys().any(|key| key == first))
}

/// How a key of the problem is shown and searched, by its dotted name; `None` for most keys.
pub fn key(name: &str) -> Option<&'static Key> {
    FAMILIES.iter().flat_map(|family| family.dotted_keys).find(|key| key.name == name)
}

/// The symbol of a key of the problem in figures, by its dotted name; `None` for most keys.
pub fn key_symbol(name: &str) -> Option<&'static str> {
    key(name).and_then(|key| key.symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_belongs_to_two_families_and_one_family_has_no_mark() {
        let mut keys: Vec<&str> = problem_keys().collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        assert_eq!(FAMILIES.iter().filter(|family| family.marked_by.is_none()).count(), 1);
    }

    #[test]
    fn what_is_said_of_a_key_stands_with_the_family_that_has_it() {
        for family in FAMILIES {
            for key in family.dotted_keys {
                assert!(family.has_key(key.name.split('.').next().unwrap_or_default()), "{}", key.name);
            }
        }
    }
}
