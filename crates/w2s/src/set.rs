//! The flag `--set`: `samples=64`, `samples=64,128,256`, `penalty=log:1e-3:1e2:11`.

use indexmap::IndexMap;
use toml::{Table, Value};

use super::error::CliError;

/// What a value of `--set` may be.
const FORMS: &str =
    "write NAME=VALUE, such as samples=64, or several values: samples=64,128, batch=1..8, penalty=log:1e-3:1e2:11";

/// What one flag gives to a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// One or more values.
    Values(Vec<Value>),
    /// The name of a spacing, as a claim file has it, and its numbers.
    Range(&'static str, Vec<Value>),
}

/// The spacings of ranges with their numbers, as they are typed and as they stand in a claim file.
const SPACINGS: [(&str, &str, &[usize]); 4] = [
    ("linear", "write linear:FIRST:LAST:COUNT, such as linear:0:1:5", &[3]),
    ("log", "write log:FIRST:LAST:COUNT, such as log:1e-3:1e2:11", &[3]),
    ("integers", "write integers:FIRST:LAST or integers:FIRST:LAST:STEP, such as integers:0:20:5", &[2, 3]),
    ("log_integers", "write log_integers:FIRST:LAST:COUNT, such as log_integers:16:1024:7", &[3]),
];

/// Returns what all flags give, by the name of the variable.
pub fn given(flags: &[String]) -> Result<IndexMap<String, Given>, CliError> {
    let mut all = IndexMap::new();
    for text in flags {
        let (name, value) = text.split_once('=').ok_or_else(|| bad(text, FORMS))?;
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return Err(bad(text, FORMS));
        }
        if all.insert(name.to_owned(), read(text, value)?).is_some() {
            return Err(bad(text, "the name is set twice; keep one, and separate several values by commas"));
        }
    }
    Ok(all)
}

/// Returns the one value that each flag gives, for commands about a single cell.
pub fn point(flags: &[String]) -> Result<IndexMap<String, Value>, CliError> {
    let single = |(name, given): (String, Given)| match given {
        Given::Values(mut values) if values.len() == 1 => Ok((name, values.remove(0))),
        Given::Values(_) | Given::Range(..) => {
            let gives = |text: &&String| text.split_once('=').is_some_and(|(own, _)| own.trim() == name);
            let text = flags.iter().find(gives).cloned().unwrap_or_default();
            Err(bad(&text, "give one value: this command is about a single cell; w2s check takes several"))
        }
    };
    given(flags)?.into_iter().map(single).collect()
}

/// Returns a `[sweep]` table with what each flag gives.
pub fn sweep(flags: &[String]) -> Result<Table, CliError> {
    Ok(given(flags)?.into_iter().map(|(name, given)| (name, given.entry())).collect())
}

impl Given {
    /// As it stands in a `[sweep]` table.
    fn entry(self) -> Value {
        match self {
            Self::Values(values) => Value::Array(values),
            Self::Range(spacing, numbers) => Value::Table(Table::from_iter([(spacing.to_owned(), numbers.into())])),
        }
    }
}

fn bad(text: &str, expected: &'static str) -> CliError {
    CliError::BadSetting { text: text.to_owned(), expected }
}

fn read(text: &str, value: &str) -> Result<Given, CliError> {
    if let Some((spacing, numbers)) = value.split_once(':')
        && let Some(known) = SPACINGS.iter().find(|(name, ..)| *name == spacing)
    {
        return spaced(numbers, known).ok_or_else(|| bad(text, known.1));
    }
    if let Some((first, last)) = value.split_once("..") {
        let whole = |end: &str| end.parse::<i64>().ok().map(Value::Integer);
        let ends = whole(first).zip(whole(last)).filter(|(first, last)| first.as_integer() <= last.as_integer());
        let expected = "FIRST..LAST are all whole numbers from FIRST to LAST, such as 1..8; for others write linear:0:1:5 or log:1e-3:1e2:11";
        return ends
            .map(|(first, last)| Given::Range("integers", vec![first, last]))
            .ok_or_else(|| bad(text, expected));
    }
    let parts = at_commas(value);
    if parts.len() > 1 && parts.iter().any(|part| part.contains(':')) {
        return Err(bad(text, "a range stands alone; leave out the commas, or write all values one by one"));
    }
    if parts.iter().any(String::is_empty) {
        return Err(bad(text, "a value is missing beside a comma; write it, or leave out the comma"));
    }
    Ok(Given::Values(parts.iter().map(|part| single(part)).collect()))
}

/// The numbers of a range, if there are as many as the spacing takes.
fn spaced(numbers: &str, known: &(&'static str, &str, &[usize])) -> Option<Given> {
    let parts: Vec<Value> = numbers.split(':').map(single).collect();
    let are_numbers = parts.iter().all(|part| part.is_integer() || part.as_float().is_some_and(f64::is_finite));
    let (spacing, _, counts) = known;
    (are_numbers && counts.contains(&parts.len())).then_some(Given::Range(spacing, parts))
}

/// One value. What is not valid TOML is a word.
fn single(text: &str) -> Value {
    let parsed = format!("value = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    parsed.unwrap_or_else(|| Value::String(text.trim().to_owned()))
}

/// The parts between commas that stand outside brackets and quotes.
fn at_commas(value: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quote) = (vec![String::new()], 0usize, None);
    for letter in value.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            (None, _) => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `[sweep]` table that one flag makes, or the message.
    fn swept(flag: &str) -> Result<String, String> {
        let given = given(&[flag.to_owned()]).map_err(|error| error.to_string())?;
        let entries = given.into_iter().map(|(name, given)| format!("{name} = {}", given.entry()));
        Ok(entries.collect())
    }

    #[test]
    fn values_and_ranges_are_those_of_a_claim_file() {
        for (flag, entry) in [
            ("samples=64", "samples = [64]"),
            (" samples = 64 , 128,256", "samples = [64, 128, 256]"),
            ("weak.cosine=0.5,-1e-3", "weak.cosine = [0.5, -0.001]"),
            ("labels=inf", "labels = [inf]"),
            ("prompts=cube,gaussian", "prompts = [\"cube\", \"gaussian\"]"),
            ("prompts='cube'", "prompts = [\"cube\"]"),
            ("source_prior=[0.6, 0.4],[0.5,0.5]", "source_prior = [[0.6, 0.4], [0.5, 0.5]]"),
            ("weak={ cosine = 1, noise = 2 }", "weak = [{ cosine = 1, noise = 2 }]"),
            ("batch=1..8", "batch = { integers = [1, 8] }"),
            ("penalty=log:1e-3:1e2:11", "penalty = { log = [0.001, 100.0, 11] }"),
            ("penalty=linear:0:1:5", "penalty = { linear = [0, 1, 5] }"),
            ("batch=integers:0:20:5", "batch = { integers = [0, 20, 5] }"),
            ("samples=log_integers:16:1024:7", "samples = { log_integers = [16, 1024, 7] }"),
        ] {
            assert_eq!(swept(flag).as_deref(), Ok(entry), "{flag}");
        }
    }

    #[test]
    fn slips_say_what_to_write() {
        for (flag, said) in [
            ("samples", "write NAME=VALUE"),
            ("=3", "write NAME=VALUE"),
            ("samples=", "samples=64,128, batch=1..8"),
            ("samples=64,,128", "a value is missing beside a comma"),
            ("penalty=log:1e-3:1e2", "write log:FIRST:LAST:COUNT, such as log:1e-3:1e2:11"),
            ("penalty=log:a:1:3", "write log:FIRST:LAST:COUNT"),
            ("batch=integers:1:8:2:3", "write integers:FIRST:LAST or"),
            ("batch=8..1", "FIRST..LAST are all whole numbers from FIRST to LAST"),
            ("penalty=0.1..1", "for others write linear:0:1:5"),
            ("samples=4,log_integers:16:64:3", "a range stands alone"),
        ] {
            let message = swept(flag).expect_err(flag);
            assert!(message.starts_with("--set ") && message.contains(said), "{message}");
        }
        let twice = given(&["a=1".to_owned(), "a=2".to_owned()]).expect_err("twice").to_string();
        assert!(twice.contains("--set a=2: the name is set twice; keep one"), "{twice}");
    }

    #[test]
    fn a_single_cell_takes_one_value() {
        let at = |flag: &str| point(&[flag.to_owned()]).map_err(|error| error.to_string());
        assert_eq!(at("samples=64"), Ok(IndexMap::from([("samples".to_owned(), Value::Integer(64))])));
        for several in ["samples=64,128", "samples=1..2"] {
            let message = at(several).expect_err(several);
            assert!(message.contains(several) && message.contains("give one value"), "{message}");
        }
    }
}
