//! Files that are written completely or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use super::error::ReportError;

/// Writes a text file completely or not at all.
///
/// # Errors
///
/// [`ReportError::Unwritable`].
pub fn write_text(path: &Path, text: &str) -> Result<(), ReportError> {
    write_whole(path, text)
}

/// Writes a temporary file beside the target, then renames it.
pub(super) fn write_whole(path: &Path, content: impl AsRef<[u8]>) -> Result<(), ReportError> {
    let unwritable = |error: std::io::Error| ReportError::Unwritable { path: path.to_owned(), error };
    // The parent of a file name without a folder is empty.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let mut file = NamedTempFile::new_in(folder).map_err(unwritable)?;
    let _unfinished = Unfinished::of(file.path());
    file.write_all(content.as_ref()).map_err(unwritable)?;
    make_readable(&file).map_err(unwritable)?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
}

/// The temporary files that are being written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes the temporary files that are being written, before a program ends at once.
pub fn remove_unfinished() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        // A file that is finished by now is not there any more.
        let _ = std::fs::remove_file(path);
    }
}

/// A temporary file that is being written.
struct Unfinished(PathBuf);

impl Unfinished {
    fn of(path: &Path) -> Self {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != self.0);
    }
}

/// Temporary files are private to their owner; reports are not.
#[cfg(unix)]
fn make_readable(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_removed_at_an_early_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let [unfinished, other] = ["unfinished", "other"].map(|name| folder.path().join(name));
        std::fs::write(&other, "whole").expect("a file");
        drop(Unfinished::of(&other));
        std::fs::write(&unfinished, "half").expect("a file");
        let _being_written = Unfinished::of(&unfinished);
        remove_unfinished();
        assert!(!unfinished.exists() && other.exists());
    }
}
