//! All names that a claim file or a command may have, with their meanings.

use serde_json::{Value, json};
use weak_to_strong_lab::assumption::ASSUMPTIONS;
use weak_to_strong_lab::claim::{ClaimFile, embedded_claim_files};
use weak_to_strong_lab::family::families;
use weak_to_strong_lab::file_key::{CLAIM_KEYS, FIGURE_KEYS, FileKey};
use weak_to_strong_lab::functional::{FUNCTIONALS, PREDICATES};
use weak_to_strong_lab::law::LAW_WORDS;
use weak_to_strong_lab::quantity::observable::{OBSERVABLES, Observable};
use weak_to_strong_lab::sentence::{FUNCTIONS, Function};
use weak_to_strong_lab::setting::{SETTINGS, Setting};
use weak_to_strong_lab::{formula, quantity};

use super::arguments::Listed;
use super::error::CliError;

/// A name with its meaning.
pub struct Meaning {
    pub name: String,
    /// The name as lists show it, with settings or arguments.
    pub shown: String,
    pub meaning: String,
    /// All that is said of it, as JSON.
    pub document: Value,
}

/// Comparisons with their meanings.
const RELATIONS: [(&str, &str); 3] = [
    ("A >= B", "A is at least B; so is A > B where a side is measured"),
    ("A <= B", "A is at most B; so is A < B where a side is measured"),
    ("A == B", "A and B differ by no more than the resolution"),
];

/// Returns all names of a kind.
pub fn meanings(kind: Listed) -> Result<Vec<Meaning>, CliError> {
    Ok(match kind {
        Listed::Claims => claims()?,
        Listed::Quantities => quantities(),
        Listed::Observables => observables(),
        Listed::Formulas => formulas(),
        Listed::Settings => settings(),
        Listed::Assumptions => ASSUMPTIONS.iter().map(|own| Meaning::new(&own.name, &own.meaning)).collect(),
        Listed::Functionals => functionals(),
        Listed::Predicates => predicates(),
        Listed::Relations => RELATIONS.iter().map(|(name, meaning)| Meaning::new(name, meaning)).collect(),
        Listed::Functions => FUNCTIONS.iter().map(of_function).collect(),
        Listed::Keys => families().flat_map(|own| own.keys).map(|key| Meaning::new(key.name, key.meaning)).collect(),
        Listed::ClaimKeys => CLAIM_KEYS.iter().map(Meaning::of_key).collect(),
        Listed::FigureKeys => FIGURE_KEYS.iter().map(Meaning::of_key).collect(),
    })
}

impl Meaning {
    fn new(name: &str, meaning: &str) -> Self {
        let document = json!({ "name": name, "meaning": meaning });
        Self { name: name.to_owned(), shown: name.to_owned(), meaning: meaning.to_owned(), document }
    }

    fn shown(self, shown: String) -> Self {
        Self { shown, ..self }
    }

    /// Adds entries to the document.
    fn with(mut self, more: Value) -> Self {
        if let (Value::Object(document), Value::Object(more)) = (&mut self.document, more) {
            document.extend(more);
        }
        self
    }

    fn of_key(key: &FileKey) -> Self {
        Self::new(&key.full_name(), key.meaning).with(json!({ "example": key.example }))
    }

    fn with_example(self, example: &str) -> Self {
        let shown = self.name.clone();
        self.shown(shown).with(json!({ "example": example }))
    }
}

fn claims() -> Result<Vec<Meaning>, CliError> {
    let of = |file: &ClaimFile| {
        let (id, title) = (&file.id, file.heading());
        Meaning { document: json!({ "id": id, "title": title }), ..Meaning::new(id, title) }
    };
    Ok(embedded_claim_files()?.iter().map(of).collect())
}

fn quantities() -> Vec<Meaning> {
    let of = |own: &quantity::Quantity| {
        let more = json!({ "unit": own.unit.name(), "settings": names(&own.settings) });
        Meaning::new(&own.name, &own.meaning).shown(with_settings(&own.name, &own.settings)).with(more)
    };
    quantity::all().map(of).collect()
}

fn observables() -> Vec<Meaning> {
    let of = |own: &Observable| {
        let more = json!({ "unit": own.unit.name(), "sample": own.sample, "settings": names(&own.settings) });
        Meaning::new(&own.name, &own.meaning).shown(with_settings(&own.name, &own.settings)).with(more)
    };
    OBSERVABLES.iter().map(of).collect()
}

fn formulas() -> Vec<Meaning> {
    let of = |own: &formula::Formula| {
        let more = json!({ "unit": own.unit.name(), "source": own.source, "settings": names(&own.settings) });
        Meaning::new(&own.name, &own.meaning).shown(with_settings(&own.name, &own.settings)).with(more)
    };
    formula::all().map(of).collect()
}

fn settings() -> Vec<Meaning> {
    let of = |own: &Setting| {
        let document = json!({ "name": own.name, "meaning": own.meaning, "domain": own.domain.to_string() });
        Meaning { document, ..Meaning::new(&own.name, &format!("{}; {}", own.meaning, own.domain)) }
    };
    SETTINGS.iter().map(of).collect()
}

fn functionals() -> Vec<Meaning> {
    let along = FUNCTIONALS.iter().map(|own| {
        let parameters: Vec<_> =
            own.parameters.iter().map(|of| json!({ "name": of.name, "meaning": of.meaning })).collect();
        Meaning::new(own.name, own.meaning).with_example(own.example).with(json!({ "parameters": parameters }))
    });
    let of_laws = LAW_WORDS.iter().filter(|word| !word.is_predicate);
    along.chain(of_laws.map(|word| Meaning::new(word.name, word.meaning).with_example(word.example))).collect()
}

fn predicates() -> Vec<Meaning> {
    let along = PREDICATES.iter().map(|own| Meaning::new(own.name, own.meaning).with_example(own.example));
    let of_laws = LAW_WORDS.iter().filter(|word| word.is_predicate);
    along.chain(of_laws.map(|word| Meaning::new(word.name, word.meaning).with_example(word.example))).collect()
}

fn of_function(own: &Function) -> Meaning {
    let more = json!({ "domain": own.domain, "takes": own.on_measured.words() });
    Meaning::new(own.name, own.meaning).shown(own.signature()).with(more)
}

fn with_settings(name: &str, settings: &[Setting]) -> String {
    match settings {
        [] => name.to_owned(),
        [_, ..] => format!("{name} ({})", names(settings).join(", ")),
    }
}

fn names(settings: &[Setting]) -> Vec<&str> {
    settings.iter().map(|setting| &*setting.name).collect()
}
