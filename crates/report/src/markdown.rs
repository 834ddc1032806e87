//! Parts of Markdown, as GitHub reads it. This is the one place where text from claim files becomes Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::link::is_safe;
use super::visible::{visible, visible_lines};

/// The extensions of Markdown that claim files and pages may use.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_MATH);

/// The anchor of a heading.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>();
    kept.replace(' ', "-")
}

/// An image with its alternative text.
pub(super) fn image(alternative: &str, path: &str) -> String {
    format!("![{}]({path})", plain(alternative))
}

/// Text that means itself: every character that Markdown would interpret is escaped. Underscores within words need no escape.
pub(super) fn plain(text: &str) -> String {
    let escape = |c: char| if "\\`*[]<>&$|".contains(c) { format!("\\{c}") } else { c.to_string() };
    visible(text).chars().map(escape).collect()
}

/// A text in backticks. In a row of a table it stays in its cell.
pub(super) fn code(text: &str) -> String {
    let text = visible(text).replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Markdown of a claim file, such as its statement. Formulas, emphasis and code stay. What would act in a page stays as text: HTML, and links to
/// anything but web addresses and files beside the report.
pub(super) fn rich(text: &str) -> String {
    let text = visible_lines(text);
    let mut safe = String::with_capacity(text.len());
    let mut written = 0;
    for (range, content) in replaced(&text) {
        if range.start >= written {
            safe += &text[written..range.start];
            safe += &content;
            written = range.end;
        }
    }
    safe + &text[written..]
}

/// The places of a text that cannot stay as they are, with what stands there instead.
fn replaced(text: &str) -> Vec<(Range<usize>, String)> {
    let acts = |event: &Event| {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            return !is_safe(dest_url);
        }
        matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock))
    };
    let in_formula = |event: &Event| matches!(event, Event::InlineMath(_) | Event::DisplayMath(_));
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        let source = &text[range.clone()];
        if acts(&event) {
            places.push((range, punctuation_escaped(source)));
        } else if in_formula(&event) && source.contains(['<', '>']) {
            // A reader without formulas would take these for HTML.
            places.push((range, source.replace('<', "\\lt ").replace('>', "\\gt ")));
        }
    }
    places
}

fn punctuation_escaped(text: &str) -> String {
    let escape = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
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

    #[test]
    fn code_is_not_ended_by_what_it_holds() {
        assert_eq!(code("a <= b"), "`a <= b`");
        assert_eq!(code("a `b` | c\n"), "``a `b` \\| c ``");
    }

    #[test]
    fn markdown_of_a_file_stays_and_what_acts_does_not() {
        let harmless =
            "For $\\eta\\ge0$ *every* `n` | [paper](https://arxiv.org/abs/2405.16236), [theory](docs/theory.md).";
        assert_eq!(rich(harmless), harmless);
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](java&#115;cript:alert(1))",
            "[x][y]\n\n[y]: javascript:alert(1)",
            "<javascript:alert(1)>",
            "![x](data:text/html,<script>)",
            "a\n\n<div onclick='x'>\n\nb</div>",
            "$<img src=x onerror=alert(1)>$",
            "a\u{202e}b\u{2028}<b>",
        ] {
            let html = rendered(&rich(hostile));
            for acting in ["<script", "<img", "<div", "<b>", "href", "\u{202e}", "\u{2028}"] {
                assert!(!html.contains(acting), "{hostile}: {html}");
            }
        }
    }

    /// As a reader without formulas renders it.
    fn rendered(markdown: &str) -> String {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, Options::ENABLE_TABLES));
        html
    }
}
