//! What the default build leaves out: Parquet, and formats for print.

#[path = "../common/checks.rs"]
mod checks;

mod parquet_data;
mod parquet_tables;
mod print;
