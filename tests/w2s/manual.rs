//! Completions and manual pages name what the program has.

use crate::program::{text, w2s};

/// What the program prints for these arguments.
fn printed(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let output = w2s(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// The commands in a help text, `help` itself left out.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Descriptions that go on are indented further.
    let names = listed.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").collect()
}

/// Whether some word of the text is this name.
fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name)
}

#[test]
fn completions_name_every_command() {
    let help = printed(&["-h"]);
    let commands = commands(&help);
    assert!(commands.len() > 10 && commands.contains(&"falsify"), "{commands:?}");
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&["completions", shell]);
        let missing: Vec<&&str> = commands.iter().filter(|command| !names(&script, command)).collect();
        assert!(missing.is_empty(), "{shell} lacks {missing:?}");
        assert!(script.contains("error-probability"), "{shell} completes no flags");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let page = printed(&["man"]);
    assert!(page.contains(".TH w2s 1"), "{}", &page[..200]);
    let help = printed(&["-h"]);
    for command in commands(&help) {
        assert!(page.contains(&format!("w2s\\-{command}(1)")), "{command} is not in the page of w2s");
        let own = printed(&["man", command]);
        assert!(own.contains(&format!(".TH w2s-{command} 1")), "{}", &own[..200]);
    }
    assert!(printed(&["man", "store", "prune"]).contains(".TH w2s-store-prune 1"));
}

#[test]
fn a_command_that_does_not_exist_has_no_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = |path: &[&str]| {
        let output = w2s(folder.path(), &[&["man"], path].concat());
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let unknown = message(&["store", "burn"]);
    assert!(unknown.contains("w2s store has no command burn; name one of: list, verify, prune"), "{unknown}");
    assert!(message(&["list", "claims"]).contains("w2s list has no command claims; leave it out"));
}
