//! Where in the text of a claim file a fault is.

use std::ops::Range;

use toml::de::DeTable;

use super::ClaimFault;
use crate::family::{ProblemFault, families, in_words_of_the_file};
use crate::file_key::{CLAIM_KEYS, FIGURE_KEYS};
use crate::sentence::{SentenceError, nearest};

/// How messages of the TOML reader begin.
const UNKNOWN_KEY: &str = "unknown field";
const NOT_ONE_KEY: &str = "wanted exactly 1 element";

/// Returns the line of an error of the TOML reader, with carets under the place, and what is wrong there.
pub fn shown_error(text: &str, error: &toml::de::Error) -> String {
    let message = in_words_of_the_file(error.message());
    match error.span() {
        Some(span) => shown_at(text, span, &message),
        None => message,
    }
}

/// Where a key stands that the TOML reader does not know at its place: above all tables, or in another one. Empty if it stands nowhere.
pub(super) fn key_elsewhere(message: &str) -> Option<String> {
    let name = message.strip_prefix(UNKNOWN_KEY)?.split('`').nth(1)?;
    let key = CLAIM_KEYS.iter().chain(FIGURE_KEYS).find(|key| key.name == name)?;
    Some(match key.table {
        "" => format!("; {name} stands above the first table"),
        table => format!("; {name} belongs in [{table}]"),
    })
}

/// A fault of a key or a value: the line of the key, in `[sweep]`, in `[problem]` or in `[domain]`, with carets under it, and what is wrong there.
///
/// Returns `None` for a limit, which can be raised, and if the key does not stand in this text.
pub(super) fn shown_fault(text: &str, fault: &ClaimFault) -> Option<String> {
    if fault.limit().is_some() {
        return None;
    }
    let tables = DeTable::parse(text).ok()?.into_inner();
    let what = fault.at_its_place().unwrap_or_else(|| fault.to_string());
    let (key, said) = match fault.of_problem() {
        Some(ProblemFault::Syntax { key, message }) => faulty_key(&tables, key.as_deref().unwrap_or_default(), message),
        Some(_) => (leading_key(what.strip_prefix("problem.")?)?.to_owned(), None),
        None => (leading_key(without_table(&what))?.to_owned(), None),
    };
    let places: &[&str] = if what.starts_with("domain.") { &["domain"] } else { &["sweep", "problem"] };
    let path: Vec<&str> = parts(&key).collect();
    let within =
        |table: &&str| key_span(&tables, &[&[*table], &*path].concat()).or_else(|| key_span(&tables, &[*table, &key]));
    let span = if path.is_empty() { key_span(&tables, &["problem"]) } else { places.iter().find_map(within) };
    Some(shown_at(text, span?, &said.unwrap_or(what)))
}

/// The key that is wrong, if this is said of the table or value at `key`, and what is wrong with it if that says too little.
fn faulty_key(tables: &DeTable, key: &str, message: &str) -> (String, Option<String>) {
    let path: Vec<&str> = parts(key).collect();
    let within = |unknown: &str| path.iter().copied().chain([unknown]).collect::<Vec<_>>().join(".");
    if message.starts_with(UNKNOWN_KEY) {
        return (message.split('`').nth(1).map_or_else(|| key.to_owned(), within), None);
    }
    match unknown_key(tables, &path).filter(|_| message.starts_with(NOT_ONE_KEY)) {
        Some((unknown, remedy)) => (within(unknown), Some(format!("problem.{key}: {remedy}"))),
        None => (key.to_owned(), None),
    }
}

/// A message without the table before its key.
fn without_table(message: &str) -> &str {
    ["sweep.", "domain."].iter().find_map(|table| message.strip_prefix(table)).unwrap_or(message)
}

/// The key with which a message begins, as in `noise = -1: …`.
fn leading_key(message: &str) -> Option<&str> {
    let end = message.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_'))?;
    let (key, rest) = message.split_at(end);
    [" = ", ": "].iter().any(|sign| rest.starts_with(sign)).then_some(key)
}

fn parts(key: &str) -> impl Iterator<Item = &str> {
    key.split('.').filter(|part| !part.is_empty())
}

/// The first key of a table of the problem that no family has there, and what to do. Where a table has keys of two families the reader expects one key, and
/// does not say which is wrong.
fn unknown_key<'t>(tables: &'t DeTable, path: &[&str]) -> Option<(&'t str, String)> {
    let within = format!("{}.", path.join("."));
    let known: Vec<&str> = families()
        .flat_map(|family| family.keys)
        .filter_map(|key| key.name.strip_prefix(&*within))
        .filter(|name| !name.contains('.'))
        .collect();
    let problem = tables.get("problem")?.get_ref().as_table()?;
    let table = path.iter().try_fold(problem, |table, name| table.get(*name)?.get_ref().as_table())?;
    let unknown = table.keys().map(|key| &**key.get_ref()).find(|name| !known.contains(name))?;
    let near =
        nearest(unknown, known.iter().copied()).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    Some((unknown, format!("unknown key `{unknown}`, expected one of {}{near}", known.join(", "))))
}

/// The place of the last key of a path through tables.
fn key_span(table: &DeTable, path: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.get_key_value(*first)?;
    if rest.is_empty() { Some(key.span()) } else { key_span(value.get_ref().as_table()?, rest) }
}

/// The line in which a place begins, with carets under it, and a message.
fn shown_at(text: &str, span: Range<usize>, message: &str) -> String {
    let before = text.get(..span.start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let (line, column) = (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1);
    SentenceError::at(text, span, format!("line {line}, column {column}"), message).to_string()
}

#[cfg(test)]
mod tests {
    use crate::claim::example::PROBLEM;
    use crate::claim::{Claim, ClaimFile};

    const REST: &str = "[sweep]\nbatch = [2, 4]\nlabels = [100]\n[claim]\nstates = \"refined.mse <= eps_w2\"\n";

    fn said(from: &str, to: &str) -> String {
        let text = format!("{PROBLEM}{REST}");
        assert!(text.contains(from), "{from} stands in the file");
        let file = ClaimFile::parse("mine.toml", &text.replacen(from, to, 1));
        file.and_then(|file| Claim::new("mine.toml".to_owned(), file)).expect_err("a fault").to_string()
    }

    #[test]
    fn a_misspelt_key_is_shown_with_its_line_and_the_key_that_was_meant() {
        for (from, to, line, carets, near) in [
            ("[sweep]", "[sweeep]", "[sweeep]", " ^^^^^^", "sweep"),
            ("states", "stats", "stats = \"refined.mse <= eps_w2\"", "^^^^^", "states"),
            ("[sweep]", "[sweep]\nweak.cosin = [0.5]", "weak.cosin = [0.5]", "     ^^^^^", "cosine"),
            ("[sweep]", "[problem.extra]\n[sweep]", "[problem.extra]", "         ^^^^^", ""),
        ] {
            let message = said(from, to);
            let text = format!("{PROBLEM}{REST}").replacen(from, to, 1);
            let number = text.lines().position(|one| one == line).expect("the line") + 1;
            assert!(message.starts_with(&format!("mine.toml: line {number}, column ")), "{message}");
            assert!(message.contains(&format!("\n  {line}\n  {carets}\n")), "{message}");
            assert!(near.is_empty() || message.ends_with(&format!("; did you mean {near}?")), "{message}");
        }
    }

    #[test]
    fn a_key_in_the_wrong_table_says_where_it_belongs() {
        let above = said("states = ", "assumes = [\"isotropic\"]\nstates = ");
        assert!(
            above.contains("\nunknown field `assumes`") && above.ends_with("; assumes stands above the first table")
        );
        let in_figure = said("states = ", "facet = \"batch\"\nstates = ");
        assert!(in_figure.ends_with("; facet belongs in [figure]"), "{in_figure}");
    }

    #[test]
    fn a_value_that_makes_no_problem_is_shown_with_its_line() {
        for (from, to, key) in [
            ("noise = 0.5\n", "noise = -1\n", "noise"),
            ("[sweep]", "[sweep]\nnoise = [0.5, -1]", "noise"),
            ("[sweep]", "[sweep]\n\"weak.noise\" = [-1]", "\"weak.noise\""),
            ("[sweep]", "[sweep]\nweak.noise = [-1]", "noise"),
        ] {
            let message = said(from, to);
            assert!(message.starts_with("mine.toml: line "), "{message}");
            assert!(message.contains(&"^".repeat(key.len())) && message.contains(to.lines().last().expect("a line")));
            assert!(message.contains("noise = -1: must be a positive, finite number"), "{message}");
        }
    }

    #[test]
    fn a_value_of_the_sweep_is_shown_with_its_line() {
        for (to, what) in [
            ("batch = [-2]", "\nbatch = -2: must be a whole number, 0 or more"),
            ("batch = 8", "\nsweep.batch = 8: give a list"),
            ("batch = []", "\nsweep.batch = []: give at least one value"),
        ] {
            let message = said("batch = [2, 4]", to);
            let line = to.lines().last().expect("a line");
            assert!(
                message.starts_with("mine.toml: line ") && message.contains(&format!("\n  {line}\n  ^")),
                "{message}"
            );
            assert!(message.contains(what), "{message}");
        }
    }

    #[test]
    fn a_key_that_stands_beside_those_of_another_family_is_found() {
        let text = "id = \"mine\"\n[problem]\nregression = { spectrm = [1.0], noise = 1 }\n\
            [claim]\nstates = \"regression.naive >= 0\"\n[sweep]\nsamples = [8]\n";
        let tables = super::DeTable::parse(text).expect("TOML").into_inner();
        let (unknown, remedy) = super::unknown_key(&tables, &["regression"]).expect("an unknown key");
        assert_eq!(unknown, "spectrm");
        assert!(remedy.ends_with("; did you mean spectrum?"), "{remedy}");
    }

    #[test]
    fn a_key_of_a_domain_says_which_was_meant() {
        let message = said("[sweep]", "[domain]\ndmi = [2, 8]\n[sweep]");
        assert!(message.starts_with("mine.toml: line 12, column 1\n  dmi = [2, 8]\n  ^^^\n"), "{message}");
        assert!(message.contains("\ndomain.dmi = [2, 8]: did you mean dim? name a setting"), "{message}");
        let dotted = said("[sweep]", "[domain]\n\"weak.cosin\" = [0, 1]\n[sweep]");
        assert!(dotted.contains("\n  \"weak.cosin\" = [0, 1]\n  ^^^^^^^^^^^^\n"), "{dotted}");
    }
}
