//! The results as tiles: name, what it is about, the worst verdict, and the numbers that speak for it.

use super::html::{Text, id};
use crate::CheckDocument;
use crate::summary::{Part, PartResult, ResultRow};

/// The tiles of all results of which a claim was checked.
pub(super) fn tiles(parts: &[Part], document: &CheckDocument) -> String {
    let results = parts.iter().flat_map(|part| &part.results);
    let tiles: String = results.filter_map(|result| tile(result, document)).collect();
    if tiles.is_empty() {
        return String::new();
    }
    format!(
        "<section aria-labelledby=\"results\">\n<h2 id=\"results\">Results</h2>\n<ul class=\"tiles\">\n{tiles}</ul>\n</section>\n"
    )
}

/// The id of the section of a result.
pub(super) fn result_id(name: &str) -> String {
    format!("result-{}", id(name))
}

fn tile(of: &PartResult, document: &CheckDocument) -> Option<String> {
    let result = of.result.as_ref()?;
    let ResultRow { form, verdict, slack, tried, .. } = ResultRow::of(&of.claims, document);
    let verdict = verdict?;
    let count = of.claims.len();
    let tried = if tried == "–" { String::new() } else { format!(" {}.", tried.replace("**", "")) };
    Some(format!(
        "<li class=\"tile\"><a href=\"#{}\">{}</a> <span class=\"verdict {}\">{}</span>\n<p>{}</p>\n<p class=\"small\">{count} claim{}, {}; slack {}.{}</p></li>\n",
        result_id(&result.name),
        Text(&result.name),
        id(verdict.words()),
        verdict.words(),
        Text(&result.title),
        if count == 1 { "" } else { "s" },
        Text(&form),
        Text(&slack),
        Text(&tried)
    ))
}
