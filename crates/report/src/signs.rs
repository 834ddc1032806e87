//! What the letters of a label mean: symbols are italic, `n_ICL` has a subscript, and a hat belongs to its letter.

use super::visible::visible;

/// A letter as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    /// The letter. A symbol is a letter of the mathematical alphabets.
    pub(crate) letter: char,
    /// What stands above it, as a letter with a width of its own.
    pub(crate) accent: Option<char>,
    /// Whether it is part of a subscript.
    pub(crate) is_low: bool,
}

/// The signs of a label. A letter by itself is a symbol, except for the article `a`; in `prose` no letter is one.
///
/// A subscript is an underscore with letters and digits after a single letter, which may have a factor before it. `segment_bound` has no subscript.
pub(crate) fn signs(text: &str, prose: bool) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    let text: Vec<char> = on_one_line(text).chars().collect();
    let mut low = 0_usize;
    for (i, letter) in text.iter().enumerate() {
        let in_subscript = low > 0;
        low = low.saturating_sub(1);
        if let Some(accent) = accent(*letter) {
            if let Some(last) = signs.last_mut() {
                last.accent = Some(accent);
            }
        } else if *letter == '_' && !in_subscript && after_lone_letter(&text[..i]) {
            low = word_length(&text[i + 1..]);
            if low == 0 {
                signs.push(Sign { letter: '_', accent: None, is_low: false });
            }
        } else {
            let symbol = if prose { None } else { symbol(&text, i, in_subscript) };
            signs.push(Sign { letter: symbol.unwrap_or(*letter), accent: None, is_low: in_subscript });
        }
    }
    signs
}

/// The text on one line, with single spaces between its words. Characters that act are written by their number.
fn on_one_line(text: &str) -> String {
    let mut line = String::new();
    for letter in visible(text).chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        if letter != ' ' || !line.ends_with(' ') {
            line.push(letter);
        }
    }
    // A letter with its accent in one would have no place in the mathematical alphabets.
    line.replace('ŷ', "y\u{302}")
}

/// The letter at this place as a symbol; `None` if it is none.
fn symbol(text: &[char], i: usize, in_subscript: bool) -> Option<char> {
    let before = text[..i].iter().rev().copied().find(|c| accent(*c).is_none());
    let after = text[i + 1..].iter().copied().find(|c| accent(*c).is_none());
    if after.is_some_and(|c| is_letter(c) || c.is_ascii_digit() || (c == '_' && !is_subscripted(text, i))) {
        return None;
    }
    if in_subscript {
        return before.filter(|c| *c == '_').and_then(|_| italic(text[i]));
    }
    let mut word = text[..i].iter().rev().filter(|c| accent(**c).is_none()).skip_while(|c| c.is_ascii_digit());
    if word.next().is_some_and(|c| is_letter(*c) || matches!(c, '_' | '\'' | '’' | '.')) {
        return None;
    }
    let is_exponent = before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| matches!(c, '-' | '+' | '−'));
    if (text[i] == 'e' && is_exponent) || is_article(text, i) {
        return None;
    }
    match text[i] {
        'E' => Some('𝔼'),
        'P' if after == Some('(') => Some('ℙ'),
        letter => italic(letter),
    }
}

/// Whether an underscore after this letter starts a subscript.
fn is_subscripted(text: &[char], i: usize) -> bool {
    let underscore = text[i..].iter().position(|c| *c == '_').map_or(text.len(), |at| i + at);
    after_lone_letter(&text[..underscore]) && text.get(underscore + 1..).is_some_and(|rest| word_length(rest) > 0)
}

/// Whether a letter is an English word: it stands before a longer word.
fn is_article(text: &[char], i: usize) -> bool {
    let starts = i.checked_sub(1).is_none_or(|before| matches!(text[before], ' ' | '('));
    let next: Vec<char> = text[i + 1..].iter().copied().take(3).collect();
    matches!(text[i], 'a' | 'A' | 'I') && starts && matches!(next[..], [' ', b, c] if is_letter(b) && is_letter(c))
}

/// A letter that may be part of a word; raised and lowered letters are none.
fn is_letter(c: char) -> bool {
    let is_raised = matches!(c, '\u{2b0}'..='\u{2ff}' | '\u{1d2c}'..='\u{1d6a}' | '\u{2071}'..='\u{209c}');
    c.is_alphabetic() && !is_raised
}

fn after_lone_letter(before: &[char]) -> bool {
    let mut letters = before.iter().rev().filter(|c| accent(**c).is_none());
    let is_letter = letters.next().is_some_and(|c| c.is_alphabetic());
    let mut word = letters.skip_while(|c| c.is_ascii_digit());
    is_letter && !word.next().is_some_and(|c| c.is_ascii_alphabetic() || *c == '_')
}

/// Letters and digits, and the sign of d_∩.
fn word_length(rest: &[char]) -> usize {
    rest.iter().take_while(|c| is_letter(**c) || c.is_ascii_digit() || **c == '∩').count()
}

/// A combining mark as a sign with a width of its own; `None` for all else.
fn accent(c: char) -> Option<char> {
    match c {
        '\u{300}' => Some('`'),
        '\u{301}' => Some('´'),
        '\u{302}' => Some('ˆ'),
        '\u{303}' => Some('˜'),
        '\u{304}' | '\u{305}' => Some('ˉ'),
        '\u{307}' => Some('˙'),
        '\u{308}' => Some('¨'),
        '\u{30c}' => Some('ˇ'),
        '\u{306}' | '\u{309}'..='\u{36f}' => Some(' '),
        _ => None,
    }
}

/// The plain letter of an italic or double-struck one; `None` for all other letters.
pub(crate) fn plain(symbol: char) -> Option<char> {
    let shifted = |first: char, italic: u32| char::from_u32(symbol as u32 - italic + first as u32);
    match symbol {
        '𝔼' => Some('E'),
        'ℙ' => Some('P'),
        'ℎ' => Some('h'),
        '\u{1d44e}'..='\u{1d467}' => shifted('a', 0x1d44e),
        '\u{1d434}'..='\u{1d44d}' => shifted('A', 0x1d434),
        '\u{1d6fc}'..='\u{1d714}' => shifted('α', 0x1d6fc),
        _ => None,
    }
}

/// An italic letter of mathematics. Capital Greek letters are upright.
fn italic(letter: char) -> Option<char> {
    let shifted = |first: char, italic: u32| char::from_u32(italic + letter as u32 - first as u32);
    match letter {
        'h' => Some('ℎ'),
        'a'..='z' => shifted('a', 0x1d44e),
        'A'..='Z' => shifted('A', 0x1d434),
        'α'..='ω' => shifted('α', 0x1d6fc),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signs as text, with subscripts in brackets.
    fn shown(text: &str) -> String {
        let mut shown = String::new();
        for sign in signs(text, false) {
            let accent = sign.accent.map_or_else(String::new, |accent| format!("^{accent}"));
            shown += &if sign.is_low { format!("[{}]", sign.letter) } else { format!("{}{accent}", sign.letter) };
        }
        shown.replace("][", "")
    }

    #[test]
    fn lone_letters_are_symbols() {
        assert_eq!(shown("penalty η"), "penalty 𝜂");
        assert_eq!(shown("n = 64"), "𝑛 = 64");
        assert_eq!(shown("concepts in a batch of h"), "concepts in a batch of ℎ");
        assert_eq!(shown("a = 1"), "𝑎 = 1");
        assert_eq!(shown("teacher's labels, 1e-3, eps_p2, x64"), "teacher's labels, 1e-3, eps_p2, x64");
        assert_eq!(shown("P(ŷ ≠ k*) − E M"), "ℙ(𝑦^ˆ ≠ 𝑘*) − 𝔼 𝑀");
        assert_eq!(shown("βₖᵀX"), "𝛽ₖᵀ𝑋");
        assert_eq!(shown("weak.noise"), "weak.noise");
    }

    #[test]
    fn subscripts_follow_lone_letters() {
        assert_eq!(shown("batch size n_ICL"), "batch size 𝑛[ICL]");
        assert_eq!(shown("E‖β̂ − β_Q′‖²"), "𝔼‖𝛽^ˆ − 𝛽[𝑄]′‖²");
        assert_eq!(shown("β̂_η, σ_w = 0.25"), "𝛽^ˆ[𝜂], 𝜎[𝑤] = 0.25");
        assert_eq!(shown("1.02 * segment_bound + eps_p2"), "1.02 * segment_bound + eps_p2");
        assert_eq!(shown("2d_s + 1"), "2𝑑[𝑠] + 1");
        assert_eq!(shown("(d_w − d_∩)d_s/(N − d_s)"), "(𝑑[𝑤] − 𝑑[∩])𝑑[𝑠]/(𝑁 − 𝑑[𝑠])");
        assert_eq!(shown("x_"), "x_");
    }

    #[test]
    fn symbols_have_their_plain_letters() {
        for letter in "abchxyzABZαβηωEP".chars() {
            let symbol = signs(&format!("{letter}("), false)[0].letter;
            assert!(symbol != letter && plain(symbol) == Some(letter), "{letter}: {symbol}");
        }
        assert_eq!(plain('a'), None);
    }

    #[test]
    fn prose_has_no_symbols() {
        let plain: String = signs("A bound for n ≥ d", true).iter().map(|sign| sign.letter).collect();
        assert_eq!(plain, "A bound for n ≥ d");
    }
}
