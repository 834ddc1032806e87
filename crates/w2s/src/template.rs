//! A claim file in which every key stands with its meaning.

use weak_to_strong_lab::family::{TRANSFER, key};
use weak_to_strong_lab::file_key::{CLAIM_KEYS, FIGURE_KEYS, FileKey, Start};

/// The most letters of a line of comment.
const WIDTH: usize = 110;

/// Words in front of a table.
const REMARKS: [(&str, &str); 3] = [
    (
        "problem",
        "The problem, before the sweep changes it. Besides transfer problems, as here, there are mixtures of hidden Markov models ([problem.hidden_markov]), \
         teacher-student regressions ([problem.regression]), logistic problems ([problem.logistic]) and hard labels ([problem.bilevel]). All keys: w2s list keys",
    ),
    (
        "sweep",
        "The settings (w2s list settings) and keys of the problem that vary. The claim is about every point of the sweep.",
    ),
    ("claim", "The claim. What a sentence may say: w2s list quantities, formulas, functionals and predicates."),
];

/// The keys of the problem, as the file has them. A comment is one that is not needed here.
const PROBLEM: [(&str, &str, Start); 9] = [
    ("dim", "dim = 16", Start::Written),
    ("prompts", "prompts = \"cube\"", Start::Written),
    ("concepts", "concepts = { orthonormal = 4 }", Start::Written),
    ("source_prior", "source_prior = \"uniform\"", Start::Written),
    ("target", "target = 0", Start::Written),
    ("target_prior", "target_prior = { concept = 0, mass = 0.9 }", Start::Comment),
    ("noise", "noise = 0.5", Start::Written),
    ("believed_noise", "believed_noise = 1.0", Start::Comment),
    ("weak", "weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }", Start::Written),
];

/// Returns a claim that holds, with this id, as the text of a file.
pub fn template(id: &str) -> String {
    let mut text = String::from("# A claim to start from. To use a key that stands behind a #, take the # away.\n");
    let mut tables: Vec<&str> = CLAIM_KEYS.iter().map(|key| key.table).collect();
    tables.dedup();
    for table in tables {
        text += &section(table, CLAIM_KEYS.iter().filter(|key| key.table == table));
        match table {
            "" => text += &problem(),
            "claim" => text += &section("figure", FIGURE_KEYS.iter()),
            _ => {}
        }
    }
    let example = CLAIM_KEYS.iter().find(|key| key.name == "id").map_or("", |key| key.example);
    text.replacen(example, &format!("id = \"{id}\""), 1)
}

/// A table with its keys, in a comment if no key is written; nothing if none is there.
fn section<'a>(table: &str, keys: impl Iterator<Item = &'a FileKey>) -> String {
    let keys: Vec<&FileKey> = keys.filter(|key| key.start != Start::Absent).collect();
    if keys.is_empty() {
        return String::new();
    }
    let is_written = keys.iter().any(|key| key.start == Start::Written);
    let entries = keys.iter().map(|key| entry(key.meaning, key.example, key.start));
    header(table, is_written) + &entries.collect::<String>()
}

fn problem() -> String {
    let meaning = |name: &str| key(name).map_or(TRANSFER.name, |key| key.meaning);
    let entries = PROBLEM.iter().map(|(name, example, start)| entry(meaning(name), example, *start));
    header("problem", true) + &entries.collect::<String>()
}

fn header(table: &str, is_written: bool) -> String {
    let remark = REMARKS.iter().find(|(of, _)| *of == table).map_or(String::new(), |(_, words)| comment(words));
    match (table, is_written) {
        ("", _) => String::new(),
        (_, true) => format!("\n{remark}[{table}]\n"),
        (_, false) => format!("\n{remark}#[{table}]\n"),
    }
}

fn entry(meaning: &str, example: &str, start: Start) -> String {
    let lines: String = match start {
        Start::Written => format!("{example}\n"),
        Start::Comment | Start::Absent => example.lines().map(|line| format!("#{line}\n")).collect(),
    };
    comment(meaning) + &lines
}

/// Lines of comment of a limited width.
fn comment(words: &str) -> String {
    let mut lines = vec![String::from("#")];
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => *line += &format!(" {word}"),
            Some(_) | None => lines.push(format!("# {word}")),
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::Table;

    /// The text with all keys that stand in comments.
    fn uncommented(text: &str) -> String {
        let is_prose = |line: &&str| line.starts_with("# ");
        text.lines().filter(|line| !is_prose(line)).map(|line| format!("{}\n", line.trim_start_matches('#'))).collect()
    }

    #[test]
    fn the_file_has_all_tables_and_no_line_is_long() {
        let text = template("price");
        let file: Table = text.parse().expect("TOML");
        assert_eq!(file["id"].as_str(), Some("price"));
        let tables: Vec<&str> = file.iter().filter(|(_, value)| value.is_table()).map(|(name, _)| &**name).collect();
        assert_eq!(tables, ["problem", "sweep", "claim", "figure", "power", "domain"]);
        assert!(text.contains("#[define]\n") && text.contains("#[data]\n"));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH + 20), "{text}");
        assert!(!text.contains("[found]"));
    }

    /// Every key of the lists, and every key of transfer problems, stands in the file or in a comment that is TOML.
    #[test]
    fn every_key_is_there_with_its_meaning() {
        let text = template("price");
        let problem: Vec<&str> = TRANSFER.top_keys().map(|key| key.name).collect();
        assert_eq!(problem, PROBLEM.map(|(name, ..)| name));
        let flat = text.replace("\n# ", " ");
        for key in CLAIM_KEYS.iter().chain(FIGURE_KEYS).filter(|key| key.start != Start::Absent) {
            assert!(flat.contains(key.meaning), "{}", key.full_name());
        }
        let keys = TRANSFER.top_keys();
        keys.for_each(|key| assert!(flat.contains(key.meaning), "{}", key.name));
        let whole: Table = uncommented(&text).replace("target = 0\n", "").parse().expect("TOML in comments");
        for key in
            CLAIM_KEYS.iter().filter(|key| key.start == Start::Comment && key.name.chars().all(char::is_lowercase))
        {
            let table = if key.table.is_empty() { &whole } else { whole[key.table].as_table().expect("a table") };
            assert!(table.contains_key(key.name), "{}", key.full_name());
        }
    }
}
