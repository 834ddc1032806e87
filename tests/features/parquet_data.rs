//! Parquet files: the same table as in CSV gives the same numbers, and no damage makes the reader panic.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType, Int32Type,
    Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use weak_to_strong_lab::data::{DataCell, DataError, DataLimits, DataSpec, DataTable};

const LIMITS: DataLimits = DataLimits { bytes: 1 << 20, cells: 100, numbers: 1_000_000 };

const SPEC: &str = r#"
    file = "runs"
    settings = ["samples", "strategy", "wide", "half", "single", "sure"]
    [observations]
    error = { column = "error", range = [0, 1] }
    loss = "loss"
    count = "count"
    missed = "missed"
"#;

/// The values of a column, without its nulls.
enum Values {
    Bools(Vec<bool>),
    Small(Vec<i32>, Option<LogicalType>),
    Large(Vec<i64>, Option<LogicalType>),
    Single(Vec<f32>),
    Double(Vec<f64>),
    Words(Vec<&'static str>),
    Half(Vec<[u8; 2]>),
}

struct Column {
    name: &'static str,
    values: Values,
    /// 1 where there is a value, if it may be missing.
    levels: Option<Vec<i16>>,
}

fn column(name: &'static str, values: Values) -> Column {
    Column { name, values, levels: None }
}

fn schema(column: &Column) -> TypePtr {
    let (physical, logical, length) = match &column.values {
        Values::Bools(_) => (PhysicalType::BOOLEAN, None, 0),
        Values::Small(_, logical) => (PhysicalType::INT32, logical.clone(), 0),
        Values::Large(_, logical) => (PhysicalType::INT64, logical.clone(), 0),
        Values::Single(_) => (PhysicalType::FLOAT, None, 0),
        Values::Double(_) => (PhysicalType::DOUBLE, None, 0),
        Values::Words(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String), 0),
        Values::Half(_) => (PhysicalType::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Float16), 2),
    };
    let repetition = if column.levels.is_some() { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let built = Type::primitive_type_builder(column.name, physical).with_repetition(repetition);
    Arc::new(built.with_logical_type(logical).with_length(length).build().expect("a type"))
}

fn write(mut writer: SerializedColumnWriter, column: &Column) {
    let levels = column.levels.as_deref();
    let written = match &column.values {
        Values::Bools(values) => writer.typed::<BoolType>().write_batch(values, levels, None),
        Values::Small(values, _) => writer.typed::<Int32Type>().write_batch(values, levels, None),
        Values::Large(values, _) => writer.typed::<Int64Type>().write_batch(values, levels, None),
        Values::Single(values) => writer.typed::<FloatType>().write_batch(values, levels, None),
        Values::Double(values) => writer.typed::<DoubleType>().write_batch(values, levels, None),
        Values::Words(values) => {
            let values: Vec<ByteArray> = values.iter().map(|word| ByteArray::from(*word)).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, levels, None)
        }
        Values::Half(values) => {
            let of = |value: &[u8; 2]| FixedLenByteArray::from(value.to_vec());
            let values: Vec<FixedLenByteArray> = values.iter().map(of).collect();
            writer.typed::<FixedLenByteArrayType>().write_batch(&values, levels, None)
        }
    };
    written.expect("a written column");
    writer.close().expect("a whole column");
}

/// A file with these row groups.
fn file(groups: &[Vec<Column>], compression: Compression) -> Vec<u8> {
    let fields = groups[0].iter().map(schema).collect();
    let schema = Type::group_type_builder("table").with_fields(fields).build().expect("a schema");
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties)).expect("a writer");
    for group in groups {
        let mut rows = writer.next_row_group().expect("a row group");
        for column in group {
            write(rows.next_column().expect("a column").expect("one more column"), column);
        }
        rows.close().expect("a whole row group");
    }
    writer.close().expect("a whole file");
    bytes
}

fn read_within(limits: &DataLimits, name: &str, spec: &str, bytes: impl AsRef<[u8]>) -> Result<DataTable, DataError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    let spec: DataSpec = toml::from_str(spec).expect("a spec");
    DataTable::read(&path, &spec, limits)
}

fn read(spec: &str, bytes: impl AsRef<[u8]>) -> Result<DataTable, DataError> {
    read_within(&LIMITS, "runs.parquet", spec, bytes)
}

/// Rows `from..to` of the table, as a row group and as lines.
fn rows(from: i32, to: i32) -> (Vec<Column>, String) {
    let each = || from..to;
    let error: Vec<f32> = each().map(|i| (i % 10) as f32 / 10.0).collect();
    let loss: Vec<f64> = each().map(|i| f64::from(i).sin() * 1e-300).collect();
    // From 2⁶⁴ − 1 down, and from 2⁵³ + 1 on, which no float of 64 bits holds.
    let count: Vec<u64> = each().map(|i| if i % 2 == 0 { u64::MAX - i as u64 } else { (1 << 53) + i as u64 }).collect();
    let missed: Vec<bool> = each().map(|i| i % 3 == 0).collect();
    let samples: Vec<u8> = each().map(|i| if i % 2 == 0 { 200 } else { 16 }).collect();
    let strategy: Vec<&str> = each().map(|i| if i % 4 == 0 { "ask, then" } else { "refine" }).collect();
    let text: String = each()
        .map(|i| {
            let at = (i - from) as usize;
            format!(
                "{},\"{}\",-9007199254740993,0.1,0.1,false,{},{:?},{:?},{},{}\n",
                samples[at], strategy[at], "ignored", error[at], loss[at], count[at], missed[at]
            )
        })
        .collect();
    let same = error.len();
    let unsigned = |bits| Some(LogicalType::integer(bits, false));
    let columns = vec![
        column("samples", Values::Small(samples.into_iter().map(i32::from).collect(), unsigned(8))),
        column("strategy", Values::Words(strategy)),
        column("wide", Values::Large(vec![-9_007_199_254_740_993; same], None)),
        column("half", Values::Half(vec![0x2e66u16.to_le_bytes(); same])),
        column("single", Values::Single(vec![0.1; same])),
        column("sure", Values::Bools(vec![false; same])),
        column("note", Values::Small(vec![7; same], Some(LogicalType::Date))),
        Column { levels: Some(vec![1; same]), ..column("error", Values::Single(error)) },
        column("loss", Values::Double(loss)),
        column("count", Values::Large(count.into_iter().map(u64::cast_signed).collect(), unsigned(64))),
        column("missed", Values::Bools(missed)),
    ];
    (columns, text)
}

const HEADER: &str = "samples,strategy,wide,half,single,sure,note,error,loss,count,missed\n";

#[test]
fn the_same_table_gives_the_same_numbers_as_in_csv() {
    let ((first, first_text), (second, second_text)) = (rows(0, 1500), rows(1500, 1507));
    let csv = read_within(&LIMITS, "runs.csv", SPEC, format!("{HEADER}{first_text}{second_text}")).expect("CSV");
    let groups = [first, second];
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let table = read(SPEC, file(&groups, compression)).expect("Parquet");
        assert_eq!(table.cells().len(), 3);
        let same = table.cells().zip(csv.cells()).all(|(one, other)| {
            let bytes = |cell: &DataCell| cell.moments().to_bytes();
            one.settings() == other.settings()
                && bytes(one) == bytes(other)
                && one.observations().eq(other.observations())
        });
        assert!(same);
        assert_ne!(table.sha256(), csv.sha256());
    }
}

fn one(values: Values) -> Vec<u8> {
    file(&[vec![column("x", values)]], Compression::UNCOMPRESSED)
}

const ONE: &str = "file = \"runs.parquet\"\n[observations]\nown = { column = \"x\", range = [0, 3] }";

#[test]
fn bad_files_are_refused_with_row_and_column() {
    let missing = Column { levels: Some(vec![1, 0]), ..column("x", Values::Double(vec![1.0])) };
    let timestamp = LogicalType::timestamp(true, parquet::basic::TimeUnit::NANOS);
    for (bytes, said) in [
        (file(&[vec![missing]], Compression::UNCOMPRESSED), "row 2, column x: the value is null; fill it in"),
        (one(Values::Double(vec![1.0, f64::NAN])), "row 2, column x: \"NaN\" is not a finite number"),
        (one(Values::Single(vec![f32::INFINITY])), "row 1, column x: \"inf\" is not a finite number"),
        (one(Values::Words(vec!["1", "one"])), "row 2, column x: \"one\" is not a finite number"),
        (one(Values::Words(vec![" "])), "row 1, column x: the field is empty"),
        (one(Values::Small(vec![1, 4], None)), "row 2, column x: 4 lies outside the range [0, 3]"),
        (one(Values::Small(vec![1], Some(LogicalType::Date))), "column x: its type is INT32 for Date; integers"),
        (one(Values::Large(vec![1], Some(timestamp))), "column x: its type is INT64 for Timestamp"),
        (one(Values::Double(vec![])), "has a header and no rows"),
        (b"x\n1\n".to_vec(), "is not a sound Parquet file"),
        (Vec::new(), "is not a sound Parquet file"),
    ] {
        let error = read(ONE, bytes).expect_err(said).to_string();
        assert!(error.contains(said) && error.contains("runs.parquet"), "{error}");
    }
    let error = read(&ONE.replace("\"x\"", "\"y\""), one(Values::Double(vec![1.0]))).expect_err("no y").to_string();
    assert!(error.contains("has no column y, which data.observations.\"own\" names; its columns are: x"), "{error}");
}

/// Equal rows are few bytes in the file.
#[test]
fn limits_hold_of_the_decoded_rows() {
    let bytes = one(Values::Double(vec![1.0; 1 << 18]));
    let limits = DataLimits { bytes: 1 << 18, ..LIMITS };
    assert!((bytes.len() as u64) < limits.bytes);
    let error = read_within(&limits, "runs.parquet", ONE, bytes).expect_err("too long").to_string();
    assert!(error.contains("row 65537: as text, the rows up to here have more than the 262144 bytes"), "{error}");
}

/// A file that is cut is refused; one with a wrong byte is read or refused.
#[test]
fn no_damage_makes_it_panic() {
    let spec: DataSpec = toml::from_str(SPEC).expect("a spec");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("runs.parquet");
    let of = |bytes: &[u8]| {
        std::fs::write(&path, bytes).expect("a file");
        let table = DataTable::read(&path, &spec, &LIMITS);
        // A file that is written over is flushed to disk each time, which is slow.
        std::fs::remove_file(&path).expect("no file");
        table
    };
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let sound = file(&[rows(0, 6).0, rows(6, 9).0], compression);
        assert!(of(&sound).is_ok());
        for length in 0..sound.len() {
            assert!(of(&sound[..length]).is_err(), "{length}");
        }
        for at in 0..sound.len() {
            for wrong in [0xff, sound[at] ^ 1] {
                let mut damaged = sound.clone();
                damaged[at] = wrong;
                drop(of(&damaged));
            }
        }
    }
}
