//! `paper_checks.md`: the bottom line, every result of which a claim was checked, with the verdicts, and then its claims.

use std::fmt::{Result, Write};

use super::falsification::SEARCHES_FILE;
use super::illustration::Illustration;
use super::markdown::{anchor, code, plain};
use super::paper_claim::write_claim;
use super::paper_method::write_method;
use super::summary::{ClaimRow, Part, PartResult, ResultRow, bottom_line, concern_the_paper, parts};
use super::{CheckDocument, Run, ablation::ABLATIONS_FILE};

/// Returns the report with these figures. All but the record of the run depends only on claims, seed and version.
pub(super) fn paper_checks(document: &CheckDocument, run: &Run, figures: &[Illustration]) -> String {
    let mut text = String::new();
    let _ = write_report(&mut text, document, figures)
        .and_then(|()| write_method(&mut text, document))
        .and_then(|()| run.write_section(&mut text));
    text
}

fn write_report(text: &mut String, document: &CheckDocument, figures: &[Illustration]) -> Result {
    let parts = parts(document);
    let heading = if concern_the_paper(&parts) {
        "# Checks of the paper\n\nSomerstep et al., *A transfer learning framework for weak-to-strong generalization* (ICLR 2025, arXiv 2405.16236).\n"
    } else {
        "# Checks of claims\n"
    };
    writeln!(text, "{heading}")?;
    bottom_line(document).iter().try_for_each(|sentence| writeln!(text, "- {sentence}"))?;
    write_more(text, document)?;
    for part in &parts {
        write_table(text, part, document)?;
    }
    for part in &parts {
        write_part(text, part, document, figures)?;
    }
    Ok(())
}

/// What stands elsewhere.
fn write_more(text: &mut String, document: &CheckDocument) -> Result {
    write!(text, "\nHow it is done, and how this file was made, stands [at the end](#method).")?;
    if !document.ablations.is_empty() {
        write!(text, " What each assumption carries: [{ABLATIONS_FILE}]({ABLATIONS_FILE}).")?;
    }
    if document.falsification.is_some() {
        write!(text, " The search for counterexamples: [{SEARCHES_FILE}]({SEARCHES_FILE}).")?;
    }
    writeln!(text)
}

/// The table of the results of a part. Claims that belong to no result have a row each.
fn write_table(text: &mut String, part: &Part, document: &CheckDocument) -> Result {
    let heading = part.heading.map_or_else(String::new, |heading| format!("**{heading}.**\n\n"));
    writeln!(
        text,
        "\n{heading}| result | form | verdict | warrant | worst slack | tried to break it |\n|{}",
        " --- |".repeat(6)
    )?;
    for PartResult { result, claims, .. } in &part.results {
        match result {
            Some(result) => {
                let ResultRow { form, verdict, warrant, slack, tried } = ResultRow::of(claims, document);
                let source = result.source.as_ref().map_or(String::new(), |source| format!(" ({source})"));
                let (name, anchor, title) = (&result.name, anchor(&result.name), &result.title);
                let verdict = verdict.map_or("–", |verdict| verdict.words());
                let of = if claims.len() == 1 { String::new() } else { format!(" ({} claims)", claims.len()) };
                writeln!(
                    text,
                    "| [{name}](#{anchor}): {title}{source} | {form} | **{verdict}**{of} | {warrant} | {slack} | {tried} |"
                )?;
            }
            None => claims.iter().try_for_each(|claim| write_claim_row(text, &ClaimRow::of(claim, document)))?,
        }
    }
    Ok(())
}

fn write_claim_row(text: &mut String, row: &ClaimRow) -> Result {
    let ClaimRow { claim, form, warrant, slack, tried } = row;
    let (id, anchor, verdict) = (plain(&claim.id), anchor(&claim.id), claim.verdict.words());
    writeln!(text, "| [{id}](#{anchor}) | {} | **{verdict}** | {warrant} | {} | {tried} |", form.words(), plain(slack))
}

fn write_part(text: &mut String, part: &Part, document: &CheckDocument, figures: &[Illustration]) -> Result {
    let mut level = "##";
    if let Some(heading) = part.heading {
        writeln!(text, "\n## {heading}")?;
        if !part.about.is_empty() {
            writeln!(text, "\n{}", part.about)?;
        }
        level = "###";
    }
    for result in &part.results {
        write_result(text, (level, part.says), result, document, figures)?;
    }
    Ok(())
}

/// Writes a result and its claims. A claim that stands under an earlier result is linked.
fn write_result(
    text: &mut String,
    (level, says): (&str, &str),
    of: &PartResult,
    document: &CheckDocument,
    figures: &[Illustration],
) -> Result {
    let mut claim_level = level.to_owned();
    if let Some(result) = &of.result {
        writeln!(text, "\n{level} {}\n\n{}.\n", result.name, result.title)?;
        if let Some(source) = &result.source {
            writeln!(text, "**Source.** {source}.\n")?;
        }
        writeln!(text, "**{says}.** {}\n", result.says)?;
        if let Some(checked) = &result.checked {
            writeln!(text, "**What is checked.** {checked}\n")?;
        }
        writeln!(text, "| claim | verdict | states |\n| --- | --- | --- |")?;
        for claim in &of.claims {
            let (id, anchor) = (plain(&claim.id), anchor(&claim.id));
            writeln!(text, "| [{id}](#{anchor}) | **{}** | {} |", claim.verdict.words(), code(&claim.sentence))?;
        }
        claim_level.push('#');
    }
    of.first_here.iter().try_for_each(|claim| write_claim(text, &claim_level, claim, document, figures))
}
