//! Apache Parquet.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::{Column, ExportError, ExportTable, Provenance, Values};

/// Returns a file with one row group, without compression. Its key-value metadata are the provenance, and `unit of …` for each column that has a
/// unit.
///
/// # Errors
///
/// Returns the errors of the Parquet writer.
pub(super) fn parquet(table: &ExportTable, provenance: &Provenance) -> Result<Vec<u8>, ExportError> {
    let units = table.columns.iter().filter(|column| !column.unit.is_empty());
    let units = units.map(|column| KeyValue::new(format!("unit of {}", column.name), column.unit.to_owned()));
    let entries = provenance.entries().iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let properties = WriterProperties::builder().set_key_value_metadata(Some(entries.chain(units).collect())).build();
    let fields = table.columns.iter().map(schema_of).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut rows = writer.next_row_group()?;
    for column in &table.columns {
        if let Some(writer) = rows.next_column()? {
            write_column(writer, &column.values)?;
        }
    }
    rows.close()?;
    writer.close()?;
    Ok(bytes)
}

fn schema_of(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match &column.values {
        Values::Numbers(_) => (PhysicalType::DOUBLE, None),
        Values::Counts(_) => (PhysicalType::INT64, None),
        Values::Words(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let column = Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    Ok(Arc::new(column.with_logical_type(logical).build()?))
}

fn write_column(mut writer: SerializedColumnWriter, values: &Values) -> Result<(), ParquetError> {
    match values {
        Values::Numbers(values) => {
            let (present, levels) = present(values.iter().copied());
            writer.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?
        }
        Values::Counts(values) => {
            // No count is as large as 2⁶³.
            let (present, levels) = present(values.iter().map(|count| count.map(|count| count as i64)));
            writer.typed::<Int64Type>().write_batch(&present, Some(&levels), None)?
        }
        Values::Words(values) => {
            let words = values.iter().map(|word| word.as_deref().map(ByteArray::from));
            let (present, levels) = present(words);
            writer.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?
        }
    };
    writer.close()
}

/// Returns the values that are not missing, and for each row 1 if it has a value and 0 if it has none.
fn present<T>(values: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    (present, levels)
}
