//! The paths that a Rust source names.

/// A path as the source writes it, such as `["super", "Quantity"]`; a glob ends in `*`.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPath {
    pub segments: Vec<String>,
    /// The name under which a `pub use` passes it on.
    pub passed_on_as: Option<String>,
}

/// All paths of `use` declarations, grouped ones too, and all others that begin with `crate` or `super`. Unit tests are left out.
pub fn named_paths(source: &str) -> Vec<NamedPath> {
    let tokens = without_unit_tests(tokens(source));
    let mut paths = Vec::new();
    let mut position = 0;
    while position < tokens.len() {
        if tokens[position] == "use" {
            let is_public = position > 0 && (tokens[position - 1] == "pub" || tokens[position - 1] == ")");
            position += 1;
            collect_tree(&tokens, &mut position, Vec::new(), is_public, &mut paths);
        } else if ["crate", "super"].contains(&tokens[position].as_str()) && is(&tokens, position + 1, "::") {
            let mut segments = vec![tokens[position].clone()];
            while is(&tokens, position + 1, "::") && tokens.get(position + 2).is_some_and(|token| is_name(token)) {
                segments.push(tokens[position + 2].clone());
                position += 2;
            }
            paths.push(NamedPath { segments, passed_on_as: None });
        }
        position += 1;
    }
    paths
}

/// Reads one tree, such as `a::{b, c::d as e}`, and leaves the position behind it.
fn collect_tree(
    tokens: &[String],
    position: &mut usize,
    mut segments: Vec<String>,
    is_public: bool,
    paths: &mut Vec<NamedPath>,
) {
    while let Some(token) = tokens.get(*position) {
        *position += 1;
        match token.as_str() {
            "::" => {}
            "{" => {
                while !is(tokens, *position, "}") {
                    collect_tree(tokens, position, segments.clone(), is_public, paths);
                    *position += usize::from(is(tokens, *position, ","));
                }
                *position += 1;
                return;
            }
            name => {
                // `a::{self}` is `a`.
                if name != "self" || segments.is_empty() {
                    segments.push(name.to_owned());
                }
                if is(tokens, *position, "::") {
                    continue;
                }
                let mut alias = segments.last().cloned();
                if is(tokens, *position, "as") {
                    alias = tokens.get(*position + 1).cloned();
                    *position += 2;
                }
                paths.push(NamedPath { segments, passed_on_as: alias.filter(|_| is_public) });
                return;
            }
        }
    }
}

fn is(tokens: &[String], position: usize, expected: &str) -> bool {
    tokens.get(position).is_some_and(|token| token == expected)
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single signs, without comments, texts and letters in quotes.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            text_length(rest)
        } else if first == '\'' {
            letter_length(rest)
        } else if is_name(rest) {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                tokens.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

/// Length of a text in double quotes, with the quotes.
fn text_length(rest: &str) -> usize {
    let mut is_escaped = false;
    for (index, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of a letter in single quotes, with the quotes; 1 for a lifetime.
fn letter_length(rest: &str) -> usize {
    let escape = usize::from(rest[1..].starts_with('\\'));
    let end = rest.char_indices().nth(2 + escape);
    end.filter(|(_, letter)| *letter == '\'').map_or(1, |(index, _)| index + 1)
}

/// Drops the blocks of modules that are marked `#[cfg(test)]`.
fn without_unit_tests(tokens: Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut position = 0;
    while position < tokens.len() {
        if tokens[position..].iter().take(MARK.len()).eq(MARK)
            && let Some(opening) = opening_brace(&tokens, position + MARK.len())
        {
            position = closing_brace(&tokens, opening) + 1;
        } else {
            kept.push(tokens[position].clone());
            position += 1;
        }
    }
    kept
}

/// The brace that opens the block of the item here; none if the item has no block.
fn opening_brace(tokens: &[String], item: usize) -> Option<usize> {
    let end = tokens[item..].iter().position(|token| token == "{" || token == ";")?;
    (tokens[item + end] == "{").then_some(item + end)
}

fn closing_brace(tokens: &[String], opening: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(opening) {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len()
}

#[test]
fn paths_are_read_from_groups_and_from_code() {
    let source = r#"
        use super::{Quantity, registry::{self, all as every}};
        pub(crate) use shelf::Shelf;
        // use super::comment;
        /// A 'quoted' word, and a lifetime.
        fn name<'a>(text: &'a str) -> char { let _ = "use crate::text;"; crate::study::run(text); '"' }
        #[cfg(test)]
        mod tests { use super::*; fn inner() { crate::tests_only::thing() } }
        type Last = super::super::unit::Unit;
    "#;
    let paths = named_paths(source);
    let written: Vec<String> = paths.iter().map(|path| path.segments.join("::")).collect();
    let expected = [
        "super::Quantity",
        "super::registry",
        "super::registry::all",
        "shelf::Shelf",
        "crate::study::run",
        "super::super::unit::Unit",
    ];
    assert_eq!(written, expected);
    let passed_on: Vec<&str> = paths.iter().filter_map(|path| path.passed_on_as.as_deref()).collect();
    assert_eq!(passed_on, ["Shelf"]);
}
