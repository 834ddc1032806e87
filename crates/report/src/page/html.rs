//! Text as HTML. This is the one place where text from claim files becomes part of the page.

use std::fmt::{self, Display};

use crate::theory::Section;
use crate::visible::{visible, visible_lines};

/// Text that means itself, in an element or in an attribute with quotes.
pub(super) struct Text<'a>(pub(super) &'a str);

/// Text with its line breaks.
pub(super) struct Lines<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&escaped(&visible(self.0)))
    }
}

impl Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&escaped(&visible_lines(self.0)))
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            c => safe.push(c),
        }
    }
    safe
}

/// A name as part of an id, of letters, digits and `-`; any other character by its number, so that different names have different ids.
pub(super) fn id(name: &str) -> String {
    let part = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => c.to_string(),
        c => format!("_{:x}", u32::from(c)),
    };
    name.chars().map(part).collect()
}

/// The id of a section of the theory on the page.
pub(super) fn section_id(section: &Section) -> String {
    format!("theory-{}", id(&section.anchor()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself() {
        let hostile = "<script>'\"&\u{202e}\u{2028}\n";
        assert_eq!(Text(hostile).to_string(), "&lt;script&gt;&#39;&quot;&amp;\\u{202e}\\u{2028} ");
        assert!(Lines("a\nb").to_string() == "a\nb");
        assert_eq!(id("prop-3.2\" onload=x"), "prop-3_2e2_22_20onload_3dx");
    }
}
