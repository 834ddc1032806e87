//! Tables in which equal values below each other stand once.

use super::html::Text;

/// A table with these attributes and names of columns. The cells are HTML.
pub(super) fn merged_table(attributes: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let names: String = columns.iter().map(|name| format!("<th scope=col>{}</th>", Text(name))).collect();
    let body = body(rows);
    format!(
        "<div class=\"table\"><table{attributes}>\n<thead><tr>{names}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
    )
}

/// The rows, each with the values that differ from those above it. A value that stays reaches over its rows, if that takes fewer letters.
fn body(rows: &[Vec<String>]) -> String {
    let mut lines = vec!["<tr>".to_owned(); rows.len()];
    for column in 0..rows.first().map_or(0, Vec::len) {
        let mut top = 0;
        for run in rows.chunk_by(|a, b| a[column] == b[column]) {
            let value = &run[0][column];
            let span = format!("<td rowspan={}>{value}", run.len());
            let each = format!("<td>{value}");
            if span.len() < each.len() * run.len() {
                lines[top] += if run.len() > 1 { &span } else { &each };
            } else {
                lines[top..top + run.len()].iter_mut().for_each(|line| *line += &each);
            }
            top += run.len();
        }
    }
    lines.concat() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_stays_reaches_over_its_rows() {
        let rows = ["cube 1 a", "cube 1 b", "cube 2 c"].map(|row| row.split(' ').map(str::to_owned).collect());
        let rows: Vec<Vec<String>> = rows.into_iter().cycle().take(9).collect();
        let lines = body(&rows);
        assert!(lines.starts_with("<tr><td rowspan=9>cube<td>1<td>a<tr><td>1<td>b<tr><td>2<td>c<tr><td>1"), "{lines}");
        assert_eq!(body(&rows[..1]), "<tr><td>cube<td>1<td>a\n");
        assert_eq!(lines.matches("<tr>").count(), 9);
    }
}
