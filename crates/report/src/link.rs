//! Which links a report may have.

/// Whether a link leads to a web address, to a place on the page, or to a file beside the report.
pub(super) fn is_safe(link: &str) -> bool {
    if link.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') || link.starts_with("//") {
        return false;
    }
    let before_path = link.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        Some((scheme, _)) => ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_files_beside_are_linked() {
        for link in ["https://arxiv.org/a", "HTTP://a", "#claims", "docs/theory.md#a:b", "a?b=c:d", "./a:b"] {
            assert!(is_safe(link), "{link}");
        }
        for link in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "java\tscript:x",
            "//evil",
            "\\\\evil",
            "vbscript:x",
            "a b",
        ] {
            assert!(!is_safe(link), "{link}");
        }
    }
}
