//! Words of commands that a shell reads.

use std::path::Path;

use weak_to_strong_lab::claim::{ClaimOutcome, path_in_repository};

/// Returns a word with the quotes that a shell needs, so that it is one argument and nothing in it acts.
///
/// ```
/// use weak_to_strong_report::quoted;
/// assert_eq!(quoted("prop-3.2.toml"), "prop-3.2.toml");
/// assert_eq!(quoted("my claims/it's.toml"), r"'my claims/it'\''s.toml'");
/// assert_eq!(quoted("A=b"), "'A=b'");
/// ```
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:,+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Returns a path as a word of a command. A name that begins with a dash would be taken for a flag, so its folder stands before it.
pub fn quoted_path(path: &Path) -> String {
    let text = path.display().to_string();
    if text.starts_with('-') { quoted(&format!("./{text}")) } else { quoted(&text) }
}

/// Returns `NAME=VALUE` as a word of a command, with quotes only where they are needed. It must not be the first word, which a shell would take for
/// the value of a variable.
pub fn quoted_setting(setting: &str) -> String {
    match setting.split_once('=') {
        Some((name, value)) if quoted(name) == name && !value.is_empty() => format!("{name}={}", quoted(value)),
        Some(_) | None => quoted(setting),
    }
}

/// Returns the name by which a command finds the claim of an outcome: the id of one that comes with the program, or the file.
pub(super) fn name_of(outcome: &ClaimOutcome) -> String {
    if path_in_repository(&outcome.claim_file).is_some() {
        return outcome.id.clone();
    }
    quoted_path(Path::new(&outcome.origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    /// Everything that a shell might split, expand or run, and what it might take for an assignment or a flag.
    const HOSTILE: [&str; 18] = [
        "",
        "A=b",
        "-rf",
        "--store=x",
        "two words",
        "line\nbreak",
        "it's",
        "\"double\"",
        "$HOME",
        "$(touch acted)",
        "`touch acted`",
        "a;b|c&d>e<f",
        "*?[a-z]{x,y}",
        "~/x",
        "#comment",
        "!history",
        "back\\slash",
        "تجربة 試験 é",
    ];

    /// A shell gives back the words that were quoted, as arguments and as the first word.
    #[cfg(unix)]
    #[test]
    fn a_shell_gives_words_back_as_they_were() {
        let folder = tempfile::tempdir().expect("a folder");
        let run = |script: &str| {
            let output = std::process::Command::new("sh").args(["-c", script]).current_dir(folder.path()).output();
            String::from_utf8(output.expect("sh").stdout).expect("UTF-8")
        };
        let words = HOSTILE.map(quoted).join(" ");
        assert_eq!(run(&format!("printf '%s\\0' {words}")), HOSTILE.map(|word| format!("{word}\0")).concat());
        let settings = HOSTILE.map(|word| format!("dim={word}"));
        let words = settings.clone().map(|setting| quoted_setting(&setting)).join(" ");
        assert_eq!(run(&format!("printf '%s\\0' {words}")), settings.map(|word| format!("{word}\0")).concat());
        // As a command each names a function, or nothing, and never a variable.
        let program = quoted("A=b");
        assert_eq!(run(&format!("A=before; {program} c 2>/dev/null; printf %s \"$A\"")), "before");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing acted");
    }

    #[test]
    fn a_file_is_no_flag() {
        assert_eq!(quoted_path(Path::new("-mine.toml")), "./-mine.toml");
        assert_eq!(quoted_path(Path::new("a b/mine.toml")), "'a b/mine.toml'");
        assert_eq!(quoted_setting("samples=16"), "samples=16");
    }

    #[test]
    fn a_claim_of_ones_own_is_found_by_its_file() {
        let mut outcome = example::naive();
        assert_eq!(name_of(&outcome), outcome.id);
        outcome.origin = "my claims/mine.toml".to_owned();
        assert_eq!(name_of(&outcome), "'my claims/mine.toml'");
    }
}
