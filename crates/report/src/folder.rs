//! The folder of a report.

use std::path::{Component, Path};

use super::error::ReportError;
use super::theory::PAGE;

/// Checks that a folder for reports is there or can be made, before a long run.
///
/// # Errors
///
/// [`ReportError`] if a file is in its place, or in that of a folder above it.
pub fn check_folder(folder: &Path) -> Result<(), ReportError> {
    match folder.ancestors().find(|place| place.exists()) {
        Some(place) if !place.is_dir() => Err(ReportError::NoFolder { path: place.to_owned() }),
        Some(_) | None => Ok(()),
    }
}

/// A text whose links into the repository lead there from a folder within it, if that is where the program runs.
pub(super) fn linked_from(folder: &Path, text: &str) -> String {
    let Some(up) = up_from(folder).filter(|_| Path::new(PAGE).exists()) else { return text.to_owned() };
    ["docs/", "src/", "sims/"]
        .iter()
        .fold(text.to_owned(), |text, part| text.replace(&format!("]({part}"), &format!("]({up}{part}")))
}

/// The way from a folder up to where the program runs; `None` if the folder is elsewhere.
fn up_from(folder: &Path) -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let inside = folder.strip_prefix(here).ok().or_else(|| folder.is_relative().then_some(folder))?;
    let parts = inside.components().filter(|part| *part != Component::CurDir);
    parts.map(|part| matches!(part, Component::Normal(_)).then_some("../")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_up_is_known_for_folders_within() {
        assert_eq!(up_from(Path::new(".")).as_deref(), Some(""));
        assert_eq!(up_from(Path::new("./results")).as_deref(), Some("../"));
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(up_from(&here.join("results/today")).as_deref(), Some("../../"));
        assert_eq!(up_from(Path::new("../elsewhere")), None);
        assert_eq!(up_from(Path::new("/elsewhere")), None);
    }

    #[test]
    fn a_file_is_no_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("room");
        for place in [file.clone(), file.join("within")] {
            let error = check_folder(&place).expect_err("a file").to_string();
            assert!(error.ends_with("file is a file, and reports need a folder; choose another name"), "{error}");
        }
        assert!(check_folder(&folder.path().join("a/b")).is_ok() && check_folder(Path::new("new")).is_ok());
    }
}
