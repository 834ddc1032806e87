//! Where a check writes, and what.

use std::path::Path;

use weak_to_strong_report::ReportOptions;

use super::arguments::{CheckArguments, Common};

/// What is written in addition to the usual files.
pub fn report_options(arguments: &CheckArguments) -> ReportOptions {
    ReportOptions { print: arguments.print.print.clone(), paper: arguments.print.paper(), html: arguments.html }
}

/// The folder of the files. With `--json` alone there are none: the document is on standard output.
pub fn folder<'a>(arguments: &'a CheckArguments, common: &Common) -> Option<&'a Path> {
    let asks_for_files = !arguments.format.is_empty() || !arguments.print.print.is_empty() || arguments.html;
    match &arguments.out {
        Some(folder) => Some(folder),
        None if common.wants_json() && !asks_for_files => None,
        None => Some(Path::new(".")),
    }
}
