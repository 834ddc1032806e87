//! The page as a whole.

use super::claims_table::claims_table;
use super::contents::{Place, contents};
use super::csp::policy;
use super::dark::dark_rules;
use super::html::Text;
use super::results::results;
use super::tables::{assumptions, method_and_run, proofs, searches};
use super::theory::{Section, sections};
use super::tiles::tiles;
use crate::illustration::Illustration;
use crate::summary::{bottom_line, parts};
use crate::{CheckDocument, ReportError, Run};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the parts of the page are made of.
pub(super) struct Sheet<'a> {
    /// What was found.
    pub(super) document: &'a CheckDocument<'a>,
    /// The figures.
    pub(super) figures: &'a [Illustration<'a>],
    /// The sections of the theory.
    pub(super) theory: Vec<Section<'static>>,
}

/// The page of a check.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(crate) fn page(
    document: &CheckDocument,
    run: Option<&Run>,
    figures: &[Illustration],
) -> Result<String, ReportError> {
    let sheet = Sheet { document, figures, theory: sections() };
    let parts = parts(document);
    let results = results(&parts, &sheet)?;
    let ends = [
        ("assumptions", "What each assumption carries", assumptions(&sheet)),
        ("search", "Search for counterexamples", searches(&sheet)),
        ("proofs", "Proofs", proofs(&sheet)),
        ("method", "Method", method_and_run(&parts, run, &sheet)),
    ];
    let tiles = tiles(&parts, document);
    let before: Vec<Place> = [("results", "Results", !tiles.is_empty()), ("claims", "Claims", true)]
        .into_iter()
        .filter_map(|(id, name, is_there)| is_there.then_some((id, name)))
        .collect();
    let after: Vec<Place> =
        ends.iter().filter(|(.., content)| !content.is_empty()).map(|(id, name, _)| (*id, *name)).collect();
    let end: String = ends.iter().map(|(.., content)| content.as_str()).collect();
    let main = format!("{tiles}{}{results}{end}", claims_table(document));
    let style = format!("{STYLE}{}", dark_rules(&main));
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#claims\">Skip to the claims</a>\n{}<div class=\"columns\">\n{}<main>\n{main}</main>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        policy(SCRIPT, &style),
        Text(&title(document)),
        header(document),
        contents(&parts, &before, &after)
    ))
}

/// The title of the page: that of its only claim, if there is one.
fn title(document: &CheckDocument) -> String {
    match document.claims {
        [only] => format!("{}: {}", only.id, only.verdict.words()),
        _ => "Checks of the paper".to_owned(),
    }
}

fn header(document: &CheckDocument) -> String {
    let lines: String = bottom_line(document)
        .iter()
        .map(|sentence| format!("<li>{}</li>\n", Text(&sentence.replace('`', ""))))
        .collect();
    let about = match document.claims {
        [_] => "",
        _ => {
            "<p>Somerstep et al., <cite>A transfer learning framework for weak-to-strong generalization</cite> (ICLR 2025, arXiv 2405.16236).</p>\n"
        }
    };
    format!(
        "<header>\n<h1>{}</h1>\n{about}<ul class=\"bottom-line\">\n{lines}</ul>\n</header>\n",
        Text(&title(document))
    )
}
