//! What is kept of a closed quarter: its rows as one Parquet file, written once and read by column.
//!
//! Identifiers stand in it and no names. Every column is optional and of a plain type, so that any reader of Parquet
//! understands it. The same rows give the same bytes.

use bytes::Bytes;
use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{
    AsBytes, BoolType, ByteArray, ByteArrayType, DataType as Stored, DoubleType, Int32Type, Int64Type,
};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use polars::prelude::*;
use std::io::Write;
use std::sync::Arc;

/// The type of such a file.
pub const PARQUET: &str = "application/vnd.apache.parquet";

/// So many rows are written, and compressed, at once.
const ROWS: usize = 65_536;

/// What a file says of itself: that of a quarter as it is kept, and those that are lent.
pub const KEPT: &str = "Activities of one quarter; identifiers, no names.";
pub(crate) const LENT: &str = "Activities with the names of those who shared them.";
pub(crate) const REQUESTS: &str = "Requests for funds beside their activities.";

/// Writes rows to `out`, part by part; each has the columns of the first. `about` is what the file says of itself.
///
/// # Errors
/// When a column has a type that is not kept, a part has other columns, or `out` takes no more.
pub fn write(
    about: &str,
    parts: impl IntoIterator<Item = PolarsResult<DataFrame>>,
    out: impl Write + Send,
) -> PolarsResult<()> {
    let mut parts = parts.into_iter();
    let first = parts.next().transpose()?.unwrap_or_default();
    let fields = first.columns().iter().map(|column| Ok(Arc::new(field(column)?))).collect::<PolarsResult<Vec<_>>>()?;
    let schema = Type::group_type_builder("activities").with_fields(fields).build().map_err(unwritten)?;
    let about = KeyValue::new("about".to_owned(), about.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::GZIP(GzipLevel::try_new(6).map_err(unwritten)?))
        .set_created_by("chancery".to_owned())
        .set_key_value_metadata(Some(vec![about]))
        .build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(unwritten)?;
    let known = first.schema().clone();
    write_part(&mut file, &first)?;
    drop(first);
    for part in parts {
        let part = part?;
        polars_ensure!(*part.schema() == known, SchemaMismatch: "one part of the rows has other columns");
        write_part(&mut file, &part)?;
    }
    file.close().map_err(unwritten)?;
    Ok(())
}

fn write_part<W: Write + Send>(file: &mut SerializedFileWriter<W>, rows: &DataFrame) -> PolarsResult<()> {
    let mut written = 0;
    while written < rows.height() {
        let part = rows.slice(i64::try_from(written).unwrap_or(i64::MAX), ROWS);
        written += part.height();
        let mut group = file.next_row_group().map_err(unwritten)?;
        for column in part.columns() {
            let Some(mut writer) = group.next_column().map_err(unwritten)? else {
                polars_bail!(ComputeError: "there is no room for the column {}", column.name());
            };
            write_column(&mut writer, column)?;
            writer.close().map_err(unwritten)?;
        }
        group.close().map_err(unwritten)?;
    }
    Ok(())
}

/// Reads the rows of a file, or the columns of these names.
///
/// # Errors
/// When it is not such a file, or lacks a column.
pub fn read(file: &Bytes, columns: Option<&[&str]>) -> PolarsResult<DataFrame> {
    let reader = SerializedFileReader::new(file.clone()).map_err(unread)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<_> = schema.columns().iter().map(|column| column.name().to_owned()).collect();
    let height = usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0);
    let wanted: Vec<&str> = match columns {
        Some(columns) => columns.to_vec(),
        None => names.iter().map(String::as_str).collect(),
    };
    let mut read = Vec::with_capacity(wanted.len());
    for name in wanted {
        let Some(at) = names.iter().position(|there| there == name) else {
            polars_bail!(ColumnNotFound: "{name} is not in the file");
        };
        let logical = schema.column(at).logical_type_ref().cloned();
        let mut parts = Vec::new();
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group).map_err(unread)?;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            parts.push((group.get_column_reader(at).map_err(unread)?, rows));
        }
        read.push(read_column(name, schema.column(at).physical_type(), logical.as_ref(), parts)?);
    }
    DataFrame::new(height, read)
}

fn field(column: &Column) -> PolarsResult<Type> {
    let (physical, logical) = match column.dtype() {
        DataType::String => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        DataType::Boolean => (Physical::BOOLEAN, None),
        DataType::Date => (Physical::INT32, Some(LogicalType::Date)),
        DataType::UInt32 => (Physical::INT32, Some(unsigned(32))),
        DataType::UInt64 => (Physical::INT64, Some(unsigned(64))),
        DataType::Float64 => (Physical::DOUBLE, None),
        other => polars_bail!(ComputeError: "columns of {other} are not kept"),
    };
    Type::primitive_type_builder(column.name(), physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .map_err(unwritten)
}

fn unsigned(bit_width: i8) -> LogicalType {
    LogicalType::integer(bit_width, false)
}

fn write_column(writer: &mut SerializedColumnWriter<'_>, column: &Column) -> PolarsResult<()> {
    match column.dtype() {
        DataType::String => put::<ByteArrayType>(writer, column.str()?.iter().map(|text| text.map(ByteArray::from))),
        DataType::Boolean => put::<BoolType>(writer, column.bool()?.iter()),
        DataType::Date => put::<Int32Type>(writer, column.date()?.physical().iter()),
        // The bits stay; the type beside them says that they are without a sign.
        DataType::UInt32 => put::<Int32Type>(writer, column.u32()?.iter().map(|number| number.map(u32::cast_signed))),
        DataType::UInt64 => put::<Int64Type>(writer, column.u64()?.iter().map(|number| number.map(u64::cast_signed))),
        DataType::Float64 => put::<DoubleType>(writer, column.f64()?.iter()),
        other => polars_bail!(ComputeError: "columns of {other} are not kept"),
    }
}

/// Values, and beside them which rows have one.
fn put<T: Stored>(
    writer: &mut SerializedColumnWriter<'_>,
    rows: impl Iterator<Item = Option<T::T>>,
) -> PolarsResult<()> {
    let (mut values, mut there) = (Vec::new(), Vec::new());
    for row in rows {
        there.push(i16::from(row.is_some()));
        values.extend(row);
    }
    writer.typed::<T>().write_batch(&values, Some(&there), None).map_err(unwritten)?;
    Ok(())
}

fn read_column(
    name: &str,
    physical: Physical,
    logical: Option<&LogicalType>,
    parts: Vec<(ColumnReader, usize)>,
) -> PolarsResult<Column> {
    let name = PlSmallStr::from_str(name);
    let is_unsigned = logical.is_some_and(|logical| *logical == unsigned(32) || *logical == unsigned(64));
    Ok(match (physical, logical) {
        (Physical::BYTE_ARRAY, _) => {
            let mut column = StringChunkedBuilder::new(name, 0);
            for part in parts {
                let (ColumnReader::ByteArrayColumnReader(reader), rows) = part else {
                    return Err(another_type("text"));
                };
                for text in take(reader, rows)? {
                    let text = text.as_ref().map(|text| std::str::from_utf8(text.as_bytes())).transpose();
                    column.append_option(text.map_err(unread)?);
                }
            }
            column.finish().into_column()
        }
        (Physical::BOOLEAN, _) => {
            let mut values = Vec::new();
            for part in parts {
                let (ColumnReader::BoolColumnReader(reader), rows) = part else { return Err(another_type(&name)) };
                values.extend(take(reader, rows)?);
            }
            BooleanChunked::from_iter_options(name, values.into_iter()).into_column()
        }
        (Physical::INT32, _) => {
            let mut values = Vec::new();
            for part in parts {
                let (ColumnReader::Int32ColumnReader(reader), rows) = part else { return Err(another_type(&name)) };
                values.extend(take(reader, rows)?);
            }
            match is_unsigned {
                true => {
                    let values = values.into_iter().map(|number| number.map(i32::cast_unsigned));
                    UInt32Chunked::from_iter_options(name, values).into_column()
                }
                false => Int32Chunked::from_iter_options(name, values.into_iter()).into_date().into_column(),
            }
        }
        (Physical::INT64, _) => {
            let mut values = Vec::new();
            for part in parts {
                let (ColumnReader::Int64ColumnReader(reader), rows) = part else { return Err(another_type(&name)) };
                values.extend(take(reader, rows)?.into_iter().map(|number| number.map(i64::cast_unsigned)));
            }
            UInt64Chunked::from_iter_options(name, values.into_iter()).into_column()
        }
        (Physical::DOUBLE, _) => {
            let mut values = Vec::new();
            for part in parts {
                let (ColumnReader::DoubleColumnReader(reader), rows) = part else { return Err(another_type(&name)) };
                values.extend(take(reader, rows)?);
            }
            Float64Chunked::from_iter_options(name, values.into_iter()).into_column()
        }
        _ => return Err(another_type(&name)),
    })
}

/// Every row of one part of a column.
fn take<T: Stored>(mut reader: ColumnReaderImpl<T>, rows: usize) -> PolarsResult<Vec<Option<T::T>>> {
    let (mut there, mut values) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    while there.len() < rows {
        let (read, ..) =
            reader.read_records(rows - there.len(), Some(&mut there), None, &mut values).map_err(unread)?;
        polars_ensure!(read > 0, ComputeError: "the file ends before its rows do");
    }
    let mut values = values.into_iter();
    Ok(there.into_iter().map(|there| if there == 0 { None } else { values.next() }).collect())
}

fn unwritten(error: impl std::fmt::Display) -> PolarsError {
    polars_err!(ComputeError: "the rows cannot be written as a file: {error}")
}

fn unread(error: impl std::fmt::Display) -> PolarsError {
    polars_err!(ComputeError: "the kept rows cannot be read: {error}")
}

fn another_type(name: &str) -> PolarsError {
    polars_err!(SchemaMismatch: "the column {name} is of a type that is not kept")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engagement::tests::{any_activities, frame, settings};
    use proptest::prelude::*;

    fn written(parts: &[&DataFrame]) -> Bytes {
        let mut file = Vec::new();
        write(KEPT, parts.iter().map(|part| Ok((*part).clone())), &mut file).unwrap();
        file.into()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

        /// X3, X4
        #[test]
        fn what_is_kept_of_a_quarter_comes_back_row_by_row_and_value_by_value(shared in any_activities()) {
            let rows = frame(&settings(), &shared);
            let file = written(&[&rows]);
            let back = read(&file, None).unwrap();
            prop_assert!(back.equals_missing(&rows), "{back:?}\n{rows:?}");
            prop_assert_eq!(back.schema(), rows.schema());
            let some = read(&file, Some(&["title", "attendees"])).unwrap();
            prop_assert!(some.equals_missing(&rows.select(["title", "attendees"]).unwrap()));
            prop_assert!(written(&[&rows]) == file, "the same rows give the same bytes");
            let parts = [rows.head(Some(2)), rows.slice(2, rows.height())];
            let whole = read(&written(&[&parts[0], &parts[1]]), None).unwrap();
            prop_assert!(whole.equals_missing(&rows), "parts of a file are one");
        }
    }

    #[test]
    fn a_file_that_was_cut_off_is_not_taken_for_a_quarter() {
        let file = written(&[&frame(&settings(), &[])]);
        assert!(read(&file.slice(..file.len() / 2), None).is_err());
        assert!(read(&Bytes::new(), None).is_err());
    }
}
