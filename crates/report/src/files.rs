//! Writes reports. Each file is written completely or not at all.

use std::path::{Path, PathBuf};

use super::ablation::{ABLATIONS_FILE, ablations_file};
use super::error::ReportError;
use super::falsification::{SEARCHES_FILE, searches_file};
use super::figure::ABLATION_FIGURE;
use super::folder::linked_from;
use super::gallery::gallery;
use super::illustration::{Illustration, illustrations, with_id};
use super::page::page;
use super::paper::paper_checks;
use super::printed::printed;
use super::whole_file::write_whole;
use super::{CheckDocument, PrintFormat, Rendition, Run};

/// The files that were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The path of the report for people.
    pub paper_checks: PathBuf,
    /// The path of the report for programs.
    pub checks: PathBuf,
    /// The number of figures.
    pub figures: usize,
}

/// What is written in addition to the usual files.
#[derive(Clone, Debug)]
pub struct ReportOptions {
    /// The formats in which each figure is also written for print, as `figures/<id>.pdf` or `figures/<id>.png`, each with its caption in
    /// `figures/<id>.tex` and `figures/<id>.txt`.
    pub print: Vec<PrintFormat>,
    /// How figures for print are drawn.
    pub paper: Rendition,
    /// Whether the report is also written as one page, `paper_checks.html`.
    pub html: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self { print: Vec::new(), paper: Rendition::PAPER, html: false }
    }
}

/// Writes the report of a check under `folder`: `paper_checks.md`, `checks.json` and `figures/<id>.svg`.
///
/// Also writes `figures/assumptions.svg` and `paper_checks_assumptions.md` if assumptions were dropped, `paper_checks_search.md` if counterexamples were
/// searched for, the gallery `figures/README.md` if there are figures, and the files that the
/// options request. `run` is the record of the run; where an earlier
/// check is drawn again, `checks.json` is not written. The content of all files is made before the first file is written. Each file is written completely or not at all.
///
/// # Errors
///
/// [`ReportError`], with the path.
pub fn write_reports(
    folder: &Path,
    document: &CheckDocument,
    run: &Run,
    options: &ReportOptions,
) -> Result<Written, ReportError> {
    let figures = illustrations(document)?;
    let written = Written {
        paper_checks: folder.join("paper_checks.md"),
        checks: folder.join("checks.json"),
        figures: figures.len(),
    };
    let paper_checks = paper_checks(document, run, &figures);
    let tables = tables(document, &figures);
    let gallery = gallery(document, &figures);
    let html = options.html.then(|| page(document, run, &figures)).transpose()?;
    let json = document.to_json()?;
    let printed = printed(document, &options.print, options.paper)?;
    let figure_folder = folder.join("figures");
    for figure in &figures {
        write_whole(&figure_folder.join(figure.file()), &figure.svg)?;
    }
    for (file, content) in &printed {
        write_whole(&figure_folder.join(file), content)?;
    }
    if !figures.is_empty() {
        write_whole(&figure_folder.join("README.md"), &gallery)?;
    }
    if let Some(page) = html {
        write_whole(&folder.join("paper_checks.html"), page)?;
    }
    // A document that was read lacks some of what it had, so it is not written again.
    if run.work.is_some() {
        write_whole(&written.checks, &json)?;
    }
    for (file, content) in tables {
        write_whole(&folder.join(file), linked_from(folder, &content))?;
    }
    write_whole(&written.paper_checks, linked_from(folder, &paper_checks))?;
    Ok(written)
}

/// The tables that have files of their own, with the names of these.
fn tables(document: &CheckDocument, figures: &[Illustration]) -> Vec<(&'static str, String)> {
    let ablations = (!document.ablations.is_empty())
        .then(|| (ABLATIONS_FILE, ablations_file(document.ablations, with_id(figures, ABLATION_FIGURE))));
    let searches = document.falsification.map(|found| (SEARCHES_FILE, searches_file(found)));
    ablations.into_iter().chain(searches).collect()
}
