//! The list of all families, and the functions that search it.

use toml::{Table, Value};
use weak_to_strong::model::{
    BilevelProblem, HiddenMarkovProblem, LinearProblem, LogisticProblem, RegressionProblem, TransferProblem,
};

use super::read::Reader;
use super::{Described, Family, Key, ProblemFault};

/// Every family, in the order in which lists show their keys. The first family is that of all tables without a mark.
///
/// A table that has the marks of two families belongs to the first of them: `regression.spectrum` is a mark within the table `regression`.
static READERS: [Reader; 6] = [
    Reader::of::<TransferProblem>(),
    Reader::of::<HiddenMarkovProblem>(),
    Reader::of::<LinearProblem>(),
    Reader::of::<RegressionProblem>(),
    Reader::of::<LogisticProblem>(),
    Reader::of::<BilevelProblem>(),
];

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
    let marked = |reader: &&Reader| reader.family.marked_by.is_some_and(|key| has_dotted(table, key));
    let reader = READERS.iter().find(marked).unwrap_or(&READERS[0]);
    (reader.read)(table, most_dimensions)
}

/// Whether a table has a key with this dotted name.
fn has_dotted(table: &Table, name: &str) -> bool {
    match name.split_once('.') {
        Some((first, rest)) => table.get(first).and_then(Value::as_table).is_some_and(|inner| has_dotted(inner, rest)),
        None => table.contains_key(name),
    }
}

/// Returns the keys that `[problem]` tables may have, family by family.
pub fn problem_keys() -> impl Iterator<Item = &'static str> {
    families().flat_map(Family::top_keys).map(|key| key.name)
}

/// Whether a dotted name starts with a key of the problem.
pub fn is_problem_key(name: &str) -> bool {
    name.split('.').next().is_some_and(|first| problem_keys().any(|key| key == first))
}

/// Looks up, by its dotted name, what a key of the problem means, and how it is shown and searched. Returns `None` if there is no such key.
pub fn key(name: &str) -> Option<&'static Key> {
    families().flat_map(|family| family.keys).find(|key| key.name == name)
}

/// Looks up, by its dotted name, the symbol of a key of the problem in figures. Returns `None` for most keys.
pub fn key_symbol(name: &str) -> Option<&'static str> {
    key(name).and_then(|key| key.symbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::TRANSFER;
    use weak_to_strong::model::PromptLaw;

    #[test]
    fn no_key_belongs_to_two_families_and_the_first_alone_has_no_mark() {
        let mut keys: Vec<&str> = problem_keys().collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let unmarked: Vec<bool> = families().map(|family| family.marked_by.is_none()).collect();
        assert_eq!(unmarked, [true, false, false, false, false, false]);
    }

    #[test]
    fn a_table_comes_before_its_own_keys() {
        let listed = |table: &str| families().flat_map(|family| family.keys).any(|key| key.name == table);
        for family in families() {
            for (place, key) in family.keys.iter().enumerate() {
                let table = key.name.rsplit_once('.').map(|(table, _)| table);
                let is_before = |table| family.keys[..place].iter().any(|before| before.name == table);
                // The table around a mark belongs to another family.
                let is_around_mark = |table: &str| listed(table) && !table.contains('.');
                assert!(table.is_none_or(|table| is_before(table) || is_around_mark(table)), "{}", key.name);
                assert!(!family.keys[..place].iter().any(|before| before.name == key.name), "{} twice", key.name);
            }
        }
    }

    /// A message about an unknown key lists those that a file may hold.
    #[test]
    fn keys_are_those_that_files_may_hold() {
        let transfer = "dim = 4\nprompts = \"cube\"\nconcepts = { orthonormal = 2 }\nsource_prior = \"uniform\"\ntarget = 0\nnoise = 1.0\n\
                        weak = { noise = 1.0 }\n";
        let projection = "[regression.projection]\ndim = 3\nerror = 0.5\nemphasis = 1.0\n";
        let subspaces =
            "[regression.subspaces]\nsignal = 1.0\nnoise = 1.0\nteacher_dim = 1\nstudent_dim = 1\noverlap = 1.0\n";
        let cyclic =
            "[hidden_markov.cyclic]\nconcepts = 2\nstates = 3\nregularity = 0.5\nnoise = 0.1\ndelimiter = 0.1\n";
        let logistic = "[logistic]\ninputs = [0, 1]\nweak = { logit = { slope = 1 } }\n";
        let segment = format!(
            "{logistic}[logistic.student.segment]\ntruth = 0.5\nfrom = {{ logit = {{}} }}\nto = {{ logit = {{}} }}\n"
        );
        for (text, table) in [
            (transfer, ""),
            (&transfer.replace("{ noise = 1.0 }", "{ noise = 1.0, unknown = 1 }"), "weak"),
            (&transfer.replace("{ orthonormal = 2 }", "{ unknown = 2 }"), "concepts"),
            (&transfer.replace("{ orthonormal = 2 }", "{ persona = { unknown = 2 } }"), "concepts.persona"),
            (&transfer.replace("{ orthonormal = 2 }", "{ gaussian = { unknown = 2 } }"), "concepts.gaussian"),
            (&transfer.replace("\"uniform\"", "{ unknown = 2 }"), "source_prior"),
            (projection, "regression.projection"),
            (subspaces, "regression.subspaces"),
            ("[regression.unknown]\n", "regression"),
            (cyclic, "hidden_markov.cyclic"),
            ("[hidden_markov.ginc]\nseed = 1\nvocabulary = 50\n", "hidden_markov.ginc"),
            ("[hidden_markov.unknown]\n", "hidden_markov"),
            (&format!("{logistic}student = {{ line = {{ constant = 0, slope = 1 }} }}\n"), "logistic"),
            (&logistic.replace("logit", "unknown"), "logistic.weak"),
            (&logistic.replace("slope", "unknown"), "logistic.weak.logit"),
            (
                &segment.replace("from = { logit = {}", "from = { logit = { unknown = 1 }"),
                "logistic.student.segment.from.logit",
            ),
            (
                &segment.replace("to = { logit = {}", "to = { logit = { unknown = 1 }"),
                "logistic.student.segment.to.logit",
            ),
            (&format!("{logistic}student = {{ unknown = 1 }}\n"), "logistic.student"),
            (&format!("{logistic}[logistic.student.line]\nconstant = 0\nslope = 1\n"), "logistic.student.line"),
            (&segment, "logistic.student.segment"),
            (&segment.replace("from = { logit", "from = { unknown"), "logistic.student.segment.from"),
            (&segment.replace("to = { logit", "to = { unknown"), "logistic.student.segment.to"),
            ("[bilevel]\n", "bilevel"),
            ("[bilevel.teacher]\n", "bilevel.teacher"),
            ("[bilevel]\nteacher = { dim = 3, favoured = 1 }\n[bilevel.student]\n", "bilevel.student"),
            ("[regression.spectrum]\nunknown = 1\n", "regression.spectrum"),
            ("[regression]\nspectrum = [1]\n[regression.truth]\nunknown = 1\n", "regression.truth"),
            ("[regression]\nspectrum = [1]\ntruth = [1]\nnoise = 0\n[regression.teacher]\n", "regression.teacher"),
            ("[regression]\nspectrum = [1]\ntruth = [1]\nnoise = 0\n[regression.student]\n", "regression.student"),
        ] {
            let text = if text.contains("unknown") { text.to_owned() } else { format!("{text}unknown = 1\n") };
            let message = read_problem(&text.parse().expect("TOML"), 100).expect_err(table).to_string();
            let stated = message.split_once("expected").expect("what is expected").1;
            let mut files: Vec<&str> = stated.split('`').skip(1).step_by(2).collect();
            let has_table = |family: &&Family| family.keys.iter().any(|key| key.name == table);
            let family = families().find(has_table).unwrap_or(&TRANSFER);
            let names = family.keys.iter().map(|key| key.name.rsplit_once('.').unwrap_or(("", key.name)));
            let mut listed: Vec<&str> = names.filter(|(within, _)| *within == table).map(|(_, name)| name).collect();
            files.sort_unstable();
            listed.sort_unstable();
            assert_eq!(files, listed, "{table}: {message}");
        }
    }

    #[test]
    fn every_law_of_prompts_is_named() {
        let meaning = key("prompts").expect("a key").meaning;
        let laws = PromptLaw::ISOTROPIC.iter().map(PromptLaw::word).chain(["anisotropic"]);
        laws.for_each(|word| assert!(meaning.contains(word), "{word}"));
    }
}
