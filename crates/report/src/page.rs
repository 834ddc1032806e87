//! The report as one HTML page. It has the content of `paper_checks.md`, contains the figures, and writes formulas as MathML. It needs no other file.

#![expect(clippy::wildcard_enum_match_arm, reason = "Markdown has more kinds of events than this page rewrites")]

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{RenderConfig, Storage, mathml};

use super::illustration::Illustration;
use super::markdown::anchor;

const STYLE: &str = include_str!("page.css");

/// The page of a report in Markdown.
pub(super) fn page(markdown: &str, figures: &[Illustration]) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_MATH;
    let events: Vec<Event> = Parser::new_ext(markdown, options).collect();
    let mut body = String::new();
    html::push_html(
        &mut body,
        Rewriter { figures, events: events.into_iter(), pending: Vec::new(), anchors: HashMap::new() },
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<title>Checks of the paper</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// Replaces the parts that the Markdown parser does not convert: formulas, figures, anchors, and links to files that the page does not contain.
struct Rewriter<'a, I: Iterator<Item = Event<'a>>> {
    figures: &'a [Illustration<'a>],
    events: I,
    /// Events that come before the next event of the parser, in reverse order.
    pending: Vec<Event<'a>>,
    /// The number of headings so far with each anchor.
    anchors: HashMap<String, usize>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Rewriter<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(event) = self.pending.pop() {
            return Some(event);
        }
        Some(match self.events.next()? {
            Event::InlineMath(formula) => inline_html(formula_html(&formula, DisplayMode::Inline)),
            Event::DisplayMath(formula) => inline_html(formula_html(&formula, DisplayMode::Block)),
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let content = self.until(|event| matches!(event, Event::End(TagEnd::Heading(_))));
                let id = Some(CowStr::from(self.anchor_of(&text_of(&content))));
                self.put_back(content);
                Event::Start(Tag::Heading { level, id, classes, attrs })
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let content = self.until(|event| matches!(event, Event::End(TagEnd::Image)));
                inline_html(self.figure(&dest_url, &text_of(&content)))
            }
            Event::Start(Tag::Link { dest_url, .. }) if !is_within_reach(&dest_url) => {
                let mut content = self.until(|event| matches!(event, Event::End(TagEnd::Link)));
                content.pop();
                self.put_back(content);
                return self.next();
            }
            Event::Start(Tag::Table(alignments)) => {
                self.pending.push(Event::Start(Tag::Table(alignments)));
                Event::Html("<div class=\"table\">".into())
            }
            Event::End(TagEnd::Table) => {
                self.pending.push(Event::Html("</div>\n".into()));
                Event::End(TagEnd::Table)
            }
            other => other,
        })
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Rewriter<'a, I> {
    /// Returns the events up to the first of this kind, which is included as the last one.
    fn until(&mut self, is_last: impl Fn(&Event) -> bool) -> Vec<Event<'a>> {
        let mut content = Vec::new();
        for event in self.events.by_ref() {
            let ends = is_last(&event);
            content.push(event);
            if ends {
                break;
            }
        }
        content
    }

    /// Returns the anchor of a heading. From the second heading with the same anchor on, a number is added, as GitHub does.
    fn anchor_of(&mut self, heading: &str) -> String {
        let anchor = anchor(heading);
        let before = self.anchors.entry(anchor.clone()).or_default();
        *before += 1;
        if *before == 1 { anchor } else { format!("{anchor}-{}", *before - 1) }
    }

    /// Puts these events back. Formulas among them are rewritten.
    fn put_back(&mut self, content: Vec<Event<'a>>) {
        let rewritten = content.into_iter().map(|event| match event {
            Event::InlineMath(formula) => inline_html(formula_html(&formula, DisplayMode::Inline)),
            other => other,
        });
        let mut rewritten: Vec<Event> = rewritten.collect();
        rewritten.reverse();
        self.pending.append(&mut rewritten);
    }

    /// Returns the figure of a file. If there is no such figure, returns its description in words.
    fn figure(&self, file: &str, description: &str) -> String {
        match self.figures.iter().find(|figure| file.ends_with(&format!("/{}", figure.file()))) {
            Some(figure) => format!("<figure>{}</figure>", figure.svg),
            None => escaped(description),
        }
    }
}

/// Returns `true` for anchors and web addresses, and `false` for files beside the report.
fn is_within_reach(link: &str) -> bool {
    link.starts_with('#') || link.starts_with("https://")
}

fn inline_html(text: String) -> Event<'static> {
    Event::InlineHtml(text.into())
}

/// Returns the formula as MathML. If the formula cannot be parsed, returns its source text.
fn formula_html(formula: &str, display_mode: DisplayMode) -> String {
    let (storage, upright) = (Storage::new(), with_upright_operators(formula));
    let parser = pulldown_latex::Parser::new(&upright, &storage);
    let mut text = String::new();
    let is_readable = pulldown_latex::Parser::new(&upright, &storage).all(|event| event.is_ok());
    match mathml::push_mathml(&mut text, parser, RenderConfig { display_mode, ..RenderConfig::default() }) {
        Ok(()) if is_readable => format!("<span class=\"formula\">{text}</span>"),
        _ => format!("<code>{}</code>", escaped(formula)),
    }
}

/// Writes an operator with an index as upright letters. Otherwise pulldown-latex puts a space into the element of the index, which MathML forbids.
fn with_upright_operators(formula: &str) -> String {
    ["min", "max", "inf", "sup", "lim"].iter().fold(formula.to_owned(), |formula, operator| {
        formula.replace(&format!("\\{operator}_"), &format!("\\,\\mathrm{{{operator}}}_"))
    })
}

fn text_of(events: &[Event]) -> String {
    let piece = |event: &Event| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => text.to_string(),
        _ => String::new(),
    };
    events.iter().map(piece).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn illustration() -> Illustration<'static> {
        Illustration { id: "mine", svg: "<svg><title>a</title></svg>".to_owned(), description: "a figure".to_owned() }
    }

    #[test]
    fn figures_formulas_and_anchors_are_in_the_page() {
        let text = "## Proposition 3.2\n\nSee [it](#proposition-32), [code](src/a.rs): $\\hat\\beta_k \\le 1$.\n\n![a \\< b](figures/mine.svg)\n";
        let page = page(&format!("{text}## Proposition 3.2\n"), &[illustration()]);
        assert!(page.contains("<h2 id=\"proposition-32-1\">Proposition 3.2</h2>"), "{page}");
        assert!(page.contains("<h2 id=\"proposition-32\">Proposition 3.2</h2>"), "{page}");
        assert!(page.contains("<a href=\"#proposition-32\">it</a>, code:"), "{page}");
        assert!(page.contains("<figure><svg><title>a</title></svg></figure>"), "{page}");
        assert!(page.contains("<math") && !page.contains('$'), "{page}");
    }

    #[test]
    fn what_is_missing_or_unreadable_stays_as_text() {
        let page = page("![a \\< b](figures/other.svg) and $\\nonsense{1}$\n", &[illustration()]);
        assert!(page.contains("a &lt; b and <code>\\nonsense{1}</code>"), "{page}");
    }

    /// An index has a base and nothing else beside it.
    #[test]
    fn operators_keep_their_index() {
        let page = page("$\\sum_k\\min_{\\theta} x^{\\max_j y_j}$\n", &[]);
        assert!(!page.contains("<msub><mspace"), "{page}");
        assert!(page.contains("<msub><mrow><mi mathvariant=\"normal\">m</mi>"), "{page}");
    }

    #[test]
    fn tables_scroll_in_their_own_box() {
        let page = page("| a | b |\n| --- | --- |\n| 1 | $x$ |\n", &[]);
        assert!(page.contains("<div class=\"table\"><table>") && page.contains("</table>\n</div>"), "{page}");
    }
}
