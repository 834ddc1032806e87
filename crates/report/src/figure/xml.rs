//! Text that XML can hold.

/// Returns the text with single spaces and without the characters that XML forbids.
pub(super) fn cleaned(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let legal = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}');
    visible.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(legal).collect()
}

/// Escapes the text for the content of an element or of an attribute.
pub(super) fn escaped(text: &str) -> String {
    cleaned(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_xml_and_control_characters_do_not_survive() {
        assert_eq!(escaped(" a\t<\"b\" & c>\u{fffe}\u{1} "), "a &lt;&quot;b&quot; &amp; c&gt;");
    }
}
