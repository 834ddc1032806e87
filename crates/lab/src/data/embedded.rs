//! Data files that are part of the program.

/// What stands before the name of such a file.
const PREFIX: &str = "embedded:";

/// Their names, with their bytes.
static FILES: [(&str, &[u8]); 1] =
    [("personas.csv", include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/personas.csv")))];

/// The name of a file that is to be part of the program; `None` for a path.
pub(super) fn name_of(file: &str) -> Option<&str> {
    file.strip_prefix(PREFIX)
}

/// The bytes of the file of this name.
pub(super) fn bytes_of(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// The names of all files.
pub(super) fn names() -> String {
    FILES.map(|(name, _)| name).join(", ")
}
