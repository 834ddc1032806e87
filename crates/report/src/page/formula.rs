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
        Ok(()) if is_readable => without_defaults(&text),
        _ => format!("<code>{}</code>", Text(formula)),
    }
}

/// The formula without attributes that say what holds anyway, or make no difference beside one line, which are a fifth of its letters.
fn without_defaults(mathml: &str) -> String {
    let said = [
        " xmlns=\"http://www.w3.org/1998/Math/MathML\"",
        " display=\"inline\"",
        " symmetric=\"false\"",
        " stretchy=\"false\"",
    ];
    said.iter().fold(mathml.to_owned(), |text, attribute| text.replace(attribute, ""))
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

    /// An index has a base and nothing else beside it.
    #[test]
    fn operators_keep_their_index() {
        let html = formula_html("\\sum_k\\min_{\\theta} x^{\\max_j y_j}", DisplayMode::Inline);
        assert!(!html.contains("<msub><mspace"), "{html}");
        assert!(html.contains("<msub><mrow><mi mathvariant=\"normal\">m</mi>"), "{html}");
    }
}
