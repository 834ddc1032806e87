//! The flag `--set`: `samples=64`, `samples=64,128,256`, `penalty=log:1e-3:1e2:11`, `samples="2 * dim"`.

use std::borrow::Cow;

use indexmap::IndexMap;
use toml::{Table, Value};
use weak_to_strong_lab::claim::{GivenValue, Registry};

use super::error::CliError;

/// What a value of `--set` may be.
const FORMS: &str = "write NAME=VALUE, such as samples=64, several values: samples=64,128, batch=1..8, penalty=log:1e-3:1e2:11, or an expression: \
                     samples=\"2 * dim\"";

/// What one flag gives to a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// One or more values.
    Values(Vec<Value>),
    /// The name of a spacing, as a claim file has it, and its numbers.
    Range(&'static str, Vec<Value>),
    /// An expression in other variables.
    Expression(String),
}

/// The spacings of ranges with their numbers, as they are typed and as they stand in a claim file.
const SPACINGS: [(&str, &str, &[usize]); 4] = [
    ("linear", "write linear:FIRST:LAST:COUNT, such as linear:0:1:5", &[3]),
    ("log", "write log:FIRST:LAST:COUNT, such as log:1e-3:1e2:11", &[3]),
    ("integers", "write integers:FIRST:LAST or integers:FIRST:LAST:STEP, such as integers:0:20:5", &[2, 3]),
    ("log_integers", "write log_integers:FIRST:LAST:COUNT, such as log_integers:16:1024:7", &[3]),
];

/// Returns what all flags give, by the name of the variable.
fn given(flags: &[String], registry: &Registry) -> Result<IndexMap<String, Given>, CliError> {
    let mut texts = IndexMap::new();
    for text in flags {
        let (name, value) = text.split_once('=').ok_or_else(|| bad(text, FORMS))?;
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return Err(bad(text, FORMS));
        }
        if texts.insert(name.to_owned(), (text, value)).is_some() {
            return Err(bad(text, "the name is set twice; keep one, and separate several values by commas"));
        }
    }
    let reader = Reader { registry, names: &texts.keys().cloned().collect::<Vec<_>>() };
    texts.iter().map(|(name, (text, value))| Ok((name.clone(), reader.read(text, name, value)?))).collect()
}

/// Returns a `[sweep]` table with what each flag gives.
pub fn sweep(flags: &[String], registry: &Registry) -> Result<Table, CliError> {
    Ok(given(flags, registry)?.into_iter().map(|(name, given)| (name, given.entry())).collect())
}

/// As [`sweep`], for commands about a single cell.
pub fn point(flags: &[String], registry: &Registry) -> Result<Table, CliError> {
    let several = |given: &Given| match given {
        Given::Values(values) => values.len() > 1,
        Given::Range(..) => true,
        Given::Expression(_) => false,
    };
    let all = given(flags, registry)?;
    if let Some((name, _)) = all.iter().find(|(_, given)| several(given)) {
        let gives = |text: &&String| text.split_once('=').is_some_and(|(own, _)| own.trim() == name);
        let text = flags.iter().find(gives).cloned().unwrap_or_default();
        return Err(bad(&text, "give one value: this command is about a single cell; w2s check takes several"));
    }
    Ok(all.into_iter().map(|(name, given)| (name, given.entry())).collect())
}

impl Given {
    /// As it stands in a `[sweep]` table.
    fn entry(self) -> Value {
        match self {
            Self::Values(values) => Value::Array(values),
            Self::Expression(text) => Value::String(text),
            Self::Range(spacing, numbers) => Value::Table(Table::from_iter([(spacing.to_owned(), numbers.into())])),
        }
    }
}

fn bad(text: &str, expected: impl Into<Cow<'static, str>>) -> CliError {
    CliError::BadSetting { text: text.to_owned(), expected: expected.into() }
}

/// Reads what flags give.
struct Reader<'a> {
    registry: &'a Registry,
    /// The variables of all flags.
    names: &'a [String],
}

impl Reader<'_> {
    fn read(&self, text: &str, name: &str, value: &str) -> Result<Given, CliError> {
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
        let mut values = Vec::new();
        for part in &parts {
            match self.single(text, name, part)? {
                Given::Values(one) => values.extend(one),
                other @ (Given::Expression(_) | Given::Range(..)) if parts.len() == 1 => return Ok(other),
                Given::Expression(_) | Given::Range(..) => {
                    return Err(bad(text, "an expression stands alone; leave out the commas, or write numbers"));
                }
            }
        }
        Ok(Given::Values(values))
    }

    /// One value, or an expression.
    fn single(&self, text: &str, name: &str, part: &str) -> Result<Given, CliError> {
        if let Some(value) = in_toml(part) {
            return Ok(Given::Values(vec![value]));
        }
        let read = GivenValue::read(self.registry, self.names, name, part);
        Ok(match read.map_err(|expected| bad(text, expected))? {
            GivenValue::Word(word) => Given::Values(vec![Value::String(word)]),
            GivenValue::Number(number) => Given::Values(vec![Value::Float(number)]),
            GivenValue::Expression(text) => Given::Expression(text),
        })
    }
}

/// The numbers of a range, if there are as many as the spacing takes.
fn spaced(numbers: &str, known: &(&'static str, &str, &[usize])) -> Option<Given> {
    let parts: Vec<Value> = numbers.split(':').map(in_toml).collect::<Option<_>>()?;
    let are_numbers = parts.iter().all(|part| part.is_integer() || part.as_float().is_some_and(f64::is_finite));
    let (spacing, _, counts) = known;
    (are_numbers && counts.contains(&parts.len())).then_some(Given::Range(spacing, parts))
}

fn in_toml(text: &str) -> Option<Value> {
    format!("value = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("value"))
}

/// The parts between commas that stand outside brackets and quotes.
fn at_commas(value: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quote) = (vec![String::new()], 0usize, None);
    for letter in value.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{' | '(') => depth += 1,
            (None, ']' | '}' | ')') => depth = depth.saturating_sub(1),
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
        let given = given(&[flag.to_owned()], &Registry::built_in()).map_err(|error| error.to_string())?;
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
            ("penalty=.5,1", "penalty = [0.5, 1]"),
            ("samples=2 * dim", "samples = \"2 * dim\""),
            ("samples=max(16, dim)", "samples = \"max(16, dim)\""),
            ("pseudo_labels=round(dim ^ 1.25)", "pseudo_labels = \"round(dim ^ 1.25)\""),
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
            ("samples=4,2 * dim", "an expression stands alone"),
            ("samples=many", "samples is a whole number, 1 or more; write a value, or an expression"),
            ("samples=2 * dime", "did you mean dim?"),
            ("strategy=refnie", "strategy is never \"refnie\"; did you mean refine?"),
        ] {
            let message = swept(flag).expect_err(flag);
            assert!(message.starts_with("--set ") && message.contains(said), "{message}");
        }
        let twice = given(&["a=1".to_owned(), "a=2".to_owned()], &Registry::built_in()).expect_err("twice").to_string();
        assert!(twice.contains("--set a=2: the name is set twice; keep one"), "{twice}");
    }

    #[test]
    fn a_single_cell_takes_one_value() {
        let at = |flag: &str| point(&[flag.to_owned()], &Registry::built_in()).map_err(|error| error.to_string());
        assert_eq!(at("samples=64"), Ok(Table::from_iter([("samples".to_owned(), vec![64].into())])));
        assert_eq!(at("samples=2 * dim"), Ok(Table::from_iter([("samples".to_owned(), "2 * dim".into())])));
        for several in ["samples=64,128", "samples=1..2"] {
            let message = at(several).expect_err(several);
            assert!(message.contains(several) && message.contains("give one value"), "{message}");
        }
    }
}
