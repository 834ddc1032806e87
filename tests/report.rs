//! The committed report reads as it should on GitHub: links lead somewhere, formulas and tables are whole.

use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn report() -> String {
    std::fs::read_to_string(Path::new(ROOT).join("paper_checks.md")).expect("paper_checks.md")
}

/// A line without what stands in backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

fn anchor(heading: &str) -> String {
    let kept: String = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect();
    kept.replace(' ', "-")
}

fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let headings: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches('#').trim()))
        .collect();
    for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let is_there = match target.strip_prefix('#') {
            Some(anchor) => headings.iter().any(|heading| heading == anchor),
            None => target.starts_with("https://") || Path::new(ROOT).join(target).exists(),
        };
        if !is_there {
            faults.push(format!("the link to {target} leads nowhere"));
        }
    }
    let mut cells = None;
    for line in text.lines() {
        let plain = without_code(line).replace("\\$", "");
        if plain.matches('$').count() % 2 == 1 {
            faults.push(format!("a formula does not end: {line}"));
        }
        if line.contains("\\operatorname") {
            faults.push(format!("GitHub refuses \\operatorname: {line}"));
        }
        let count = line.starts_with('|').then(|| line.replace("\\|", "").matches('|').count());
        if count.is_some() && cells.is_some() && count != cells {
            faults.push(format!("a row of another length: {line}"));
        }
        cells = count;
    }
    faults
}

#[test]
fn the_report_is_whole() {
    let faults = faults(&report());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn faults_are_found() {
    assert_eq!(faults("# A b\n[x](#a-b) [y](Cargo.toml) $x$\n| a | b |\n| --- | --- |\n"), [""; 0]);
    assert_eq!(faults("[x](#nowhere) [y](no/file.md)").len(), 2);
    assert_eq!(faults("a $x\n\n$\\operatorname{sign}$\n\n| a | b |\n| c |\n").len(), 3);
}
