//! The table of all claims, which a script sorts and filters.

use weak_to_strong_lab::claim::Verdict;

use super::claim::claim_id;
use super::html::{Text, id};
use crate::CheckDocument;
use crate::summary::{ClaimRow, Form};

const HEADER: [&str; 6] = ["claim", "verdict", "form", "warrant", "slack", "tried to break it"];

/// The table with its filters. Filters are shown where scripts run.
pub(super) fn claims_table(document: &CheckDocument) -> String {
    let rows: Vec<ClaimRow> = document.claims.iter().map(|claim| ClaimRow::of(claim, document)).collect();
    let header: String = HEADER.iter().map(|name| format!("<th scope=col>{name}</th>")).collect();
    let body: String = rows.iter().map(row).collect();
    format!(
        "<section aria-labelledby=\"claims\">\n<h2 id=\"claims\">Claims</h2>\n{}<div class=\"table\"><table id=\"claims-table\" aria-labelledby=\"claims\">\n\
         <thead><tr>{header}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n</section>\n",
        filters(&rows)
    )
}

fn row(row: &ClaimRow) -> String {
    let ClaimRow { claim, form, warrant, slack, tried } = row;
    let verdict = claim.verdict;
    format!(
        "<tr><th scope=\"row\" data-key=\"{1}\"><a href=\"#{}\">{}</a><span class=\"small\">{}</span></th><td data-key=\"{}\"><span class=\"verdict {}\">{}</span></td>\
         <td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        claim_id(&claim.id),
        Text(&claim.id),
        Text(&claim.title),
        rank(verdict),
        id(verdict.words()),
        verdict.words(),
        form.words(),
        Text(warrant),
        Text(slack),
        Text(&tried.replace("**", ""))
    )
}

/// The place of a verdict, the worst last.
fn rank(verdict: Verdict) -> usize {
    let order = [
        Verdict::Holds,
        Verdict::Tight,
        Verdict::NotApplicable,
        Verdict::Vacuous,
        Verdict::Undefined,
        Verdict::Unresolved,
        Verdict::Violated,
    ];
    order.iter().position(|known| *known == verdict).unwrap_or(order.len())
}

/// One choice for each column that has few values, and a field for words.
fn filters(rows: &[ClaimRow]) -> String {
    let verdicts = rows.iter().map(|row| row.claim.verdict.words().to_owned());
    let forms = rows.iter().map(|row| Form::words(row.form).to_owned());
    let warrants = rows.iter().map(|row| row.warrant.clone());
    format!(
        "<form class=\"filters\" data-needs-script hidden>\n<label>id or title <input type=\"search\" data-column=\"0\"></label>\n{}{}{}<output></output>\n</form>\n",
        choice("verdict", 1, verdicts.collect()),
        choice("form", 2, forms.collect()),
        choice("warrant", 3, warrants.collect())
    )
}

fn choice(name: &str, column: usize, mut values: Vec<String>) -> String {
    values.sort();
    values.dedup();
    let options: String = values.iter().map(|value| format!("<option>{}</option>", Text(value))).collect();
    format!(
        "<label>{name} <select data-column=\"{column}\"><option value=\"\">all</option>{options}</select></label>\n"
    )
}
