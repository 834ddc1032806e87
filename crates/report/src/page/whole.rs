//! The page as a whole.

use super::claims_table::claims_table;
use super::commands::commands_for_all;
use super::compact::{Compact, compact};
use super::contents::{Place, contents};
use super::csp::policy;
use super::dark::dark_rules;
use super::html::Text;
use super::results::results;
use super::sheet::Sheet;
use super::tables::{assumptions, method_and_run, proofs, searches};
use super::tiles::tiles;
use crate::illustration::Illustration;
use crate::summary::{Part, bottom_line, concern_the_paper, parts};
use crate::theory::sections;
use crate::{CheckDocument, ReportError, Run};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of a check.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(crate) fn page(document: &CheckDocument, run: &Run, figures: &[Illustration]) -> Result<String, ReportError> {
    let sheet = Sheet { document, figures, theory: sections() };
    let parts = parts(document);
    let results = results(&parts, &sheet)?;
    let ends = [
        ("assumptions", "What each assumption carries", assumptions(&sheet)?),
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
    let main = format!("{tiles}{}{}{results}{end}", claims_table(document), commands_for_all(document));
    let Compact { html: main, classes, markers, shapes } = compact(&main);
    let style = format!("{STYLE}{}{}{}", classes.rules(), markers.rules(), dark_rules(&classes));
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#claims\">Skip to the claims</a>\n{}<div class=\"columns\">\n{}<main>\n{shapes}{main}</main>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        policy(SCRIPT, &style),
        Text(&title(document, &parts)),
        header(document, &parts),
        contents(&parts, &before, &after)
    ))
}

/// The title of the page: that of its only claim, if there is one.
fn title(document: &CheckDocument, parts: &[Part]) -> String {
    match document.claims {
        [only] => format!("{}: {}", only.id, only.verdict.words()),
        _ if concern_the_paper(parts) => "Checks of the paper".to_owned(),
        _ => "Checks of claims".to_owned(),
    }
}

fn header(document: &CheckDocument, parts: &[Part]) -> String {
    let lines: String =
        bottom_line(document).iter().map(|sentence| format!("<li>{}</li>\n", with_code(sentence))).collect();
    let about = if document.claims.len() > 1 && concern_the_paper(parts) {
        "<p>Somerstep et al., <cite>A transfer learning framework for weak-to-strong generalization</cite> (ICLR 2025, arXiv 2405.16236).</p>\n"
    } else {
        ""
    };
    format!(
        "<header>\n<h1>{}</h1>\n{about}<ul class=\"bottom-line\">\n{lines}</ul>\n</header>\n",
        Text(&title(document, parts))
    )
}

/// A sentence of the summary. What stands in backticks is code, so that an option is not broken at its hyphens.
fn with_code(sentence: &str) -> String {
    let shown = Text(sentence).to_string();
    let pieces = shown.split('`').enumerate();
    pieces.map(|(at, piece)| if at % 2 == 1 { format!("<code>{piece}</code>") } else { piece.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Provenance;
    use crate::figure::example;
    use crate::illustration::illustrations;
    use weak_to_strong_lab::claim::{CheckOptions, ClaimOutcome, Verdict};

    fn page_of(claims: &[ClaimOutcome]) -> String {
        let options = CheckOptions::default();
        let document = CheckDocument::new(claims, &[], &options);
        let run = Run { provenance: Provenance::now("unknown", 1, 0.001), work: None };
        let figures = illustrations(&document).expect("they can be drawn");
        page(&document, &run, &figures).expect("a page")
    }

    fn claim(id: &str) -> ClaimOutcome {
        ClaimOutcome { id: id.to_owned(), verdict: Verdict::Holds, ..example::naive() }
    }

    #[test]
    fn a_page_has_only_what_was_run() {
        let own = page_of(&[claim("mine")]);
        assert!(own.contains("<title>mine: holds</title>") && own.contains("id=claim-mine"), "{}", &own[..900]);
        for other in ["id=results", "id=proofs", "id=assumptions", "id=search", "class=tile"] {
            assert!(!own.contains(other), "{other}");
        }
        let one = page_of(&[ClaimOutcome {
            proof: Some("docs/theory.md, `segment_bound`".to_owned()),
            ..claim("prop-3.2-segment")
        }]);
        assert_eq!(one.matches("<li class=tile>").count(), 1);
        assert!(one.contains("href=#theory-segment_5fbound>segment_bound</a>"));
        assert!(one.contains("<h4 id=theory-segment_5fbound>") && !one.contains("theory-harmonic_5fbound"));
    }

    #[test]
    fn only_claims_of_the_paper_are_named_after_it() {
        let (own, paper) = ([claim("mine"), claim("yours")], [claim("mine"), claim("prop-3.2-segment")]);
        assert!(page_of(&own).contains("<h1>Checks of claims</h1>") && !page_of(&own).contains("Somerstep"));
        assert!(page_of(&paper).contains("<h1>Checks of the paper</h1>") && page_of(&paper).contains("Somerstep"));
        assert_eq!(with_code("none; `--power` asks"), "none; <code>--power</code> asks");
    }

    #[test]
    fn ids_are_unique_and_links_lead_to_them() {
        let page = page_of(&[claim("prop-3.2-segment"), claim("fig-1-content"), claim("my.own")]);
        let values = |start: &str| -> Vec<String> {
            // The link that skips to the claims has quotes.
            let value = |rest: &str| Some(rest.trim_start_matches('"').split(['"', ' ', '>']).next()?.to_owned());
            page.split(start).skip(1).filter_map(value).collect()
        };
        let ids = values(" id=");
        let distinct: std::collections::HashSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{ids:?}");
        let dead: Vec<String> = values(" href=")
            .iter()
            .filter_map(|link| link.strip_prefix('#'))
            .filter(|link| !ids.iter().any(|id| id == link))
            .map(str::to_owned)
            .collect();
        assert_eq!(dead, [""; 0]);
    }

    #[test]
    fn only_the_own_script_may_run() {
        let page = page_of(&[claim("mine")]);
        assert_eq!((page.matches("<script").count(), page.matches("<style").count()), (1, 1));
        assert!(page.contains("default-src 'none'; script-src 'sha256-"), "{}", &page[..400]);
        assert!(!page.contains(" style="));
        assert!(SCRIPT.lines().count() <= 300);
    }
}
