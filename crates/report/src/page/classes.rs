//! Classes of style for the drawings of the page.

use std::fmt::Write;

use indexmap::IndexSet;

/// The attributes of an element: names and values.
pub(super) type Attributes = Vec<(String, String)>;

/// The attributes in the text of a tag.
pub(super) fn attributes(tag: &str) -> Attributes {
    let mut parts = tag.split('"');
    let mut attributes = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        attributes.push((name.trim().trim_end_matches('=').to_owned(), value.to_owned()));
    }
    attributes
}

/// Styles that have been named.
#[derive(Debug, Default)]
pub(super) struct Classes {
    known: IndexSet<Attributes>,
}

impl Classes {
    /// The class of a style.
    pub(super) fn of(&mut self, style: Attributes) -> String {
        let (place, _) = self.known.insert_full(style);
        format!("k{place}")
    }

    /// The rules of all classes.
    pub(super) fn rules(&self) -> String {
        self.rules_with(|name, value| Some(if name == "font-size" { format!("{value}px") } else { value.to_owned() }))
    }

    /// Rules of those properties for which there is a value.
    pub(super) fn rules_with(&self, value: impl Fn(&str, &str) -> Option<String>) -> String {
        let mut rules = String::new();
        for (place, style) in self.known.iter().enumerate() {
            let given = style.iter().filter_map(|(name, given)| Some(format!("{name}:{}", value(name, given)?)));
            let given: Vec<String> = given.collect();
            if !given.is_empty() {
                let _ = writeln!(rules, ".k{place}{{{}}}", given.join(";"));
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_has_one_class() {
        let mut classes = Classes::default();
        assert_eq!(classes.of(attributes("fill=\"none\" stroke-width=\"4\"")), "k0");
        assert_eq!(classes.of(attributes("font-size=\"46\"")), "k1");
        assert_eq!(classes.of(attributes("fill=\"none\" stroke-width=\"4\"")), "k0");
        assert_eq!(classes.rules(), ".k0{fill:none;stroke-width:4}\n.k1{font-size:46px}\n");
    }
}
