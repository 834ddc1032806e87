//! Bad input is refused with its place and the remedy, and nothing is written.

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, text, w2s};

/// What is changed in the claim file, and words that the message must contain: the key and the remedy.
const BAD_CLAIMS: [(&str, &str, &[&str]); 32] = [
    ("\"uniform\"", "[0.5, 0.6, -0.1]", &["source_prior[2] = -0.1", "[0, 1]", "\"uniform\""]),
    ("\"uniform\"", "[0.5, 0.6, 0.1]", &["source_prior sums to 1.2", "divide its entries by 1.2"]),
    ("\"uniform\"", "[0.5, 0.5]", &["source_prior has 2 entries", "3 concepts"]),
    ("\"uniform\"", "[0.5, nan, 0.5]", &["source_prior[1] = NaN", "[0, 1]"]),
    ("\"uniform\"", "\"flat\"", &["flat", "uniform"]),
    ("orthonormal = 3", "orthonormal = 9", &["concepts.orthonormal = 9", "dim = 8", "raise dim to 9"]),
    ("orthonormal = 3", "orthonormal = 0", &["concepts.orthonormal", "at least one"]),
    ("orthonormal = 3", "vectors = [[1.0, 0.0]]", &["concepts.vectors[0] has 2 coordinates", "dim = 8"]),
    (
        "{ orthonormal = 3 }",
        "{ persona = { count = 8, content = 1.0, style = 0.5 } }",
        &["persona.count", "raise dim to 9"],
    ),
    ("noise = 0.5\nweak", "noise = 0.0\nweak", &["noise = 0:", "positive"]),
    ("noise = 0.5\nweak", "noise = -1.0\nweak", &["noise = -1:", "positive"]),
    ("noise = 0.5\nweak", "noise = nan\nweak", &["noise = NaN", "positive"]),
    ("noise = 0.5 }", "noise = 0.0 }", &["weak.noise = 0:", "positive"]),
    ("dim = 8", "dim = 0", &["dim = 0", "dim = 1 or more"]),
    ("target = 0", "target = 3", &["target = 3", "from 0 to 2"]),
    ("target = 0", "", &["target is missing", "give either target"]),
    ("target = 0", "target = 0\ntarget_prior = \"uniform\"", &["both given", "only one"]),
    ("dim = 8", "dim = 3", &["weak.off_hull = 0.6", "span all 3 dimensions", "raise dim"]),
    ("cosine = 0.8", "cosine = nan", &["weak.cosine = NaN", "finite"]),
    ("off_hull = 0.6", "off_hull = -0.6", &["weak.off_hull = -0.6", "write 0.6"]),
    ("cosine = 0.8, off_hull = 0.6", "vectors = [[1.0]]", &["weak.vectors[0] has 1 coordinates", "dim = 8"]),
    ("cosine = 0.8, ", "", &["neither cosine nor vectors", "weak.cosine"]),
    ("\"gaussian\"", "{ anisotropic = [1.0, 2.0] }", &["2 variances", "dim = 8"]),
    ("\"gaussian\"", "\"gausian\"", &["gausian", "gaussian"]),
    ("noise = 0.5\nweak", "nois = 0.5\nweak", &["nois", "noise"]),
    ("title = ", "titel = ", &["titel", "title"]),
    ("naive.mse", "naive.ms", &["claim.states", "naive.ms", "naive.mse"]),
    ("segment_bound", "segment_bund", &["claim.states", "segment_bund", "segment_bound"]),
    ("segment_bound", "2 * (", &["claim.states", "2 * ("]),
    ("samples = [16, 4096]", "sample = [16, 4096]", &["sweep.sample", "samples"]),
    ("penalty = { log =", "penalty = { logspace =", &["penalty.logspace", "write { log = [first, last, count] }"]),
    ("samples = [16, 4096]", "samples = [0.5]", &["samples = 0.5", "whole number"]),
];

#[test]
fn bad_claims_are_refused_with_file_key_and_remedy() {
    for (from, to, words) in BAD_CLAIMS {
        assert!(CLAIM.contains(from), "{from} stands in the claim");
        refused(&CLAIM.replacen(from, to, 1), words);
    }
    refused(&CLAIM.replace("id = ", "assumes = [\"isotropc\"]\nid = "), &["assumes", "isotropc", "isotropic"]);
    refused(&CLAIM.replace("\"mine\"", "\"../mine\""), &["id", "../mine", "letters"]);
    refused(&CLAIM.replace("x = \"penalty\"", "x = \"penalti\""), &["figure.x", "penalti", "samples, penalty"]);
    refused(&CLAIM.replace("[figure]", "when = \"samples >= 1e6\"\n\n[figure]"), &["claim.when", "samples >= 1e6"]);
    refused(&CLAIM.replace("[figure]", "[domain]\nsamples = [4, 2]\n\n[figure]"), &["domain.samples", "write [2, 4]"]);
    refused("id = 3", &["line 1", "string"]);
}

/// A misspelt key is shown in its line, with what was meant, whichever table it stands in.
#[test]
fn a_misspelt_key_is_shown_in_its_line() {
    let domain = "[domain]\ndmi = [2, 8]\n\n[figure]";
    for (from, to, words) in [
        (
            "noise = 0.5\nweak",
            "nois = 0.5\nweak",
            ["line 11, column 1", "\n  nois = 0.5\n  ^^^^\n", "did you mean noise?"],
        ),
        ("cosine", "cosin", ["line 12, column 10", "           ^^^^^\n", "did you mean cosine?"]),
        ("[sweep]", "[sweeep]", ["line 14, column 2", "\n  [sweeep]\n   ^^^^^^\n", "did you mean sweep?"]),
        ("states", "stats", ["line 19, column 1", "stats = ", "did you mean states?"]),
        ("[figure]", domain, ["line 24, column 1", "\n  dmi = [2, 8]\n  ^^^\n", "did you mean dim?"]),
        (
            "states = ",
            "assumes = []\nstates = ",
            ["line 19, column 1", "\n  ^^^^^^^\n", "assumes stands above the first table"],
        ),
    ] {
        refused(&CLAIM.replacen(from, to, 1), &words);
    }
    let subspaces = "regression = { spectrm = [1.0], noise = 0.5 }";
    let start = CLAIM.find("dim = 8").expect("a problem");
    let end = CLAIM.find("\n[sweep]").expect("a sweep");
    let text = format!("{}{subspaces}{}", &CLAIM[..start], &CLAIM[end..]);
    refused(&text, &["line 6, column 16", "unknown key `spectrm`", "did you mean spectrum?"]);
}

/// Whoever names a file that cannot be read is told what to do.
#[test]
fn files_that_cannot_be_read_come_with_a_remedy() {
    let folder = folder_with(CLAIM);
    std::fs::write(folder.path().join("bytes.toml"), [0xff, 0xfe]).expect("a file");
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    for (arguments, words) in [
        (["check", "absent-claim.toml"], "check the name and the folder, or write such a file with `w2s new FILE`"),
        (["check", "mien.toml"], "did you mean mine.toml?"),
        (["check", "bytes.toml"], "it is not text in UTF-8; save it in UTF-8"),
        (["check", "empty"], "the folder holds no claim file (*.toml); `w2s new FILE`"),
        (["check", "--from=absent.json"], "there is no such file; check the name and the folder"),
        (["train", "absent.toml"], "there is no such file; check the name and the folder"),
        (["new", "absent/mine.toml"], "choose a folder that exists"),
    ] {
        let output = w2s(folder.path(), &arguments);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(words), "{arguments:?}: {message}");
    }
}

/// A claim on a hidden-Markov problem.
const HIDDEN_MARKOV: &str = r#"
id = "mine"
[problem]
hidden_markov = { cyclic = { concepts = 2, states = 3, regularity = 0.8, noise = 0.1, delimiter = 0.2 } }
[sweep]
examples = [2, 4]
example_length = [3]
[claim]
states = "hmm.misalignment <= hmm_misalignment_bound"
"#;

#[test]
fn families_of_problems_do_not_mix() {
    let output = w2s(folder_with(HIDDEN_MARKOV).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for (from, to, words) in [
        ("hmm.misalignment", "source.mse", ["source.mse is measured on a transfer problem", "dim", "hmm.accuracy"]),
        (
            "hmm_misalignment_bound",
            "segment_bound",
            ["segment_bound is computed for a transfer problem", "dim", "hmm_evidence"],
        ),
        ("[sweep]", "dim = 3\n[sweep]", ["problem", "dim", "hidden_markov"]),
        ("states = 3", "states = 1", ["hidden_markov.cyclic.states = 1", "from 2", "64"]),
        ("noise = 0.1", "nois = 0.1", ["problem", "nois", "noise"]),
        ("cyclic = {", "cycle = {", ["problem", "cycle", "cyclic"]),
        ("[2, 4]", "[65]", ["examples = 65", "from 0", "to 64"]),
        ("[3]", "[20]", ["claim.states", "example_length = 20", "distinguishability_ceiling"]),
    ] {
        // A quantity without settings is swept over none.
        let changed = HIDDEN_MARKOV.replace(from, to);
        let swept = "examples = [2, 4]\nexample_length = [3]\n";
        refused(&if to.contains("source") { changed.replace(swept, "") } else { changed }, &words);
    }
    let other = CLAIM.replace("naive.mse", "hmm.accuracy").replace("samples = [16, 4096]", "examples = [4]");
    let other =
        other.replace("penalty = {", "example_length = [3]\nnoise = {").replace("x = \"penalty\"", "x = \"noise\"");
    refused(&other, &["hmm.accuracy is measured on a hidden-Markov problem", "hidden_markov", "naive.mse"]);
}

#[test]
fn a_condition_that_is_not_met_makes_a_claim_not_applicable() {
    let assuming = |condition: &str| format!("assumes = [\"{condition}\"]\n{HIDDEN_MARKOV}");
    let check = |claim: &str| w2s(folder_with(claim).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(check(&assuming("distinguishable")).status.code(), Some(0));
    let output = check(&assuming("indistinguishable"));
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("the problem is not indistinguishable"), "{}", text(&output.stdout));
}

fn refused(claim: &str, words: &[&str]) {
    let folder = folder_with(claim);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{words:?}: {message}");
    for word in words.iter().chain(&["mine.toml"]) {
        assert!(message.contains(word), "{word:?} is not in: {message}");
    }
    assert!(output.stdout.is_empty(), "nothing is printed to standard output");
    assert!(!folder.path().join("out").exists(), "nothing is written for: {message}");
}

#[test]
fn bad_commands_are_refused() {
    let folder = folder_with(CLAIM);
    for (arguments, words) in [
        (vec!["check", "nothing"], vec!["nothing", "`w2s list claims` shows"]),
        (vec!["check", "prop-3.2-segmen"], vec!["did you mean prop-3.2-segment?"]),
        (vec!["measure", "naive.ms", "--problem", "mine.toml"], vec!["naive.ms", "naive.mse"]),
        (vec!["measure", "naive.mse", "--problem", "mine.toml"], vec!["samples is missing", "number of weak labels"]),
        (vec!["measure", "naive.mse", "--problem", "mine.toml", "--set", "samples"], vec!["NAME=VALUE"]),
        (vec!["measure", "naive.mse", "--problem", "mine.toml", "--set", "sample=3"], vec!["sample", "samples"]),
        (vec!["formula", "segment_boun", "--problem", "mine.toml"], vec!["did you mean segment_bound?"]),
        (vec!["formula", "eps_p2", "--problem", "absent.toml"], vec!["absent.toml"]),
        (vec!["check", "mine.toml", "--error-probability", "2"], vec!["below 1"]),
        (vec!["check", "mine.toml", "--set", "dim=9"], vec!["are for sentences", "the claim's own file"]),
        (vec!["check", "prop-3.2-segment", "--set", "dim=9"], vec!["are for sentences", "w2s new FILE --from ID"]),
        (vec!["check", "mine.toml", "--problem", "mine.toml", "--set", "dim=9"], vec!["are for sentences"]),
        (vec!["check", "--problem", "mine.toml"], vec!["are for sentences, and none is given"]),
        (vec!["check", "naive.mse > 0", "--set", "dim=9"], vec!["is a sentence", "--problem FILE"]),
    ] {
        let output = w2s(folder.path(), &arguments);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(words.iter().all(|word| message.contains(word)), "{arguments:?}: {message}");
    }
}
