//! A claim file whose texts are written to act: nothing of it acts in the page, in Markdown or in the gallery.

use std::path::Path;

use crate::program::{text, w2s};

#[test]
fn nothing_of_a_hostile_file_acts_in_reports() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/page/hostile.toml");
    let file = file.to_str().expect("a path of letters");
    let output = w2s(folder.path(), &["check", file, "--no-store", "--html", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for name in ["paper_checks.html", "paper_checks.md", "figures/README.md", "figures/hostile.svg"] {
        let written = std::fs::read_to_string(folder.path().join("out").join(name)).expect(name);
        assert!(written.contains("alert"), "{name} leaves the text out");
        for acting in ["href=\"javascript:", "\u{202e}", "\u{2028}", "\u{1b}"] {
            assert!(!written.contains(acting), "{name} has {acting:?}");
        }
        // In a page these are letters, and after a backslash in Markdown too.
        for link in ["](javascript:", "](vbscript:", "](data:"] {
            let is_escaped = |at: usize| written[..at].ends_with('\\');
            let mut places = written.match_indices(link);
            assert!(!name.ends_with(".md") || places.all(|(at, _)| is_escaped(at)), "{name} has {link:?}");
        }
        for tag in ["<script>alert", "<img", "<iframe", "<div onclick", "<svg onload", "<b onmouseover"] {
            let mut places = written.match_indices(tag);
            let is_escaped = |at: usize| written[..at].ends_with('\\');
            assert!(places.all(|(at, _)| name.ends_with(".md") && is_escaped(at)), "{name} has {tag}");
        }
    }
}
