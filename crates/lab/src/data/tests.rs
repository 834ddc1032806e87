//! Data files as a whole: what is read, and what is refused with which words.

use indexmap::IndexMap;

use proptest::prelude::*;

use super::{DataError, DataLimits, DataSpec, DataTable};
use crate::setting::SettingValue;
use weak_to_strong::evidence::{LEAST_REPLICATES, Warrant};
use weak_to_strong::numeric::JointMoments;

const LIMITS: DataLimits = DataLimits { bytes: 1 << 20, cells: 100, numbers: 1_000_000 };

const SPEC: &str = r#"
    file = "runs.csv"
    settings = ["samples", "strategy"]
    [observations]
    "network.error" = { column = "test_error", range = [0, 1] }
    "network.loss" = "loss"
"#;

const ROWS: &str = "seed,loss,samples,test_error,strategy\n\
                    1,-2.5,16,0.25,refine\n\
                    2,4,16.0,0.75,refine\n\
                    3,1,64,1,refine\n\
                    4,1e1,16,0,\"ask, then\"\n";

fn spec(text: &str) -> DataSpec {
    toml::from_str(text).expect("a spec")
}

fn read_within(limits: &DataLimits, spec_text: &str, rows: impl AsRef<[u8]>) -> Result<DataTable, DataError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("runs.csv");
    std::fs::write(&path, rows).expect("a file");
    DataTable::read(&path, &spec(spec_text), limits)
}

fn read(spec: &str, rows: impl AsRef<[u8]>) -> Result<DataTable, DataError> {
    read_within(&LIMITS, spec, rows)
}

fn at(samples: f64, strategy: &str) -> IndexMap<String, SettingValue> {
    let word = SettingValue::Word(strategy.to_owned());
    IndexMap::from([("strategy".to_owned(), word), ("samples".to_owned(), SettingValue::Number(samples))])
}

#[test]
fn rows_that_agree_in_all_settings_are_one_cell() {
    let table = read(SPEC, ROWS).expect("a table");
    assert_eq!(table.names().collect::<Vec<_>>(), ["network.error", "network.loss"]);
    assert_eq!((table.place_of("network.loss"), table.place_of("loss")), (Some(1), None));
    let sizes: Vec<u64> = table.cells().map(|cell| cell.replicates()).collect();
    assert_eq!(sizes, [2, 1, 1]);
    assert_eq!(table.values_of("samples"), [SettingValue::Number(16.0), SettingValue::Number(64.0)]);
    let (moments, inference) = table.moments(&at(16.0, "refine")).expect("a cell");
    assert_eq!(moments.mean(), [0.5, 0.75]);
    // Both are of one row: (0.25, −2.5) and (0.75, 4).
    assert_eq!(moments.covariance(0, 1), 0.5 * 0.5 * 6.5);
    assert_eq!(inference.estimates(moments)[1].replicates, 2);
    let cell = table.cell(&at(16.0, "ask, then")).expect("a cell");
    assert_eq!(cell.observations().collect::<Vec<_>>(), [[0.0, 10.0]]);
    // Other settings of a point do not matter; one that is missing does.
    let mut more = at(64.0, "refine");
    more.insert("penalty".to_owned(), SettingValue::Number(0.1));
    assert!(table.cell(&more).is_some() && table.cell(&at(65.0, "refine")).is_none());
    more.shift_remove("samples");
    assert!(table.cell(&more).is_none());
    assert_eq!(table.sha256().len(), 64);
}

#[test]
fn ends_are_proved_where_a_range_is_declared() {
    let rows: String = (0..3000).map(|i| format!("{},{}\n", i % 2, i % 7)).collect();
    let one_cell = "file = \"runs.csv\"\n[observations]\nown = { column = \"x\", range = [0, 1] }\nother = \"y\"\n\
                    \"own.half\" = { column = \"z\", range = [0, inf] }";
    let rows = rows.lines().map(|row| format!("{row},3\n")).collect::<String>();
    let table = read(one_cell, format!("x,y,z\n{rows}")).expect("a table");
    let (moments, inference) = table.moments(&IndexMap::new()).expect("its only cell");
    let warrants: Vec<_> =
        inference.enclosures(moments, 1e-3).iter().map(|found| (found.lower.warrant, found.upper.warrant)).collect();
    let (proved, not) = (Warrant::FiniteSample, Warrant::Asymptotic);
    assert_eq!(warrants, [(proved, proved), (not, not), (proved, not)]);
    let watched: Vec<bool> = (0..3).map(|at| moments.extremes(at).is_some()).collect();
    assert_eq!(watched, [false, true, true]);
}

/// A file that is part of the program is found from any folder.
#[test]
fn an_embedded_file_is_read() {
    let text = "file = \"embedded:personas.csv\"\nsettings = [\"learner\"]\n[observations]\nown = \"content\"";
    let limits = DataLimits { cells: 10, ..LIMITS };
    let table = DataTable::read("nowhere".as_ref(), &spec(text), &limits).expect("a table");
    assert_eq!((table.values_of("learner").len(), table.cells().len()), (7, 7));
    let short = DataLimits { bytes: 100, ..LIMITS };
    let error = DataTable::read("nowhere".as_ref(), &spec(text), &short).expect_err("too long").to_string();
    assert!(error.starts_with("personas.csv has more than the 100 bytes"), "{error}");
}

/// Eight rows are enough for Student's interval. What two observations of a row share cancels, and a difference without variation says nothing.
#[test]
fn a_declared_law_gives_an_interval_from_few_rows() {
    let text = "file = \"runs.csv\"\n[observations]\nown = { column = \"x\", law = \"normal\" }\n\
                other = { column = \"y\", law = \"normal\" }\nunknown = \"z\"\nsame = { column = \"w\", law = \"normal\" }";
    let xs = [1.0, 2.0, 4.0, 4.0, 5.0, 7.0, 8.0, 9.0];
    // The other number is greater by 1, 2, 1, 2, …: by 1.5, with standard error √(2/7)/√8.
    let row = |(i, x): (usize, &f64)| format!("{x},{},{x},{}\n", x + 1.0 + (i % 2) as f64, x + 1.0);
    let rows: String = xs.iter().enumerate().map(row).collect();
    let table = read(text, format!("x,y,z,w\n{rows}")).expect("a table");
    let (moments, inference) = table.moments(&IndexMap::new()).expect("its only cell");
    // t₇ at 0.975.
    let (t, of) =
        (2.364_624, |weights: &[(usize, f64)]| inference.linear_enclosure(moments, weights, 0.05).expect("a form"));
    let own = of(&[(0, 2.0)]);
    let variance = xs.iter().map(|x| (x - 5.0) * (x - 5.0)).sum::<f64>() / 7.0;
    assert!((own.upper.at - 10.0 - 2.0 * t * (variance / 8.0).sqrt()).abs() < 1e-4, "{own:?}");
    assert!((own.lower.at + own.upper.at - 20.0).abs() < 1e-9 && own.warrant() == Warrant::Model, "{own:?}");
    let difference = of(&[(1, 1.0), (0, -1.0)]);
    assert!((difference.upper.at - 1.5 - t * (2.0_f64 / 7.0 / 8.0).sqrt()).abs() < 1e-4, "{difference:?}");
    assert!((difference.lower.at + difference.upper.at - 3.0).abs() < 1e-6 && difference.warrant() == Warrant::Model);
    for nothing in [of(&[(2, 1.0)]), of(&[(0, 1.0), (2, 1.0)]), of(&[(3, 1.0), (0, -1.0)])] {
        assert_eq!(nothing.upper.at, f64::INFINITY, "{nothing:?}");
    }
    assert!(moments.count() < LEAST_REPLICATES);
}

#[test]
fn blocks_go_through_the_file_in_order() {
    let numbers: Vec<f64> = (0..700).map(|i| (f64::from(i) * 0.7).sin()).collect();
    let rows: String = numbers.iter().map(|x| format!("{x}\n")).collect();
    let table = read("file = \"runs.csv\"\n[observations]\nown = \"x\"", format!("x\n{rows}")).expect("a table");
    let mut expected = JointMoments::watching(1, &[0]);
    for block in numbers.chunks(256) {
        let mut moments = expected.emptied();
        block.iter().for_each(|x| moments.push(&[*x]));
        expected.merge(&moments);
    }
    let (moments, _) = table.moments(&IndexMap::new()).expect("its only cell");
    assert_eq!(moments.to_bytes(), expected.to_bytes());
}

/// Marks of the byte order, line ends of all systems, spaces, comments, blank lines and a missing last line end change nothing.
#[test]
fn files_of_other_programs_say_the_same() {
    let moments = |rows: &str| {
        let table = read(SPEC, rows).expect(rows);
        table.moments(&at(16.0, "refine")).expect("a cell").0.to_bytes()
    };
    let plain = moments(ROWS);
    let spaced = ROWS.replace(",0.25,refine", " , 0.25 ,\trefine");
    for same in [
        format!("\u{feff}{ROWS}"),
        ROWS.replace('\n', "\r\n"),
        ROWS.replace('\n', "\r"),
        spaced,
        format!("# made by hand\n\n{}", ROWS.replace("\n2,", "\n# half\n\n2,")),
        ROWS.trim_end().to_owned(),
    ] {
        assert_eq!(moments(&same), plain, "{same:?}");
    }
}

#[test]
fn bad_files_are_refused_with_line_and_column() {
    for (from, to, said) in [
        ("0.75", "0,75", "line 3: the row has 6 fields, but the header has 5"),
        ("0.75", "\"0,75\"", "line 3, column test_error: \"0,75\" is not a finite number; write digits"),
        ("0.75", "nan", "line 3, column test_error: \"nan\" is not a finite number"),
        ("0.75", "inf", "line 3, column test_error: \"inf\" is not a finite number"),
        ("0.75", "", "line 3, column test_error: the field is empty; fill it in"),
        (
            "0.75",
            "1.5",
            "line 3, column test_error: 1.5 lies outside the range [0, 1] that data.observations.\"network.error\"",
        ),
        ("16.0", "NaN", "line 3, column samples: \"NaN\" is no value of a setting"),
        ("16.0", "", "line 3, column samples: the field is empty"),
        ("\n2,", "\n# half\n\r\n2,9,", "line 5: the row has 6 fields"),
        (",0.75,refine", "", "line 3: the row has 3 fields"),
        ("\"ask, then\"", "\"ask", "line 5: a quotation mark is open to the end of the file; close it"),
        (
            "2,4,16.0,0.75,refine",
            "2,4,16.0,0.75,\"refine\nagain\"",
            "line 3, column strategy: \"refine…\" is no value of a setting",
        ),
        ("seed", "loss", "line 1: the columns 1 and 2 are both called loss; rename one"),
        (
            "test_error",
            "error",
            "has no column test_error, which data.observations.\"network.error\" names; its columns are: seed, loss, samples",
        ),
        ("samples", "n", "has no column samples, which data.settings names"),
    ] {
        let rows = ROWS.replacen(from, to, 1);
        let error = read(SPEC, &rows).expect_err(&rows);
        assert!(error.to_string().contains(said) && error.to_string().contains("runs.csv"), "{to}: {error}");
    }
}

#[test]
fn what_happened_counts_as_one() {
    let table =
        read("file = \"runs.csv\"\n[observations]\nmissed = \"x\"", "x\ntrue\nFalse\n0\nTrue\n").expect("a table");
    assert_eq!(table.moments(&IndexMap::new()).expect("its only cell").0.mean(), [0.5]);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_parquet_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("runs.Parquet");
    std::fs::write(&path, b"PAR1").expect("a file");
    let error = DataTable::read(&path, &spec(SPEC), &LIMITS).expect_err("no Parquet").to_string();
    assert!(error.contains("runs.Parquet: this build cannot read Parquet, as it was made without the feature parquet"));
    assert!(error.contains("save the table as CSV") && error.contains("--features parquet"), "{error}");
}

#[test]
fn files_that_are_no_tables_are_refused() {
    for (rows, said) in [
        (&b""[..], "is empty; its first line must hold the names of the columns"),
        (b"# only a comment\n", "is empty; its first line"),
        (b"seed,loss,samples,test_error,strategy\n", "has a header and no rows"),
        (b"loss;samples\n1;2\n", "its fields seem to be separated by semicolons: separate them by commas"),
        (b"loss\tsamples\n1\t2\n", "separated by tabs"),
        (b"a,b\n1,\xff\n", "line 2: this is not UTF-8; save the file as UTF-8"),
    ] {
        let error = read(SPEC, rows).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
    }
    let nowhere = DataTable::read("absent/runs.csv".as_ref(), &spec(SPEC), &LIMITS).expect_err("absent").to_string();
    assert!(nowhere.contains("absent/runs.csv cannot be read") && nowhere.contains("data.file"), "{nowhere}");
}

proptest! {
    /// Whatever a file holds, it is read or refused.
    #[test]
    fn no_file_makes_it_panic(rows in "(loss,samples,test_error,strategy[\n\r,]{1,3})?([0-9.,\"#;\n\r a-z\u{feff}é-]{0,9}){0,20}") {
        if let Ok(table) = read(SPEC, rows) {
            prop_assert!(table.cells().all(|cell| cell.replicates() == cell.observations().len() as u64));
        }
    }
}

#[test]
fn limits_are_kept() {
    let bytes = DataLimits { bytes: ROWS.len() as u64, ..LIMITS };
    assert!(read_within(&bytes, SPEC, ROWS).is_ok());
    let error = read_within(&bytes, SPEC, format!("{ROWS}\n")).expect_err("too long").to_string();
    assert!(error.contains(&format!("more than the {} bytes", ROWS.len())), "{error}");
    assert!(read_within(&DataLimits { cells: 3, ..LIMITS }, SPEC, ROWS).is_ok());
    let error = read_within(&DataLimits { cells: 2, ..LIMITS }, SPEC, ROWS).expect_err("too many").to_string();
    assert!(error.contains("line 5") && error.contains("more than the 2 that are read"), "{error}");
    // Two observations, one of them watched: 2·(5 + 512) numbers a cell.
    assert!(read_within(&DataLimits { numbers: 3 * 1034, ..LIMITS }, SPEC, ROWS).is_ok());
    let error = read_within(&DataLimits { numbers: 3101, ..LIMITS }, SPEC, ROWS).expect_err("too many").to_string();
    assert!(error.contains("the moments of 3 cells with 2 observations hold more than 3101 numbers"), "{error}");
}

#[test]
fn bad_tables_are_refused_before_the_file_is_read() {
    for (from, to, said) in [
        ("[0, 1]", "[1, 0]", "\"network.error\".range = [1, 0]: the first number must be below the second"),
        ("[0, 1]", "[nan, 1]", "range = [NaN, 1]"),
        ("[0, 1]", "[-inf, inf]", "one of them finite"),
        ("= \"loss\"", "= \"samples\"", "the column samples stands for a setting and for the observation network.loss"),
        (
            "\"strategy\"",
            "\"samples\"",
            "for a setting and for a setting; a column has one use, and a setting stands once",
        ),
        ("[0, 1]", "[0, 1], law = \"normal\"", "\"network.error\" has a range and a law"),
        ("runs.csv", "embedded:nothing.csv", "no file of this name is part of the program, which has: personas.csv"),
        ("network.loss", "network loss", "data.observations names \"network loss\", which a sentence cannot"),
        ("\"strategy\"", "\"2nd\"", "data.settings names \"2nd\""),
    ] {
        let error = read(&SPEC.replacen(from, to, 1), ROWS).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
    }
    let error = read("file = \"runs.csv\"\n[observations]", ROWS).expect_err("empty").to_string();
    assert!(error.contains("data.observations is empty; name a column of runs.csv"), "{error}");
}
