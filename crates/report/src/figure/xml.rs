//! Text that XML can hold.

use crate::visible;

/// Returns the text with single spaces. Characters that act, among them all that XML 1.0 forbids, are written by their number.
pub(super) fn cleaned(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
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
        assert_eq!(escaped(" a\t<\"b\" & c>\u{fffe}\u{1} "), "a &lt;&quot;b&quot; &amp; c&gt;\\u{fffe}\\u{1}");
        assert_eq!(escaped("弱\u{202e}\u{2028}x"), "弱\\u{202e}\\u{2028}x");
    }

    /// XML 1.0, production 2.
    #[test]
    fn all_that_is_left_is_a_character_of_xml() {
        let all: String = ('\0'..=char::MAX).collect();
        let is_allowed =
            |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(escaped(&all).chars().all(is_allowed));
        assert!(!all.chars().all(is_allowed));
    }
}
