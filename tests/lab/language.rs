//! The sentences of `docs/language.md` are of the language.

use crate::root::ROOT;
use weak_to_strong_lab::sentence::{Expr, SentenceError, parse_condition, parse_expression, parse_statement};

/// The lines of all fenced blocks of this kind.
fn lines<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let begin = format!("```{kind}\n");
    page.split(&begin).skip(1).filter_map(|rest| rest.split("```").next()).flat_map(str::lines).collect()
}

/// Checks that each is read, and that its text is read as the same sentence.
fn read_all(texts: &[&str], parse: fn(&str) -> Result<Expr, SentenceError>) {
    for text in texts {
        let sentence = parse(text).unwrap_or_else(|error| panic!("{error}"));
        let again = parse(&sentence.to_string()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(again.to_string(), sentence.to_string(), "{text}");
    }
}

#[test]
fn every_sentence_of_the_page_is_read() {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/language.md")).expect("docs/language.md");
    let (statements, conditions) = (lines(&page, "sentence"), lines(&page, "condition"));
    assert!(statements.len() >= 15 && conditions.len() >= 2, "{statements:?} {conditions:?}");
    read_all(&statements, parse_statement);
    read_all(&conditions, parse_condition);
}

/// The columns *example* and *is* of the table of precedence, which mean the same.
#[test]
fn the_table_of_precedence_is_right() {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/language.md")).expect("docs/language.md");
    let table = page.split("### Precedence").nth(1).and_then(|rest| rest.split("###").next()).expect("the table");
    let rows = table.lines().map(|line| line.split(" | ").collect::<Vec<_>>());
    let code = |cell: &str| cell.split('`').nth(1).map(str::to_owned);
    let pairs: Vec<_> = rows.filter(|row| row.len() == 4).filter_map(|row| code(row[2]).zip(code(row[3]))).collect();
    assert!(pairs.len() >= 8, "{pairs:?}");
    let text = |sentence: &str| {
        let read = parse_condition(sentence).or_else(|_| parse_expression(sentence));
        read.unwrap_or_else(|error| panic!("{error}")).to_string()
    };
    for (example, meaning) in pairs {
        assert_eq!(text(&example), text(&meaning));
    }
}
