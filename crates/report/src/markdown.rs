//! Parts of Markdown, as GitHub reads it.

/// The anchor of a heading.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>();
    kept.replace(' ', "-")
}

/// An image with its alternative text.
pub(super) fn image(alternative: &str, path: &str) -> String {
    format!("![{}]({path})", escaped(alternative))
}

/// Escapes the characters that Markdown would interpret. Underscores within words need no escape.
fn escaped(text: &str) -> String {
    let escape = |c: char| if "\\`*[]<>&$".contains(c) { format!("\\{c}") } else { c.to_string() };
    text.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_github() {
        assert_eq!(anchor("Proposition 3.2"), "proposition-32");
        assert_eq!(anchor("Figures 1–4"), "figures-14");
    }

    #[test]
    fn alternative_text_means_itself() {
        assert_eq!(image("a * b [1, 2]", "a.svg"), "![a \\* b \\[1, 2\\]](a.svg)");
    }
}
