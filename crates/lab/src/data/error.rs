//! Why a data file cannot be used.

use thiserror::Error;

use super::Spot;

/// Why a data file cannot be used. A message names the file, the line and the column, and says what to do.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum DataError {
    /// The file system cannot read the file.
    #[error("{file} cannot be read: {error}; data.file is a path from the folder of the claim file")]
    Unreadable { file: String, error: std::io::Error },
    /// The file is longer than the limit.
    #[error("{file} has more than the {most} bytes that are read; split it, or raise the limit on bytes")]
    TooLong { file: String, most: u64 },
    /// The file is not text.
    #[error("{file}, line {line}: this is not UTF-8; save the file as UTF-8")]
    NotText { file: String, line: usize },
    /// The table names no observations.
    #[error("data.observations is empty; name a column of {file}, such as \"network.error\" = \"test_error\"")]
    NoObservations { file: String },
    /// A sentence cannot name it.
    #[error(
        "{key} names \"{name}\", which a sentence cannot: use words of letters, digits and '_' that begin with a letter, joined by '.', and rename a \
         column that is a setting"
    )]
    BadName { key: &'static str, name: String },
    /// A range has no inside.
    #[error(
        "data.observations.\"{name}\".range = [{least}, {greatest}]: the first number must be below the second, and one of them finite"
    )]
    BadRange { name: String, least: f64, greatest: f64 },
    /// Something is said twice of the values.
    #[error(
        "data.observations.\"{name}\" has a range and a law, and normal values have no range; keep the range if it is certain, and else the law"
    )]
    RangeAndLaw { name: String },
    /// The program has no such file.
    #[error("data.file = \"embedded:{name}\": no file of this name is part of the program, which has: {known}")]
    NotEmbedded { name: String, known: String },
    /// A column has two uses.
    #[error(
        "data: the column {column} stands for {first} and for {second}; a column has one use, and a setting stands once"
    )]
    UsedTwice { column: String, first: String, second: String },
    /// The file has no header.
    #[error("{file} is empty; its first line must hold the names of the columns")]
    NoHeader { file: String },
    /// Two columns have one name.
    #[error("{file}{at}: the columns {first} and {second} are both called {column}; rename one")]
    SameName { file: String, at: String, column: String, first: usize, second: usize },
    /// The file lacks a column.
    #[error("{file} has no column {column}, which {key} names; its columns are: {known}{hint}")]
    NoColumn { file: String, key: String, column: String, known: String, hint: &'static str },
    /// The file has a header and no rows.
    #[error("{file} has a header and no rows; each row is one replicate")]
    NoRows { file: String },
    /// A row has more or fewer fields than the header.
    #[error(
        "{file}, line {line}: the row has {found} fields, but the header has {expected}; complete it, put a field with a comma in quotes, or close a \
         quotation mark"
    )]
    Ragged { file: String, line: usize, found: usize, expected: usize },
    /// A field is empty.
    #[error(
        "{file}, {spot}, column {column}: the field is empty; fill it in, or delete the row if its absence has nothing to do with its value"
    )]
    Empty { file: String, spot: Spot, column: String },
    /// An observation is not a number.
    #[error(
        "{file}, {spot}, column {column}: {found} is not a finite number; write digits with a decimal point, such as 0.25 or 1e-3"
    )]
    NotANumber { file: String, spot: Spot, column: String, found: String },
    /// A setting is NaN, or has several lines.
    #[error("{file}, {spot}, column {column}: {found} is no value of a setting; write a number or a word of one line")]
    NoSetting { file: String, spot: Spot, column: String, found: String },
    /// An observation lies outside its declared range.
    #[error(
        "{file}, {spot}, column {column}: {value} lies outside the range [{least}, {greatest}] that data.observations.\"{name}\" declares; correct \
         the file, or declare the range that is known without looking at it"
    )]
    OutOfRange { file: String, spot: Spot, column: String, name: String, value: f64, least: f64, greatest: f64 },
    /// There are more cells than the limit.
    #[error(
        "{file}, {spot}: this is the first row of one cell more than the {most} that are read; name fewer columns in \
         data.settings, or raise the limit on cells"
    )]
    TooManyCells { file: String, spot: Spot, most: u64 },
    /// The moments of all cells hold more numbers than the limit.
    #[error(
        "{file}, {spot}: the moments of {cells} cells with {observations} observations hold more than {most} numbers; name fewer \
         observations, or raise the limit on numbers"
    )]
    TooManyNumbers { file: String, spot: Spot, cells: usize, observations: usize, most: u64 },
    /// The file ends inside quotation marks.
    #[error("{file}, line {line}: a quotation mark is open to the end of the file; close it")]
    OpenQuote { file: String, line: usize },
    /// The file is not comma-separated.
    #[error("{file}, line {line}: {message}; write comma-separated values")]
    Syntax { file: String, line: usize, message: String },
    /// This build reads no Parquet.
    #[error(
        "{file}: this build cannot read Parquet, as it was made without the feature parquet; save the table as CSV, or build again with the feature: \
         cargo install --locked --path crates/w2s --features parquet"
    )]
    LeftOut { file: String },
    /// A value of a Parquet file is null.
    #[error(
        "{file}, {spot}, column {column}: the value is null; fill it in, or delete the row if its absence has nothing to do with its value"
    )]
    Null { file: String, spot: Spot, column: String },
    /// A column of a Parquet file has a type that is not read.
    #[error("{file}, column {column}: its type is {found}; integers, floats, booleans and strings are read")]
    ColumnType { file: String, column: String, found: String },
    /// A column of a Parquet file has a compression that is not read.
    #[error(
        "{file}, column {column}: its compression is {found}, which is not read; write the file with compression \"snappy\", or without compression"
    )]
    Compression { file: String, column: String, found: String },
    /// A Parquet file is damaged, or no such file.
    #[error("{file} is not a sound Parquet file: {message}; write or copy it again")]
    Damaged { file: String, message: String },
    /// The rows of a Parquet file are longer than the limit.
    #[error(
        "{file}, {spot}: as text, the rows up to here have more than the {most} bytes that are read; split the file, or raise the limit on bytes"
    )]
    TooLongAsText { file: String, spot: Spot, most: u64 },
}
