//! Pages of Apache Parquet whose dictionaries hold what they claim.

use parquet::basic::Type;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescPtr;

/// The values of a column, from its pages.
pub(super) fn values_of(column: ColumnDescPtr, pages: Box<dyn PageReader>) -> ColumnReader {
    let least_bytes = match column.physical_type() {
        Type::INT32 | Type::FLOAT => 4,
        // Four bytes are the length of a text.
        Type::BYTE_ARRAY => 4,
        Type::INT64 | Type::DOUBLE => 8,
        Type::INT96 => 12,
        Type::BOOLEAN | Type::FIXED_LEN_BYTE_ARRAY => 1,
    };
    get_column_reader(column, Box::new(CheckedPages { pages, least_bytes }))
}

/// Pages, of which a dictionary with more values than its bytes can hold is an error. The decoder makes room for all of them before it reads one.
struct CheckedPages {
    pages: Box<dyn PageReader>,
    /// The fewest bytes of a value.
    least_bytes: usize,
}

impl CheckedPages {
    fn checked(&self, page: Page) -> Result<Page> {
        match &page {
            Page::DictionaryPage { buf, num_values, .. } if *num_values as usize > buf.len() / self.least_bytes => {
                Err(ParquetError::General(format!("a dictionary of {} bytes claims {num_values} values", buf.len())))
            }
            Page::DictionaryPage { .. } | Page::DataPage { .. } | Page::DataPageV2 { .. } => Ok(page),
        }
    }
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.pages.get_next_page()?.map(|page| self.checked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use parquet::basic::Encoding;

    struct OnePage(Option<Page>);

    impl Iterator for OnePage {
        type Item = Result<Page>;

        fn next(&mut self) -> Option<Result<Page>> {
            self.0.take().map(Ok)
        }
    }

    impl PageReader for OnePage {
        fn get_next_page(&mut self) -> Result<Option<Page>> {
            Ok(self.0.take())
        }

        fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
            Ok(None)
        }

        fn skip_next_page(&mut self) -> Result<()> {
            Ok(())
        }
    }

    /// Twelve bytes hold three texts at most. Room for 800 million took 25 gigabytes.
    #[test]
    fn a_dictionary_holds_what_it_claims() {
        let read = |num_values| {
            let buf = Bytes::from_static(&[0; 12]);
            let page = Page::DictionaryPage { buf, num_values, encoding: Encoding::PLAIN, is_sorted: false };
            CheckedPages { pages: Box::new(OnePage(Some(page))), least_bytes: 4 }.get_next_page()
        };
        assert!(read(3).is_ok_and(|page| page.is_some()));
        let said = read(800_000_000).expect_err("too many").to_string();
        assert!(said.contains("a dictionary of 12 bytes claims 800000000 values"), "{said}");
        assert!(read(4).is_err());
    }
}
