//! A Parquet file is read into cells of finite numbers, or refused.

use super::data_csv::read;

pub fn run(bytes: &[u8]) {
    read(bytes, "runs.parquet");
}
