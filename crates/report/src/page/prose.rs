//! Markdown with formulas as HTML. What would act in the page is shown as text.

#![expect(clippy::wildcard_enum_match_arm, reason = "Markdown has more kinds of events than the page changes")]

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};
use pulldown_latex::config::DisplayMode;

use super::formula::formula_html;
use crate::link::is_safe;
use crate::markdown::OPTIONS;
use crate::visible::visible_lines;

/// Where a link leads on the page; `None` if it leads nowhere and only its text stays.
pub(super) type Target<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Markdown as HTML. Links lead where `target` says, and only where a report may lead.
pub(super) fn prose(markdown: &str, target: Target) -> String {
    let markdown = visible_lines(markdown);
    let mut events = Vec::new();
    // Whether each open link is kept.
    let mut links: Vec<bool> = Vec::new();
    for event in Parser::new_ext(&markdown, OPTIONS) {
        let next = match event {
            Event::InlineMath(formula) => inline_html(formula_html(&formula, DisplayMode::Inline)),
            Event::DisplayMath(formula) => inline_html(formula_html(&formula, DisplayMode::Block)),
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => continue,
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => continue,
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let leads = target(&dest_url).filter(|dest| is_safe(dest));
                links.push(leads.is_some());
                let Some(dest) = leads else { continue };
                Event::Start(Tag::Link { link_type, dest_url: CowStr::from(dest), title, id })
            }
            Event::End(TagEnd::Link) => match links.pop() {
                Some(true) => Event::End(TagEnd::Link),
                _ => continue,
            },
            Event::Start(Tag::Table(alignments)) => {
                events.push(Event::Html("<div class=\"table\">".into()));
                Event::Start(Tag::Table(alignments))
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                Event::Html("</div>\n".into())
            }
            other => other,
        };
        events.push(next);
    }
    let mut body = String::new();
    html::push_html(&mut body, events.into_iter());
    body.replace("<th>", "<th scope=col>")
}

/// Only web addresses lead anywhere.
pub(super) fn web_only(link: &str) -> Option<String> {
    link.starts_with("https://").then(|| link.to_owned())
}

fn inline_html(text: String) -> Event<'static> {
    Event::InlineHtml(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_tables_and_links_are_html() {
        let html = prose("| a | $x$ |\n| --- | --- |\n| [p](https://a.b) | [c](src/a.rs) |\n", &web_only);
        assert!(html.starts_with("<div class=\"table\"><table>") && html.contains("<math"), "{html}");
        assert!(html.contains("<th scope=col>a</th>") && html.ends_with("</div>\n"), "{html}");
        assert!(html.contains("<a href=\"https://a.b\">p</a>") && html.contains("<td>c</td>"), "{html}");
    }

    #[test]
    fn nothing_of_a_hostile_text_acts() {
        let everywhere = |link: &str| Some(link.to_owned());
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)>",
            "[a](javascript:alert(1)) ![b](javascript:alert(1))",
            "<javascript:alert(1)>",
            "$\\text{<script>}$ $<img src=x>$",
            "\u{202e}a\u{2028}b",
        ] {
            let html = prose(hostile, &everywhere);
            for acting in ["<script", "<img", "href", "\u{202e}", "\u{2028}"] {
                assert!(!html.contains(acting), "{hostile}: {html}");
            }
        }
    }
}
