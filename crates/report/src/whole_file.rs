//! Files that are written completely or not at all.

use std::io::Write;
use std::path::Path;

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
    file.write_all(content.as_ref()).map_err(unwritable)?;
    make_readable(&file).map_err(unwritable)?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
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
