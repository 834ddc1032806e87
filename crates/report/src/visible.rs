//! Text from files as it may be shown: nothing in it moves a cursor, reorders other text or ends a line where none ends.

/// Returns the text with each control character and each character that changes the direction or the lines of text around it written by its number,
/// such as `\u{202e}`. Line breaks and tabulators become single spaces. Letters of all languages stay.
///
/// ```
/// use weak_to_strong_report::visible;
/// assert_eq!(visible("ε\u{202e}\u{1b}[2J\nβ\u{302}"), "ε\\u{202e}\\u{1b}[2J β\u{302}");
/// ```
pub fn visible(text: &str) -> String {
    visible_lines(text).split(['\n', '\t']).map(str::trim_end).collect::<Vec<_>>().join(" ")
}

/// Does the same, but keeps line breaks and tabulators.
pub(super) fn visible_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        if acts(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Returns JSON that means the same, with such characters escaped. They stand within strings only.
///
/// ```
/// use weak_to_strong_report::visible_json;
/// assert_eq!(visible_json("\"a\u{202e}b\""), r#""a\u202eb""#);
/// ```
pub fn visible_json(json: &str) -> String {
    let shown = |c: char| if acts(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    if json.contains(acts) { json.chars().map(shown).collect() } else { json.to_owned() }
}

/// Whether a character does something else than stand in its place: it moves a cursor, turns the direction of text, or ends a line where none ends. Line
/// breaks and tabulators do not count.
pub fn acts(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    let reorders = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    is_control || reorders || breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_acts_is_replaced() {
        let letters = "Größe β̂ ε² ÷ 弱 ضعيف ‌क्‍ष 👩‍🔬 \\ < &";
        assert_eq!(visible(letters), letters);
        assert_eq!(visible("a\r\nb\tc"), "a b c");
        assert_eq!(visible_lines("a\r\n\tb\u{b}\u{2028}\u{9b}"), "a\n\tb\\u{b}\\u{2028}\\u{9b}");
    }
}
