//! Text and numbers as TeX reads them, whatever its engine.

use crate::significant;

/// The combining hat. It follows the letter on which it stands.
const HAT: char = '\u{302}';

/// Text with symbols: `β̂ − β_Q` becomes `$\hat{\beta}$ $-$ $\beta$$_{Q}$`.
pub(crate) fn latex_text(text: &str) -> String {
    let mut latex = String::new();
    let mut letters = text.chars().peekable();
    // The number of letters in the word so far. An underscore after a single letter starts an index; `segment_bound` is a name.
    let mut word = 0;
    while let Some(letter) = letters.next() {
        if letters.next_if_eq(&HAT).is_some() {
            latex += &format!("$\\hat{{{}}}$", symbol(letter).unwrap_or(&letter.to_string()));
        } else if letter == '_' && word == 1 && letters.peek().is_some_and(|next| is_of_index(*next)) {
            let mut index = String::new();
            while let Some(next) = letters.next_if(|next| is_of_index(*next)) {
                index.push(next);
            }
            latex += &format!("$_{{\\mathrm{{{}}}}}$", index.chars().map(in_mathematics).collect::<String>());
        } else if let Some(lowered) = subscript(letter) {
            latex += &format!("$_{{{lowered}}}$");
        } else if let Some(raised) = superscript(letter) {
            let mut power = raised.to_string();
            while let Some(raised) = letters.peek().copied().and_then(superscript) {
                letters.next();
                power.push(raised);
            }
            latex += &format!("$^{{{power}}}$");
        } else {
            latex += &outside_mathematics(letter);
        }
        let is_factor = word == 0 && letter.is_ascii_digit();
        let goes_on = !is_factor && (letter.is_alphanumeric() || letter == '_');
        word = if goes_on { word + 1 } else { 0 };
    }
    latex
}

/// Returns a number with `digits` significant digits, such as `$1.5\times10^{-7}$`.
pub(crate) fn latex_number(value: f64, digits: usize) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "$\\infty$".to_owned() } else { "$-\\infty$".to_owned() };
    }
    if value.is_nan() {
        return "--".to_owned();
    }
    let text = significant(value, digits);
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("${mantissa}\\times10^{{{exponent}}}$"),
        None => format!("${text}$"),
    }
}

/// Letters, digits, and the ∩ of d_∩.
fn is_of_index(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '∩'
}

fn outside_mathematics(letter: char) -> String {
    match letter {
        '&' | '%' | '$' | '#' | '_' | '{' | '}' => format!("\\{letter}"),
        '\\' => "\\textbackslash{}".to_owned(),
        '~' => "\\textasciitilde{}".to_owned(),
        '^' => "\\textasciicircum{}".to_owned(),
        '<' | '>' | '|' => format!("${letter}$"),
        '–' => "--".to_owned(),
        '—' => "---".to_owned(),
        '’' => "'".to_owned(),
        '“' => "``".to_owned(),
        '”' => "''".to_owned(),
        _ => match symbol(letter) {
            Some(symbol) => format!("${symbol}$"),
            None if letter.is_ascii() || is_latin(letter) => letter.to_string(),
            None => "?".to_owned(),
        },
    }
}

fn in_mathematics(letter: char) -> String {
    symbol(letter).map_or_else(|| letter.to_string(), |symbol| format!("{symbol} "))
}

/// Letters that every engine reads as UTF-8.
fn is_latin(letter: char) -> bool {
    ('\u{c0}'..='\u{17f}').contains(&letter) || letter == '§'
}

fn superscript(letter: char) -> Option<char> {
    const RAISED: [(char, char); 12] = [
        ('⁰', '0'),
        ('¹', '1'),
        ('²', '2'),
        ('³', '3'),
        ('⁴', '4'),
        ('⁵', '5'),
        ('⁶', '6'),
        ('⁷', '7'),
        ('⁸', '8'),
        ('⁹', '9'),
        ('⁻', '-'),
        ('ᵀ', 'T'),
    ];
    RAISED.iter().find(|(raised, _)| *raised == letter).map(|(_, plain)| *plain)
}

fn subscript(letter: char) -> Option<char> {
    const LOWERED: [(char, char); 5] = [('₀', '0'), ('₁', '1'), ('₂', '2'), ('ₖ', 'k'), ('ⱼ', 'j')];
    LOWERED.iter().find(|(lowered, _)| *lowered == letter).map(|(_, plain)| *plain)
}

/// The commands of mathematical symbols.
fn symbol(letter: char) -> Option<&'static str> {
    const SYMBOLS: [(char, &str); 48] = [
        ('α', "\\alpha"),
        ('β', "\\beta"),
        ('γ', "\\gamma"),
        ('δ', "\\delta"),
        ('ε', "\\varepsilon"),
        ('ζ', "\\zeta"),
        ('η', "\\eta"),
        ('θ', "\\theta"),
        ('κ', "\\kappa"),
        ('λ', "\\lambda"),
        ('μ', "\\mu"),
        ('ν', "\\nu"),
        ('ξ', "\\xi"),
        ('π', "\\pi"),
        ('ρ', "\\rho"),
        ('σ', "\\sigma"),
        ('τ', "\\tau"),
        ('φ', "\\varphi"),
        ('χ', "\\chi"),
        ('ψ', "\\psi"),
        ('ω', "\\omega"),
        ('Γ', "\\Gamma"),
        ('Δ', "\\Delta"),
        ('Θ', "\\Theta"),
        ('Λ', "\\Lambda"),
        ('Π', "\\Pi"),
        ('Σ', "\\Sigma"),
        ('Φ', "\\Phi"),
        ('Ψ', "\\Psi"),
        ('Ω', "\\Omega"),
        ('−', "-"),
        ('±', "\\pm"),
        ('·', "\\cdot"),
        ('×', "\\times"),
        ('÷', "/"),
        ('≤', "\\le"),
        ('≥', "\\ge"),
        ('≠', "\\ne"),
        ('→', "\\to"),
        ('∞', "\\infty"),
        ('∑', "\\sum"),
        ('√', "\\surd"),
        ('∩', "\\cap"),
        ('⊥', "\\perp"),
        ('∈', "\\in"),
        ('′', "'"),
        ('∂', "\\partial"),
        ('⟂', "\\perp"),
    ];
    SYMBOLS.iter().find(|(known, _)| *known == letter).map(|(_, command)| *command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong_lab::formula;
    use weak_to_strong_lab::quantity;

    #[test]
    fn symbols_become_commands() {
        assert_eq!(latex_text("E|β̂ − β_Q|²"), "E$|$$\\hat{\\beta}$ $-$ $\\beta$$_{\\mathrm{Q}}$$|$$^{2}$");
        assert_eq!(latex_text("10⁻⁵ & 3 %"), "10$^{-5}$ \\& 3 \\%");
        assert_eq!(latex_text("n_ICL"), "n$_{\\mathrm{ICL}}$");
        assert_eq!(latex_text("2d_s"), "2d$_{\\mathrm{s}}$");
        assert_eq!(latex_text("segment_bound"), "segment\\_bound");
        assert_eq!(latex_text("beats segment bound: 50%"), "beats segment bound: 50\\%");
    }

    #[test]
    fn numbers_have_powers_of_ten() {
        assert_eq!(latex_number(1.5e-7, 2), "$1.5\\times10^{-7}$");
        assert_eq!(latex_number(-0.25, 3), "$-0.250$");
        assert_eq!(latex_number(f64::INFINITY, 3), "$\\infty$");
    }

    /// No symbol of the registries is lost.
    #[test]
    fn all_symbols_are_known() {
        let symbols =
            quantity::all().map(|quantity| &quantity.symbol).chain(formula::all().map(|formula| &formula.meaning));
        for text in symbols {
            assert!(!latex_text(text).contains('?') || text.contains('?'), "{text}: {}", latex_text(text));
        }
    }
}
