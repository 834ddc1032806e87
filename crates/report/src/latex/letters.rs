//! Text and numbers as TeX reads them, whatever its engine.

use crate::significant;
use crate::signs::{Sign, plain, signs};

/// Text with symbols: `E‖β̂ − β_Q‖²` becomes `$\mathbb{E}\|\hat{\beta} - \beta_{Q}\|^{2}$`. A line break is a space, and no letter is a command.
///
/// `\mathbb` needs the package amssymb.
pub(crate) fn latex_text(text: &str) -> String {
    let signs = signs(text, false);
    let mut latex = String::new();
    let mut rest = signs.as_slice();
    while let Some(first) = rest.first() {
        let is_mathematics = is_mathematics(first);
        let mut length = rest.iter().take_while(|sign| self::is_mathematics(sign) == is_mathematics).count();
        // A space between two pieces of mathematics belongs to them.
        while is_mathematics && rest.get(length).is_some_and(|sign| sign.letter == ' ' && sign.accent.is_none()) {
            let more = rest[length + 1..].iter().take_while(|sign| self::is_mathematics(sign)).count();
            if more == 0 {
                break;
            }
            length += 1 + more;
        }
        let (piece, after) = rest.split_at(length);
        latex += &if is_mathematics { format!("${}$", mathematics(piece)) } else { words(piece) };
        rest = after;
    }
    latex
}

/// Symbols, what stands above or below them, and signs that text does not have.
fn is_mathematics(sign: &Sign) -> bool {
    let letter = sign.letter;
    let is_sign = symbol(letter).is_some() || superscript(letter).is_some() || subscript(letter).is_some();
    sign.is_low || plain(letter).is_some() || is_sign || matches!(letter, '<' | '>' | '|' | '‖' | '=' | '+' | '*')
}

fn mathematics(signs: &[Sign]) -> String {
    let mut latex = String::new();
    let in_one_level = |a: &Sign, b: &Sign| level(a) == level(b);
    // What the last letter has already: TeX stops at a second exponent or subscript, unless an empty letter carries it. A prime is an exponent.
    let mut taken: Vec<Level> = Vec::new();
    for group in signs.chunk_by(in_one_level) {
        let letters = group.iter().map(in_mathematics).fold(String::new(), joined);
        let needs = if letters.starts_with('\'') { Level::Raised } else { level(&group[0]) };
        if taken.contains(&needs) {
            latex += "{}";
            taken.clear();
        }
        latex = match level(&group[0]) {
            Level::Raised => format!("{latex}^{{{letters}}}"),
            Level::Lowered if group.iter().any(|sign| sign.letter.is_ascii_alphabetic()) => {
                format!("{latex}_{{\\mathrm{{{letters}}}}}")
            }
            Level::Lowered => format!("{latex}_{{{letters}}}"),
            Level::Line => {
                taken.clear();
                joined(latex, letters.clone())
            }
        };
        let fills = if letters.ends_with('\'') { Level::Raised } else { level(&group[0]) };
        taken.extend((fills != Level::Line).then_some(fills));
    }
    latex
}

/// Two pieces of mathematics, with a space where a command would run into a letter.
fn joined(first: String, second: String) -> String {
    let ends_in_command = first.rfind('\\').is_some_and(|at| first[at + 1..].chars().all(|c| c.is_ascii_alphabetic()));
    let runs_on = ends_in_command && !first.ends_with('\\') && second.starts_with(|c: char| c.is_ascii_alphabetic());
    if runs_on { format!("{first} {second}") } else { first + &second }
}

#[derive(PartialEq)]
enum Level {
    Line,
    Raised,
    Lowered,
}

fn level(sign: &Sign) -> Level {
    match sign {
        Sign { is_low: true, .. } => Level::Lowered,
        Sign { letter, .. } if superscript(*letter).is_some() => Level::Raised,
        Sign { letter, .. } if subscript(*letter).is_some() => Level::Lowered,
        Sign { .. } => Level::Line,
    }
}

fn in_mathematics(sign: &Sign) -> String {
    let letter = sign.letter;
    let bare = match (letter, plain(letter)) {
        ('𝔼' | 'ℙ', Some(plain)) => format!("\\mathbb{{{plain}}}"),
        (_, Some(plain)) => symbol(plain).map_or_else(|| plain.to_string(), str::to_owned),
        ('‖', None) => "\\|".to_owned(),
        ('&' | '%' | '$' | '#' | '_' | '{' | '}', None) => format!("\\{letter}"),
        (_, None) => match superscript(letter).or_else(|| subscript(letter)) {
            Some(digit) => digit.to_string(),
            None => symbol(letter).map_or_else(|| letter.to_string(), str::to_owned),
        },
    };
    match sign.accent.and_then(|accent| accent_command(accent, true)) {
        Some(command) => format!("{command}{{{bare}}}"),
        None => bare,
    }
}

fn words(signs: &[Sign]) -> String {
    let with_accent = |sign: &Sign| {
        let letter = outside_mathematics(sign.letter);
        match sign.accent.and_then(|accent| accent_command(accent, false)) {
            Some(command) => format!("{command}{{{letter}}}"),
            None => letter,
        }
    };
    signs.iter().map(with_accent).collect()
}

/// The command of an accent, in mathematics or in text.
fn accent_command(accent: char, in_mathematics: bool) -> Option<&'static str> {
    let (mathematics, text) = match accent {
        'ˆ' => ("\\hat", "\\^"),
        '˜' => ("\\tilde", "\\~"),
        'ˉ' => ("\\bar", "\\="),
        '˙' => ("\\dot", "\\."),
        '¨' => ("\\ddot", "\\\""),
        '´' => ("\\acute", "\\'"),
        '`' => ("\\grave", "\\`"),
        'ˇ' => ("\\check", "\\v"),
        _ => return None,
    };
    Some(if in_mathematics { mathematics } else { text })
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

fn outside_mathematics(letter: char) -> String {
    match letter {
        '&' | '%' | '$' | '#' | '_' | '{' | '}' => format!("\\{letter}"),
        '\\' => "\\textbackslash{}".to_owned(),
        '~' => "\\textasciitilde{}".to_owned(),
        '^' => "\\textasciicircum{}".to_owned(),
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
        assert_eq!(latex_text("E‖β̂ − β_Q′‖²"), "$\\mathbb{E}\\|\\hat{\\beta} - \\beta_{Q}'\\|^{2}$");
        assert_eq!(latex_text("10⁻⁵ & 3 %"), "10$^{-5}$ \\& 3 \\%");
        assert_eq!(latex_text("batch size n_ICL"), "batch size $n_{\\mathrm{ICL}}$");
        assert_eq!(latex_text("2d_s"), "2$d_{s}$");
        assert_eq!(latex_text("σ_w = 0.25"), "$\\sigma_{w} =$ 0.25");
        assert_eq!(latex_text("P(ŷ ≠ k*)"), "$\\mathbb{P}$($\\hat{y} \\ne k*$)");
        assert_eq!(
            latex_text("e\u{301}t\u{e9}\n\\end{x}^^41"),
            "\\'{e}té \\textbackslash{}end\\{$x$\\}\\textasciicircum{}\\textasciicircum{}41"
        );
        assert_eq!(latex_text("segment_bound"), "segment\\_bound");
        assert_eq!(latex_text("x²₁²"), "$x^{2}_{1}{}^{2}$");
        assert_eq!(latex_text("β²′, β′²"), "$\\beta^{2}{}'$, $\\beta'{}^{2}$");
        // A lone letter is a symbol, also in the number of a character.
        assert_eq!(latex_text("ab\u{202e}"), "ab\\textbackslash{}$u$\\{202$e$\\}");
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
