//! Messages of a length that people read, whatever a file holds.

/// The most characters of a line of a message.
const LONGEST: usize = 1000;

/// So many of them are the line's end, where a remedy stands.
const END: usize = 300;

/// Returns a message without the middle of lines that are too long. A message quotes what a file holds, which may be one line of megabytes; its
/// start says where that is, and its end what to do.
pub fn brief(message: &str) -> String {
    message.split('\n').map(brief_line).collect::<Vec<_>>().join("\n")
}

fn brief_line(line: &str) -> String {
    // A line has no more characters than bytes.
    let length = if line.len() <= LONGEST { 0 } else { line.chars().count() };
    if length <= LONGEST {
        return line.to_owned();
    }
    let start = line.chars().take(LONGEST - END - 1);
    start.chain(['…']).chain(line.chars().skip(length - END)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_and_end_of_a_line_stay() {
        let long = format!("mine.toml: {} is no name; use another", "é".repeat(5000));
        let shown = brief(&format!("{long}\nshort\n"));
        assert!(shown.starts_with("mine.toml: éé") && shown.contains("éé…éé"), "{shown}");
        assert!(shown.ends_with("is no name; use another\nshort\n"), "{shown}");
        assert_eq!(shown.lines().next().map(|line| line.chars().count()), Some(LONGEST));
        let longest = "é".repeat(LONGEST);
        assert_eq!(brief(&longest), longest);
    }
}
