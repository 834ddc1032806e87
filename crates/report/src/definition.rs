//! Links from a result of the paper to the code that defines it.

use serde::Deserialize;

/// An item of the library that defines part of a result, from `paper_results.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    /// Its path in the library, such as `learn::FineTuning::ridge`.
    item: String,
    /// The file in which it is defined. No line number is kept, because it would become wrong when the file changes.
    file: String,
}

/// The definitions of a result with their full paths and links.
pub(super) fn code_links(definitions: &[Definition]) -> String {
    let link = |Definition { item, file }: &Definition| format!("[`{item}`]({file})");
    definitions.iter().map(link).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::path::Path;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

    /// Says why a link leads nowhere. Returns `None` if the link is right.
    pub(crate) fn fault(definition: &Definition) -> Option<String> {
        let Definition { item, file } = definition;
        let Ok(text) = std::fs::read_to_string(Path::new(ROOT).join(file)) else {
            return Some(format!("{file} does not exist"));
        };
        let parts: Vec<&str> = item.split("::").collect();
        let is_module = ["", "crates/lab/", "crates/transformer/"]
            .iter()
            .any(|package| file.starts_with(&format!("{package}src/{}/", parts[0])));
        if !is_module && *file != format!("crates/transformer/src/{}.rs", parts[0]) {
            return Some(format!("{item} is not in {file}"));
        }
        let owner = parts[parts.len() - 2];
        let of_type = owner.starts_with(char::is_uppercase);
        let has_owner =
            !of_type || text.lines().any(|line| line.starts_with("impl") && words(line).any(|w| w == owner));
        let defines = |line: &str| {
            let mut words = words(line).skip_while(|word| ["pub", "super", "crate", "const"].contains(word));
            let keyword = words.next().unwrap_or_default();
            ["fn", "struct", "enum", "trait", "type"].contains(&keyword) && words.next() == parts.last().copied()
        };
        let public = |line: &&str| line.trim_start().starts_with("pub");
        let defined = has_owner && text.lines().filter(public).any(defines);
        (!defined).then(|| format!("{file} does not define {item}"))
    }

    fn words(line: &str) -> impl Iterator<Item = &str> {
        line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
    }

    fn definition(item: &str, file: &str) -> Definition {
        Definition { item: item.to_owned(), file: file.to_owned() }
    }

    #[test]
    fn links_that_lead_nowhere_are_found_out() {
        for (item, file) in
            [("learn::Hull::fit", "src/learn/hull.rs"), ("theory::TangentCone", "src/theory/tangent_cone.rs")]
        {
            assert_eq!(fault(&definition(item, file)), None);
        }
        for (item, file, reason) in [
            ("learn::Hull::fit", "src/learn/hulls.rs", "does not exist"),
            ("theory::Hull::fit", "src/learn/hull.rs", "is not in"),
            ("learn::Hull::fits", "src/learn/hull.rs", "does not define"),
            ("learn::Hul::fit", "src/learn/hull.rs", "does not define"),
            // A private function, and a name that is only mentioned.
            ("theory::noise_per_label", "src/theory/hull_transfer.rs", "does not define"),
            ("theory::WeakLabels", "src/theory/hull_transfer.rs", "does not define"),
        ] {
            let found = fault(&definition(item, file)).unwrap_or_default();
            assert!(found.contains(reason), "{item} in {file}: {found}");
        }
    }

    #[test]
    fn items_are_named_with_their_paths() {
        let ridge = [definition("learn::FineTuning::ridge", "src/learn/fine_tuning.rs")];
        assert_eq!(code_links(&ridge), "[`learn::FineTuning::ridge`](src/learn/fine_tuning.rs)");
    }
}
