//! The keys of claim files.

use weak_to_strong_lab::family::{Family, Key, families};
use weak_to_strong_lab::file_key::{CLAIM_KEYS, FIGURE_KEYS, FileKey};

use super::explanation::Explanation;

/// What is said of the keys of this name: of a problem by their dotted names, and of other tables by their names, with or without that of the table.
pub(super) fn explanations(name: &str) -> Vec<Explanation> {
    let of_family = |family: &'static Family| {
        let keys = family.keys.iter().filter(|key| key.name == name);
        keys.map(move |key| of_problem(key, family))
    };
    let named = |key: &&FileKey| key.name == name || key.full_name() == name;
    let others = CLAIM_KEYS.iter().chain(FIGURE_KEYS).filter(named).map(of_table);
    families().flat_map(of_family).chain(others).collect()
}

fn of_problem(key: &Key, family: &Family) -> Explanation {
    let within = format!("{}.", key.name);
    let own = family.keys.iter().filter(|other| other.name.starts_with(&within));
    Explanation::new(key.name, key.meaning, "key of [problem], also in [sweep], [domain] and brackets, or by --set")
        .line("problem", family.name)
        .line("symbol", key.symbol.unwrap_or_default())
        .names("keys", own.map(|other| (other.name.to_owned(), other.meaning.to_owned())))
}

fn of_table(key: &FileKey) -> Explanation {
    let kind = if key.table.is_empty() { "key of a claim file".to_owned() } else { format!("key of [{}]", key.table) };
    let example = key.example.replace('\n', "; ");
    Explanation::new(&key.full_name(), key.meaning, &kind).line("example", example)
}
