//! A file of comma-separated values is read into cells of finite numbers, or refused.

use weak_to_strong_lab::data::{DataLimits, DataSpec, DataTable};

const SPEC: &str = r#"
file = "runs.csv"
settings = ["samples", "strategy"]
[observations]
"network.error" = { column = "test_error", range = [0, 1] }
"network.loss" = "test_loss"
"#;

pub fn run(bytes: &[u8]) {
    read(bytes, "runs.csv");
}

/// Reads the bytes under this name, whose ending says what they are.
pub fn read(bytes: &[u8], name: &str) {
    let spec: DataSpec = toml::from_str(SPEC).expect("a table");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("room");
    let limits = DataLimits { bytes: 1 << 20, cells: 100, numbers: 1_000_000 };
    match DataTable::read(&path, &spec, &limits) {
        Ok(table) => {
            let observations = table.cells().flat_map(|cell| cell.observations());
            assert!(observations.flatten().all(|value| value.is_finite()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
