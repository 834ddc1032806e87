//! Classes of style for the drawings of the page.

use std::fmt::Write;

use indexmap::IndexMap;

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

/// Styles that have been named, with how often each occurs.
#[derive(Debug, Default)]
pub(super) struct Classes {
    known: IndexMap<Attributes, usize>,
}

impl Classes {
    /// Names a style.
    pub(super) fn add(&mut self, style: &Attributes) {
        *self.known.entry(style.clone()).or_default() += 1;
    }

    /// The same styles; what occurs most often has the shortest names.
    pub(super) fn by_frequency(mut self) -> Self {
        self.known.sort_by(|_, count, _, other| other.cmp(count));
        self
    }

    /// The class of a style; `None` of one that was not named.
    pub(super) fn of(&self, style: &Attributes) -> Option<String> {
        Some(format!("k{}", self.known.get_index_of(style)?))
    }

    /// The rules of all classes.
    pub(super) fn rules(&self) -> String {
        self.rules_with(|name, value| Some(if name == "font-size" { format!("{value}px") } else { value.to_owned() }))
    }

    /// Rules of those properties for which there is a value.
    pub(super) fn rules_with(&self, value: impl Fn(&str, &str) -> Option<String>) -> String {
        let mut rules = String::new();
        for (place, style) in self.known.keys().enumerate() {
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
        let (rare, frequent) = (attributes("font-size=\"46\""), attributes("fill=\"none\" stroke-width=\"4\""));
        for style in [&rare, &frequent, &frequent] {
            classes.add(style);
        }
        let classes = classes.by_frequency();
        assert_eq!((classes.of(&frequent).as_deref(), classes.of(&rare).as_deref()), (Some("k0"), Some("k1")));
        assert_eq!(classes.of(&attributes("fill=\"red\"")), None);
        assert_eq!(classes.rules(), ".k0{fill:none;stroke-width:4}\n.k1{font-size:46px}\n");
    }
}
