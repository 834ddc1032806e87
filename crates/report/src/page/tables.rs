//! What stands after the claims: dropped assumptions, searches, proofs, method and the record of the run.

use super::claim::claim_id;
use super::html::{Text, section_id};
use super::merged_table::merged_table;
use super::prose::{prose, web_only};
use super::sheet::Sheet;
use super::views::bare;
use crate::definition::code_links;
use crate::figure::{ABLATION_FIGURE, Rendition, ablation_svg_as};
use crate::paper_method::method;
use crate::summary::Part;
use crate::theory::{referred_to, with_context};
use crate::{ReportError, Run, ablation, falsification, markdown};

/// The section of the dropped assumptions; empty if none were dropped.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(super) fn assumptions(sheet: &Sheet) -> Result<String, ReportError> {
    let ablations = sheet.document.ablations;
    if ablations.is_empty() {
        return Ok(String::new());
    }
    let cells = |one| ablation::row(one, &claim_link(&one.claim)).map(|cell| in_cell(&cell)).to_vec();
    let rows: Vec<Vec<String>> = ablations.iter().map(cells).collect();
    let table = merged_table("", &ablation::HEADER, &rows);
    let failed = |error| ReportError::Figure { id: ABLATION_FIGURE.to_owned(), error };
    let svg = bare(&ablation_svg_as(ablations, Rendition::PAGE).map_err(failed)?);
    let svg = svg.replacen("role=\"img\"", "role=\"img\" aria-labelledby=\"assumptions\"", 1);
    let figure = format!("<figure class=\"drawn\"><div class=\"view\">{svg}</div></figure>\n");
    let about = prose(ablation::ABOUT, &web_only);
    Ok(section("assumptions", ablation::HEADING, &format!("{about}{figure}{table}")))
}

/// Markdown of one paragraph, without its tags.
fn in_cell(markdown: &str) -> String {
    let paragraph = prose(markdown, &on_page);
    let inner = paragraph.trim().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.unwrap_or(&paragraph).to_owned()
}

/// The section of the searches for counterexamples; empty if none were made.
pub(super) fn searches(sheet: &Sheet) -> String {
    let Some(found) = sheet.document.falsification else { return String::new() };
    let tables = prose(&falsification::search_tables(found, &claim_link), &on_page);
    section("search", falsification::HEADING, &format!("{}{tables}", prose(falsification::ABOUT, &web_only)))
}

/// The sections of the theory that claims refer to.
pub(super) fn proofs(sheet: &Sheet) -> String {
    let theory = sheet.theory;
    let proofs = sheet.document.claims.iter().filter_map(|claim| claim.proof.as_deref());
    let found: Vec<usize> = proofs.flat_map(|proof| referred_to(proof, theory)).collect();
    let shown = with_context(&found, theory);
    let target = |link: &str| {
        let name = link.strip_prefix('#')?;
        let at = shown.iter().find(|at| theory[**at].is_named(name))?;
        Some(format!("#{}", section_id(&theory[*at])))
    };
    let part = |at: &usize| {
        let section = &theory[*at];
        let level = if section.is_inner { 4 } else { 3 };
        let (id, heading) = (section_id(section), section.heading.replace('`', ""));
        format!(
            "<section class=\"theory\" aria-labelledby=\"{id}\">\n<h{level} id=\"{id}\">{}</h{level}>\n{}</section>\n",
            Text(&heading),
            prose(&section.body, &target)
        )
    };
    if shown.is_empty() {
        String::new()
    } else {
        section("proofs", "Proofs", &shown.iter().map(part).collect::<String>())
    }
}

/// How it is done, the code of each result, and how the page was made.
pub(super) fn method_and_run(parts: &[Part], run: &Run, sheet: &Sheet) -> String {
    let method: String = method(sheet.document).iter().map(|paragraph| prose(paragraph, &web_only)).collect();
    let results = parts.iter().flat_map(|part| &part.results).filter_map(|of| of.result.as_ref());
    let rows: String = results.map(|result| format!("| {} | {} |\n", result.name, code_links(&result.code))).collect();
    let code = if rows.is_empty() {
        String::new()
    } else {
        prose(&format!("| result | code |\n| --- | --- |\n{rows}"), &web_only)
    };
    let mut record = String::new();
    let _ = run.write_section(&mut record);
    section(
        "method",
        "Method",
        &format!("{method}{code}{}", prose(&record.replace("## Provenance", "### Provenance"), &web_only)),
    )
}

fn section(id: &str, heading: &str, content: &str) -> String {
    format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n{content}</section>\n")
}

fn claim_link(id: &str) -> String {
    format!("[{}](#{})", markdown::plain(id), claim_id(id))
}

/// Places of the page.
fn on_page(link: &str) -> Option<String> {
    link.starts_with('#').then(|| link.to_owned())
}
