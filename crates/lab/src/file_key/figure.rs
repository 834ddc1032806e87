//! The keys of `[figure]`.

use super::{FileKey, Start};

/// The keys of the `[figure]` table of a claim file. Without that table the form of the sentence decides what is drawn.
pub static FIGURE_KEYS: &[FileKey] = &[
    FileKey::new(
        Start::Comment,
        "figure",
        "kind",
        "\"lines\", with an interval at each point, \"heat_map\" over x and y, or \"distribution\" of what P or quantile is about, without x; by default lines",
        "kind = \"lines\"",
    ),
    FileKey::new(
        Start::Written,
        "figure",
        "x",
        "the variable on the horizontal axis: of the sweep, of the functional, or of exists",
        "x = \"penalty\"",
    ),
    FileKey::new(Start::Comment, "figure", "y", "the variable on the vertical axis of a heat map", "y = \"samples\""),
    FileKey::new(
        Start::Written,
        "figure",
        "series",
        "the variables whose values distinguish the lines: one name or a list; by default none",
        "series = \"samples\"",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "facet",
        "a variable each of whose values has a panel of its own",
        "facet = \"prompts\"",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "columns",
        "columns of the page that the figure fills: 1 (3.25 inches) or 2 (6.75 inches); by default 2",
        "columns = 1",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "x_scale",
        "\"linear\", \"log\" or \"automatic\"; by default automatic: log for positive values that span a factor of 20",
        "x_scale = \"log\"",
    ),
    FileKey::new(Start::Comment, "figure", "y_scale", "the same for the vertical axis", "y_scale = \"linear\""),
    FileKey::new(
        Start::Comment,
        "figure",
        "scaled_by",
        "an expression by which all that is shown is multiplied",
        "scaled_by = \"samples\"",
    ),
    FileKey::new(
        Start::Written,
        "figure",
        "references",
        "expressions that are drawn as thin grey lines",
        "references = [\"harmonic_bound\"]",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "marks",
        "expressions at which a vertical line is drawn",
        "marks = [\"dim\"]",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "contours",
        "expressions that are 0 along the curves over a heat map",
        "contours = [\"eps_w2 - eps_p2\"]",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "x_label",
        "the title of the horizontal axis, at most 100 characters; by default that of its variable",
        "x_label = \"weak noise σ_w\"",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "y_label",
        "the title of the vertical axis, at most 100 characters; by default that of the quantity",
        "y_label = \"excess risk\"",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "x_range",
        "the two ends of the horizontal axis, in place of those of its values",
        "x_range = [0.01, 10]",
    ),
    FileKey::new(
        Start::Comment,
        "figure",
        "labels",
        "names in the legend and over panels, by the value of the sweep; left and right name the two sides of a comparison",
        "labels = { cube = \"prompts on a cube\", 64 = \"few labels\" }",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::FigureSpec;

    /// A message about an unknown key lists those that a file may hold.
    #[test]
    fn keys_are_those_that_files_may_hold() {
        let message = toml::from_str::<FigureSpec>("unknown = 1").expect_err("unknown").to_string();
        let stated = message.split_once("expected one of").expect("what is expected").1;
        let files: Vec<&str> = stated.split('`').skip(1).step_by(2).collect();
        let listed: Vec<&str> = FIGURE_KEYS.iter().map(|key| key.name).collect();
        assert_eq!(listed, files);
    }

    #[test]
    fn examples_are_read() {
        for key in FIGURE_KEYS {
            let x = if key.name == "x" { "" } else { "x = \"penalty\"\n" };
            toml::from_str::<FigureSpec>(&format!("{x}{}", key.example)).expect(key.example);
        }
    }
}
