//! The report and the pages of docs/ read as they should on GitHub: links lead somewhere, formulas and tables are whole.

use crate::checks::OPTIONS;
use crate::root::ROOT;
use std::path::Path;
use std::time::Duration;

use weak_to_strong_lab::claim::{CheckOptions, Claim, check, embedded_claims};
use weak_to_strong_lab::study::Session;
use weak_to_strong_report::{CheckDocument, Provenance, ReportOptions, Run, RunWork, write_reports};

fn report() -> String {
    std::fs::read_to_string(Path::new(ROOT).join("paper_checks.md")).expect("paper_checks.md")
}

/// A line without what stands in backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

fn anchor(heading: &str) -> String {
    let kept: String = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect();
    kept.replace(' ', "-")
}

fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let headings: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches('#').trim()))
        .collect();
    for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let is_there = match target.split_once('#') {
            Some(("", anchor)) => headings.iter().any(|heading| heading == anchor),
            Some((page, anchor)) if page.ends_with(".md") => leads_to(page, anchor),
            Some(_) | None => target.starts_with("https://") || Path::new(ROOT).join(target).exists(),
        };
        if !is_there {
            faults.push(format!("the link to {target} leads nowhere"));
        }
    }
    let mut cells = None;
    for line in text.lines() {
        let plain = without_code(line).replace("\\$", "");
        if plain.matches('$').count() % 2 == 1 {
            faults.push(format!("a formula does not end: {line}"));
        }
        if line.contains("\\operatorname") {
            faults.push(format!("GitHub refuses \\operatorname: {line}"));
        }
        let count = line.starts_with('|').then(|| line.replace("\\|", "").matches('|').count());
        if count.is_some() && cells.is_some() && count != cells {
            faults.push(format!("a row of another length: {line}"));
        }
        cells = count;
    }
    faults
}

/// Whether a page of the repository has a heading or a named place with this anchor.
fn leads_to(page: &str, wanted: &str) -> bool {
    let text = std::fs::read_to_string(Path::new(ROOT).join(page)).unwrap_or_default();
    let is_heading = |line: &str| line.starts_with('#') && anchor(line.trim_start_matches('#').trim()) == wanted;
    text.lines().any(is_heading) || text.contains(&format!("<a id=\"{wanted}\">"))
}

/// Backslashes before punctuation that stand in formulas: Markdown takes them away, so that `\,` is a comma on GitHub and `\{` groups.
fn spoilt_formulas(text: &str) -> Vec<String> {
    let mut spoilt = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        let plain = without_code(line).replace("\\$", "");
        let formulas = plain.split('$').skip(1).step_by(2).filter(|_| !in_code);
        let is_spoilt = |formula: &&str| {
            formula.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_punctuation()))
        };
        // Between the dollars of `$$…$$` lies one more piece on each side, which is empty.
        let displayed = plain.strip_prefix("$$").filter(|_| !in_code);
        spoilt.extend(formulas.chain(displayed).filter(is_spoilt).map(|formula| format!("GitHub spoils {formula}")));
    }
    spoilt
}

/// The report of all embedded claims, each with as few replicates as can be.
fn fresh_report() -> String {
    let brief = |claim: Claim| {
        let mut file = claim.file;
        file.claim.replicates = Some(2);
        Claim::new(claim.origin, file).expect("the same claim")
    };
    let claims: Vec<Claim> = embedded_claims().expect("claims").into_iter().map(brief).collect();
    let options = CheckOptions { power: true, ..OPTIONS };
    let outcomes = check(&claims, &options, &Session::alone()).expect("outcomes");
    let provenance = Provenance::now("unknown", 1, 0.001);
    let work = RunWork { elapsed: Duration::ZERO, replicates: 0, stored: 0, claim_seconds: Vec::new() };
    let run = Run { provenance, work: Some(work) };
    let folder = tempfile::tempdir().expect("a folder");
    let document = CheckDocument::new(&outcomes, &[], &options);
    let written = write_reports(folder.path(), &document, &run, &ReportOptions::default()).expect("a report");
    std::fs::read_to_string(written.paper_checks).expect("paper_checks.md")
}

#[test]
fn the_committed_report_is_whole() {
    let faults = [faults(&report()), spoilt_formulas(&report())].concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_fresh_report_is_whole() {
    let report = fresh_report();
    let faults = [faults(&report), spoilt_formulas(&report)].concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn formulas_of_the_pages_are_whole() {
    for entry in std::fs::read_dir(Path::new(ROOT).join("docs")).expect("docs/") {
        let path = entry.expect("a page").path();
        let spoilt = spoilt_formulas(&std::fs::read_to_string(&path).expect("text"));
        assert!(spoilt.is_empty(), "{}: {}", path.display(), spoilt.join("\n"));
    }
}

#[test]
fn spoilt_formulas_are_found() {
    assert_eq!(spoilt_formulas("a\\, $x\\ y\\le z$ b\\{ `$\\,$`\n```\n$\\,$\n```\n"), [""; 0]);
    assert_eq!(spoilt_formulas("$x$ and $a\\,b$ and $\\{c\\}$").len(), 2);
    assert_eq!(spoilt_formulas("$$a\\|b$$").len(), 1);
}

#[test]
fn faults_are_found() {
    assert_eq!(faults("# A b\n[x](#a-b) [y](Cargo.toml) $x$\n| a | b |\n| --- | --- |\n"), [""; 0]);
    assert_eq!(faults("[x](#nowhere) [y](no/file.md)").len(), 2);
    assert_eq!(faults("a $x\n\n$\\operatorname{sign}$\n\n| a | b |\n| c |\n").len(), 3);
}
