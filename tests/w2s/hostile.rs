//! A claim file whose texts are written to act: nothing of it acts in anything that the program writes.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{text, w2s};

/// Characters that turn text, break lines where none break, or move a cursor.
const ACTING: [char; 5] = ['\u{202e}', '\u{2066}', '\u{2028}', '\u{1b}', '\u{7}'];

/// A folder with the claim, and the claim's file.
fn folder_and_claim() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/page/hostile.toml");
    (folder, file.to_str().expect("a path of letters").to_owned())
}

/// Runs the program, which ends well.
fn done(folder: &TempDir, arguments: &[&str]) -> String {
    let output = w2s(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// All files in a folder and in its folders.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

#[test]
fn nothing_of_a_hostile_file_acts_in_reports() {
    let (folder, file) = folder_and_claim();
    done(&folder, &["check", &file, "--no-store", "--html", "--format", "csv,json", "--out", "out"]);
    let written = files_in(&folder.path().join("out"));
    assert_eq!(written.len(), 7, "{written:?}");
    for path in written {
        let name = path.file_name().expect("a name").to_string_lossy();
        let written = std::fs::read_to_string(&path).expect("text");
        assert!(written.contains("alert"), "{name} leaves the text out");
        assert!(!written.contains(ACTING), "{name} has {:?}", written.find(ACTING));
        assert!(
            !name.ends_with(".html")
                || !["href=\"javascript:", "href=javascript:"].iter().any(|link| written.contains(link)),
            "{name}"
        );
        // In a page these are letters, and after a backslash in Markdown too.
        for link in ["](javascript:", "](vbscript:", "](data:"] {
            let is_escaped = |at: usize| written[..at].ends_with('\\');
            let mut places = written.match_indices(link);
            assert!(!name.ends_with(".md") || places.all(|(at, _)| is_escaped(at)), "{name} has {link:?}");
        }
        for tag in ["<script>alert", "<img", "<iframe", "<div onclick", "<svg onload", "<b onmouseover", "<i>alert"] {
            let mut places = written.match_indices(tag);
            let is_escaped = |at: usize| written[..at].ends_with('\\');
            let is_data = name.ends_with(".json") || name.ends_with(".csv");
            assert!(is_data || places.all(|(at, _)| name.ends_with(".md") && is_escaped(at)), "{name} has {tag}");
        }
    }
}

/// Whatever a reader of the SVG takes for a tag or an entity, the program has written.
#[test]
fn nothing_of_a_hostile_file_acts_in_an_svg() {
    let (folder, file) = folder_and_claim();
    done(&folder, &["check", &file, "--no-store", "--out", "out"]);
    let svg = std::fs::read_to_string(folder.path().join("out/figures/hostile.svg")).expect("a figure");
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;"];
    assert!(svg.match_indices('&').all(|(at, _)| entities.iter().any(|entity| svg[at..].starts_with(entity))), "{svg}");
    let tags = ["svg", "/svg", "title", "/title", "desc", "/desc", "path", "rect", "circle", "g", "/g"];
    for (at, _) in svg.match_indices('<') {
        let tag = svg[at + 1..].split([' ', '>', '/', '\n']).find(|part| !part.is_empty()).expect("a name");
        assert!(tags.contains(&tag), "{tag}");
    }
    assert!(svg.contains("عربي") && svg.contains("弱"), "letters of all languages stay");
}

/// A spreadsheet splits a line at commas, semicolons or tabs, and takes what then begins with one of four signs for a formula.
#[test]
fn nothing_of_a_hostile_file_acts_in_a_spreadsheet() {
    let (folder, file) = folder_and_claim();
    done(&folder, &["check", &file, "--no-store", "--format", "csv", "--out", "out"]);
    let csv = std::fs::read_to_string(folder.path().join("out/cells/hostile.csv")).expect("a table");
    for line in csv.lines() {
        for cell in line.split([',', ';', '\t']).map(|cell| cell.trim_matches([' ', '"'])) {
            let is_harmless = !cell.starts_with(['=', '+', '-', '@']) || cell.parse::<f64>().is_ok();
            assert!(is_harmless, "{cell}: {line}");
        }
    }
    assert!(csv.contains(",'-naive.mse <= -segment_bound,") && csv.contains(",\\u{3d}cmd|'"), "{csv}");
    let first = csv.lines().find(|line| line.starts_with("hostile,")).expect("a row");
    assert!(
        first.split(',').filter(|cell| cell.parse::<f64>().is_ok_and(|number| number < 0.0)).count() >= 4,
        "{first}"
    );
}

#[test]
fn nothing_of_a_hostile_file_acts_in_vega_lite() {
    let (folder, file) = folder_and_claim();
    let written = done(&folder, &["export", "vega-lite", &file, "--no-store"]);
    assert!(!written.contains(ACTING), "{written}");
    let figure: Value = serde_json::from_str(&written).expect("JSON");
    assert!(figure["title"].is_string() && figure["data"]["values"].is_array(), "{figure}");
    // Only these would make Vega compute, load or link.
    fn keys(value: &Value) -> Vec<&str> {
        let inner = match value {
            Value::Array(values) => values.iter().flat_map(keys).collect(),
            Value::Object(values) => values.values().flat_map(keys).collect(),
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => Vec::new(),
        };
        let own = value.as_object().into_iter().flat_map(|values| values.keys().map(String::as_str));
        inner.into_iter().chain(own).collect()
    }
    let acting = ["signal", "expr", "url", "href", "labelExpr", "calculate", "image"];
    assert!(keys(&figure).iter().all(|key| !acting.contains(key)), "{figure}");
}

/// The commands of TeX that the program itself writes for such a claim.
const COMMANDS: [&str; 24] = [
    "addlegendentry",
    "addlegendimage",
    "addplot",
    "begin",
    "beta",
    "bottomrule",
    "definecolor",
    "end",
    "eta",
    "footnotesize",
    "hat",
    "infty",
    "linewidth",
    "mathbb",
    "mathrm",
    "midrule",
    "nextgroupplot",
    "sigma",
    "textasciicircum",
    "textasciitilde",
    "textbackslash",
    "textbf",
    "times",
    "toprule",
];

/// What TeX would do with this text: it runs the program's own commands only, and no group or comment ends where the program has not ended it.
fn assert_harmless_tex(tex: &str) {
    let mut depth = 0_i64;
    for line in tex.lines().filter(|line| !line.starts_with('%')) {
        assert!(!line.contains("^^"), "{line}");
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if c == '\\' {
                let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                assert!(length == 0 || COMMANDS.contains(&&rest[..length]), "\\{}: {line}", &rest[..length]);
                let one = rest.chars().next().map_or(0, char::len_utf8);
                rest = &rest[length.max(one)..];
            }
            depth += i64::from(c == '{') - i64::from(c == '}');
            assert!(depth >= 0 && (c != '%' || rest.is_empty()) && c != '~' && c != '#', "{c}: {line}");
        }
    }
    assert_eq!(depth, 0, "{tex}");
}

#[test]
fn nothing_of_a_hostile_file_acts_in_latex() {
    let (folder, file) = folder_and_claim();
    for figure in [&[][..], &["--figure"]] {
        let tex = done(&folder, &[&["export", "latex", &file, "--no-store"][..], figure].concat());
        assert!(!tex.contains(ACTING) && tex.contains("write18"), "{tex}");
        assert_harmless_tex(&tex);
    }
}

/// Images hold nothing that acts, and captions are as harmless as tables.
#[cfg(feature = "print")]
#[test]
fn nothing_of_a_hostile_file_acts_in_print() {
    let (folder, file) = folder_and_claim();
    done(&folder, &["check", &file, "--no-store", "--out", "out", "--print", "pdf", "--titles"]);
    let read = |name: &str| std::fs::read(folder.path().join("out/figures").join(name)).expect(name);
    let pdf = String::from_utf8_lossy(&read("hostile.pdf")).into_owned();
    for acting in ["/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction", "/AA", "/Annots", "/EmbeddedFile"] {
        assert!(!pdf.contains(acting), "{acting}");
    }
    assert!(!pdf.contains("write18"), "what stands in a PDF beside its pages is nobody's text");
    assert_harmless_tex(&text(&read("hostile.tex")));
    let caption = text(&read("hostile.txt"));
    assert!(!caption.contains(ACTING) && caption.lines().count() == 1, "{caption}");
}

/// Names of files and programs are words of the scripts, whatever stands in them.
#[cfg(unix)]
#[test]
fn nothing_of_a_hostile_name_acts_in_scripts() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, file) = folder_and_claim();
    let name = "it's $(touch acted) `touch acted`;touch acted\n#SBATCH --wrap=x.toml";
    std::fs::copy(&file, folder.path().join(name)).expect("a copy");
    let program = folder.path().join("pro'gram\"$(touch acted)");
    std::fs::write(&program, "#!/bin/sh\nprintf '%s\\0' \"$@\" > arguments\n").expect("a script");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("its owner");
    let program = program.to_str().expect("letters");
    done(&folder, &["slurm", name, "--shards", "2", "--program", program, "--out", "out $(touch acted)"]);
    let out = folder.path().join("out $(touch acted)");
    let mut shell = std::process::Command::new("bash");
    let status = shell.arg("shards.sbatch").current_dir(&out).env("SLURM_ARRAY_TASK_ID", "1").status();
    assert!(status.expect("bash").success());
    let arguments = std::fs::read_to_string(out.join("arguments")).expect("what the program was given");
    let whole = folder.path().canonicalize().expect("a folder").join(name);
    let given = arguments.split('\0').nth(1).map(|path| Path::new(path).canonicalize().expect("a path"));
    assert_eq!(given.as_deref(), Some(whole.as_path()), "{arguments}");
    for path in files_in(folder.path()) {
        assert_ne!(path.file_name().and_then(|name| name.to_str()), Some("acted"), "{path:?}");
    }
    // A script is read on a terminal.
    for acting in ["odd \u{1b}[2J.toml", "odd \u{202e}.toml"] {
        std::fs::copy(&file, folder.path().join(acting)).expect("a copy");
        let output = w2s(folder.path(), &["slurm", acting, "--shards", "2", "--out", "scripts"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("act on a terminal; rename it"), "{}", text(&output.stderr));
    }
}
