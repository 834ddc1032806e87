//! Formulas as MathML.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, mathml};

use super::html::Text;

/// Returns the formula as MathML, which browsers draw without scripts. If the formula cannot be parsed, returns its source text.
pub(super) fn formula_html(formula: &str, display_mode: DisplayMode) -> String {
    let (storage, upright) = (Storage::new(), with_upright_operators(formula));
    let is_readable = Parser::new(&upright, &storage).all(|event| event.is_ok());
    let mut text = String::new();
    let config = RenderConfig { display_mode, xml: false, ..RenderConfig::default() };
    match mathml::push_mathml(&mut text, Parser::new(&upright, &storage), config) {
        Ok(()) if is_readable => without_rows_of_one(&with_plain_fences(&with_words(&without_defaults(&text)))),
        _ => format!("<code>{}</code>", Text(formula)),
    }
}

/// Fences that browsers stretch to the height of their row unless it is said otherwise.
const FENCES: [&str; 14] = ["(", ")", "[", "]", "{", "}", "|", "‖", "⟨", "⟩", "⌈", "⌉", "⌊", "⌋"];

/// The formula with fences of one line's height as letters, which neither stretch nor keep a distance. A divisor is an operator with spaces, and says that it
/// does not stretch.
fn with_plain_fences(mathml: &str) -> String {
    let plain = |text: String, fence: &&str| text.replace(&format!("<mo>{fence}</mo>"), &format!("<mi>{fence}</mi>"));
    let text = FENCES.iter().fold(mathml.to_owned(), plain);
    text.replace("<mo>∣</mo>", "<mo stretchy=\"false\">∣</mo>")
}

/// The formula without attributes that say what holds anyway, or make no difference beside one line, which are a fifth of its letters.
fn without_defaults(mathml: &str) -> String {
    let said = [
        " xmlns=\"http://www.w3.org/1998/Math/MathML\"",
        " display=\"inline\"",
        " symmetric=\"false\"",
        " stretchy=\"false\"",
    ];
    let short = said.iter().fold(mathml.to_owned(), |text, attribute| text.replace(attribute, ""));
    // A thin space, in as many digits as are seen.
    short.replace("\"0.16666667em\"", "\".17em\"").replace("\"0.1667em\"", "\".17em\"")
}

/// The formula with upright letters that follow each other as one word: `<mi>seg</mi>`, whose letters are upright without an attribute.
fn with_words(mathml: &str) -> String {
    const UPRIGHT: &str = "<mi mathvariant=\"normal\">";
    let mut pieces = mathml.split(UPRIGHT);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut word = String::new();
    for piece in pieces {
        let (letters, rest) = piece.split_once("</mi>").unwrap_or((piece, ""));
        word += letters;
        if !rest.is_empty() {
            let start = if word.chars().nth(1).is_some() { "<mi>" } else { UPRIGHT };
            text += &format!("{start}{word}</mi>{rest}");
            word.clear();
        }
    }
    text
}

/// The formula without rows that hold a single letter, word or number.
fn without_rows_of_one(mathml: &str) -> String {
    const ROW: &str = "<mrow>";
    let mut pieces = mathml.split(ROW);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let alone = ["mi", "mn"].iter().find_map(|name| {
            let (element, rest) = piece.split_once("</mrow>")?;
            let is_one = element.starts_with(&format!("<{name}")) && element.ends_with(&format!("</{name}>"));
            (is_one && element.matches('<').count() == 2).then(|| format!("{element}{rest}"))
        });
        text += &alone.unwrap_or_else(|| format!("{ROW}{piece}"));
    }
    text
}

/// Writes an operator with an index as upright letters. Otherwise pulldown-latex puts a space into the element of the index, which MathML forbids.
fn with_upright_operators(formula: &str) -> String {
    ["min", "max", "inf", "sup", "lim"].iter().fold(formula.to_owned(), |formula, operator| {
        formula.replace(&format!("\\{operator}_"), &format!("\\,\\mathrm{{{operator}}}_"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_stays_as_text() {
        assert_eq!(formula_html("\\nonsense{<1>}", DisplayMode::Inline), "<code>\\nonsense{&lt;1&gt;}</code>");
        assert!(formula_html("\\text{<script>}", DisplayMode::Inline).matches("<script").count() == 0);
    }

    /// Norm bars beside a fraction keep the height of a line; those of `\left` and `\right` stretch.
    #[test]
    fn fences_stretch_only_where_they_should() {
        let norm = |open: &str, close: &str| format!("{open}\\beta_\\eta{close}^2=\\frac{{(d)}}{{n}}");
        let plain = formula_html(&norm("\\lVert ", "\\rVert"), DisplayMode::Inline);
        assert!(plain.matches("<mi>‖</mi>").count() == 2 && plain.contains("<mi>(</mi>"), "{plain}");
        let stretched = formula_html(&norm("\\left\\lVert ", "\\right\\rVert"), DisplayMode::Inline);
        assert!(stretched.contains("stretchy=\"true\"") && !stretched.contains("<mi>‖</mi>"), "{stretched}");
    }

    /// An index has a base and nothing else beside it.
    #[test]
    fn operators_keep_their_index() {
        let html = formula_html("\\sum_k\\min_{\\theta} x^{\\max_j y_j}", DisplayMode::Inline);
        assert!(!html.contains("<msub><mspace"), "{html}");
        assert!(html.contains("<msub><mi>min</mi>"), "{html}");
    }
}
