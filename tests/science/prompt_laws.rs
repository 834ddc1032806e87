//! The documentation of prompt laws lists them all.

use weak_to_strong::model::PromptLaw;

#[test]
fn the_table_of_laws_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/theory.md");
    let text = std::fs::read_to_string(path).expect("a readable file");
    let mut laws = PromptLaw::ISOTROPIC.to_vec();
    laws.push(PromptLaw::Anisotropic(vec![1.0]));
    for law in &laws {
        let row = format!("| `{}` | {} |", law.word(), law.meaning());
        assert!(text.contains(&row), "docs/theory.md has no row {row}");
    }
}
