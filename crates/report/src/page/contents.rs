//! The list of contents: it stays beside the page, and on a telephone it is a box above it, which the script folds.

use super::claim::claim_id;
use super::html::{Text, id};
use super::minimal::minimal;
use super::tiles::result_id;
use crate::summary::Part;

/// A place of the page beside the claims: its id and its name.
pub(super) type Place = (&'static str, &'static str);

/// The list, in a fold that is open.
pub(super) fn contents(parts: &[Part], before: &[Place], after: &[Place]) -> String {
    let list = list(parts, before, after);
    minimal(&format!(
        "<nav class=\"contents\" aria-label=\"Contents\">\n<details open><summary>Contents</summary>\n{list}</details>\n</nav>\n"
    ))
}

fn list(parts: &[Part], before: &[Place], after: &[Place]) -> String {
    let places = |places: &[Place]| -> String {
        places.iter().map(|(id, name)| format!("<li><a href=\"#{id}\">{name}</a></li>\n")).collect()
    };
    let results: String = parts
        .iter()
        .flat_map(|part| &part.results)
        .map(|of| {
            let claims: String = of
                .first_here
                .iter()
                .map(|claim| {
                    let (id, words) = (Text(&claim.id), claim.verdict.words());
                    format!(
                        "<li><a href=\"#{}\">{id}</a> <span class=\"dot {}\" title=\"{words}\"></span></li>\n",
                        claim_id(&claim.id),
                        self::id(words)
                    )
                })
                .collect();
            match &of.result {
                Some(result) => format!(
                    "<li><a href=\"#{}\">{}</a>\n<ul>\n{claims}</ul></li>\n",
                    result_id(&result.name),
                    Text(&result.name)
                ),
                None => claims,
            }
        })
        .collect();
    format!("<ul>\n{}{results}{}</ul>\n", places(before), places(after))
}
