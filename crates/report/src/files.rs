//! Writes reports. Each file is written completely or not at all.

use std::path::{Path, PathBuf};

use super::error::ReportError;
use super::gallery::gallery;
use super::illustration::illustrations;
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
/// Also writes `figures/assumptions.svg` if assumptions were dropped, the gallery `figures/README.md` if there are figures, and the files that the
/// options request. The content of all files is made before the first file is written. Each file is written completely or not at all.
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
    let gallery = gallery(document, &figures);
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
    if options.html {
        write_whole(&folder.join("paper_checks.html"), page(&paper_checks, &figures))?;
    }
    write_whole(&written.checks, &json)?;
    write_whole(&written.paper_checks, &paper_checks)?;
    Ok(written)
}
