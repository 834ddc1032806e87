//! Words of commands.

/// Returns a word with the quotes that a shell needs.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/=".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_split_or_expand_is_quoted() {
        assert_eq!(quoted("prompts=cube"), "prompts=cube");
        assert_eq!(quoted("my claims/it's.toml"), r"'my claims/it'\''s.toml'");
        assert_eq!(quoted("$HOME"), "'$HOME'");
    }
}
