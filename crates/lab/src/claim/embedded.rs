//! The claims that are embedded in the program.

use std::ffi::OsStr;
use std::path::Path;

use include_dir::{Dir, File, include_dir};

use super::{Claim, ClaimError, ClaimFile, Registry};
use crate::sentence::nearest;
use crate::study::file_fault;

static SIMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sims");

/// The claims of all files that are embedded in the program. First come those on the paper's results, then neighbouring propositions, each
/// ordered by file name.
///
/// # Errors
///
/// [`ClaimError`] if a file is broken. The repository's tests exclude this.
pub fn embedded_claims() -> Result<Vec<Claim>, ClaimError> {
    embedded_claim_files()?.into_iter().map(|file| Claim::new(file.id.clone(), file)).collect()
}

/// The files of [`embedded_claims`], in their order. This is much faster, as no claim is put together.
///
/// # Errors
///
/// As [`embedded_claims`].
pub fn embedded_claim_files() -> Result<Vec<ClaimFile>, ClaimError> {
    files_in(&SIMS).into_iter().chain(files_in_subfolder("neighbours")).map(parsed).collect()
}

/// The counterexamples that are embedded for the claim with this id, ordered by file name. They are not in [`embedded_claims`].
///
/// # Errors
///
/// As [`embedded_claims`].
pub fn known_counterexamples(id: &str) -> Result<Vec<Claim>, ClaimError> {
    let counterexamples = files_in_subfolder("counterexamples").into_iter().map(claim_of);
    let is_of = |claim: &Claim| claim.file.found.as_ref().is_some_and(|found| found.claim == id);
    counterexamples.filter(|claim| claim.as_ref().map_or(true, is_of)).collect()
}

fn files_in_subfolder(name: &str) -> Vec<&'static File<'static>> {
    SIMS.get_dir(name).map(files_in).unwrap_or_default()
}

fn files_in<'a>(folder: &'a Dir) -> Vec<&'a File<'a>> {
    let mut files: Vec<_> =
        folder.files().filter(|file| file.path().extension().is_some_and(|e| e == "toml")).collect();
    files.sort_by_key(|file| file.path());
    files
}

fn claim_of(file: &File) -> Result<Claim, ClaimError> {
    let parsed = parsed(file)?;
    Claim::new(parsed.id.clone(), parsed)
}

fn parsed(file: &File) -> Result<ClaimFile, ClaimError> {
    ClaimFile::parse(&file.path().display().to_string(), file.contents_utf8().unwrap_or_default())
}

/// The id of the claim in an embedded file, which is the name of the file.
fn id_of<'a>(file: &'a File) -> &'a str {
    file.path().file_stem().and_then(OsStr::to_str).unwrap_or_default()
}

/// The path in the repository of the claim file with this text, such as `sims/prop-3.2-segment.toml`. Returns `None` for a user's own file.
pub fn path_in_repository(text: &str) -> Option<String> {
    let folders = SIMS.dirs().chain([&SIMS]);
    let file = folders.flat_map(Dir::files).find(|file| file.contents_utf8() == Some(text))?;
    Some(format!("sims/{}", file.path().display()))
}

/// Whether a name is the id of a claim or a counterexample that is embedded in the program.
pub(super) fn is_embedded(id: &str) -> bool {
    let folders = SIMS.dirs().chain([&SIMS]);
    folders.flat_map(Dir::files).any(|file| id_of(file) == id)
}

/// The claims that several names on the command line mean; all embedded claims if there is no name. `registry` holds the names that files may
/// use.
///
/// # Errors
///
/// As [`find_claim`].
pub fn find_claims(names: &[String], registry: &Registry) -> Result<Vec<Claim>, ClaimError> {
    if names.is_empty() {
        return embedded_claims();
    }
    let mut claims = Vec::new();
    for name in names {
        claims.extend(find_claim(name, registry)?);
    }
    Ok(claims)
}

/// The claims that a name on the command line means: a file, the claim files of a folder, or the id of an embedded claim or
/// counterexample.
///
/// # Errors
///
/// [`ClaimError::NotFound`], which names the id that was likely meant, or the fault of a file.
pub fn find_claim(name: &str, registry: &Registry) -> Result<Vec<Claim>, ClaimError> {
    let path = Path::new(name);
    if path.is_dir() {
        return claims_in_folder(path, registry);
    }
    if path.is_file() {
        return Ok(vec![Claim::read_with(path, registry)?]);
    }
    let claims = [files_in(&SIMS), files_in_subfolder("neighbours")].concat();
    match claims.iter().chain(&files_in_subfolder("counterexamples")).find(|file| id_of(file) == name) {
        Some(file) => Ok(vec![claim_of(file)?]),
        None => {
            let near = nearest(name, claims.iter().map(|file| id_of(file))).map(str::to_owned);
            let remedy = match near.or_else(|| nearest_file(path)) {
                Some(near) => format!("did you mean {near}?"),
                None if is_file_name(path) => {
                    "check the name and the folder, or write such a file with `w2s new FILE`".to_owned()
                }
                None => {
                    format!("`w2s list claims` shows the {} claims; your own stand in files (*.toml)", claims.len())
                }
            };
            Err(ClaimError::NotFound { name: name.to_owned(), remedy })
        }
    }
}

/// Whether a name on the command line is that of a file, and not an id.
fn is_file_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml") || path.components().count() > 1
}

/// The claim file in the folder of a mistyped path whose name is nearest.
fn nearest_file(path: &Path) -> Option<String> {
    let folder = path.parent()?;
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names: Vec<String> = std::fs::read_dir(here)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_file_name(Path::new(name)))
        .collect();
    let near = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(folder.join(near).display().to_string())
}

fn claims_in_folder(folder: &Path, registry: &Registry) -> Result<Vec<Claim>, ClaimError> {
    let unreadable = |error: std::io::Error| ClaimError::Unreadable {
        file: folder.display().to_string(),
        message: file_fault(&error),
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        let message = "the folder holds no claim file (*.toml); `w2s new FILE` writes one to begin with".to_owned();
        return Err(ClaimError::Unreadable { file: folder.display().to_string(), message });
    }
    paths.iter().map(|path| Claim::read_with(path, registry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A claim is found by the name of its file, without reading the others.
    #[test]
    fn files_are_named_by_their_ids() {
        let folders = SIMS.dirs().chain([&SIMS]);
        let mut count = 0;
        for file in folders.flat_map(files_in) {
            assert_eq!(claim_of(file).expect("a claim").file.id, id_of(file));
            count += 1;
        }
        assert!(count > 90, "{count}");
    }
}
