//! Names with their meanings, in two columns that fit the terminal.

use console::measure_text_width;
use weak_to_strong_report::indented;

/// The column of names is no wider than this part of the line.
const PART: u16 = 3;

/// Names with their meanings, each on a line of its own. A meaning goes on below itself; below a name that is too long for its column, it begins on
/// the next line.
pub fn two_columns(rows: &[(&str, &str)], width: Option<u16>) -> String {
    let longest = rows.iter().map(|(name, _)| measure_text_width(name)).max().unwrap_or(0);
    let column = width.map_or(longest, |width| longest.min(usize::from(width / PART)));
    rows.iter().map(|(name, meaning)| row(name, meaning, column, width)).collect()
}

fn row(name: &str, meaning: &str, column: usize, width: Option<u16>) -> String {
    let further = " ".repeat(column + 4);
    let wide = measure_text_width(name);
    if wide > column {
        return format!("{}{}", indented(name, "  ", "      ", width), indented(meaning, &further, &further, width));
    }
    let first = format!("  {name}{}  ", " ".repeat(column - wide));
    indented(meaning, &first, &further, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meanings_go_on_below_themselves() {
        let rows = [("tau", "a root of an equation"), ("σ", "the noise")];
        assert_eq!(two_columns(&rows, None), "  tau  a root of an equation\n  σ    the noise\n");
        assert_eq!(two_columns(&rows, Some(20)), "  tau  a root of an\n       equation\n  σ    the noise\n");
        let long = [("naive.mean_squared_error", "an error"), ("tau", "a root")];
        let shown = two_columns(&long, Some(30));
        assert_eq!(shown, "  naive.mean_squared_error\n              an error\n  tau         a root\n");
    }
}
