//! The text of a data file, and the lines of its rows.

use super::DataError;
use super::file_bytes::FileBytes;

/// The text of a data file.
pub(super) struct Source {
    /// The file's name in messages.
    pub(super) file: String,
    /// Without a mark of the byte order.
    pub(super) text: String,
}

impl Source {
    /// The text of a file.
    pub(super) fn of(FileBytes { name: file, bytes }: FileBytes) -> Result<Self, DataError> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            DataError::NotText { file: file.clone(), line: 1 + line_ends(sound) }
        })?;
        let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
        Ok(Self { file, text })
    }

    /// The line of the row that is read from this byte on, which is the last one, if it ends inside quotation marks.
    pub(super) fn open_quote(&self, byte: u64) -> Option<usize> {
        let start = usize::try_from(byte).ok()?;
        let quotes = self.text.get(start..)?.matches('"').count();
        (quotes % 2 == 1).then(|| self.line_of(byte))
    }

    /// The line of the row that is read from this byte on. Blank lines and comments before the row are no part of it.
    pub(super) fn line_of(&self, byte: u64) -> usize {
        let mut start = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        loop {
            let rest = &self.text[start..];
            let skipped = match rest.as_bytes().first() {
                Some(b'\r' | b'\n') => 1,
                Some(b'#') => rest.find(['\r', '\n']).unwrap_or(rest.len()),
                _ => break,
            };
            start += skipped;
        }
        1 + line_ends(&self.text.as_bytes()[..start])
    }
}

/// Line feeds, carriage returns, and pairs of both.
fn line_ends(bytes: &[u8]) -> usize {
    let ends = bytes.iter().zip(bytes.iter().skip(1).map(Some).chain([None]));
    ends.filter(|(byte, next)| **byte == b'\n' || (**byte == b'\r' && *next != Some(&b'\n'))).count()
}

/// The first letters of a field, for messages.
pub(super) fn shortened(field: &str) -> String {
    const MOST: usize = 40;
    let line = field.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST && line == field {
        return format!("\"{field}\"");
    }
    format!("\"{}…\"", line.chars().take(MOST).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: Vec<u8>) -> Result<Source, DataError> {
        Source::of(FileBytes { name: "a.csv".to_owned(), bytes })
    }

    fn source(text: &str) -> Source {
        read(text.as_bytes().to_vec()).expect("text")
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for text in ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc"] {
            let source = source(text);
            let byte = text.find('c').expect("a letter") as u64;
            assert_eq!((source.line_of(0), source.line_of(byte)), (1, 3), "{text:?}");
        }
    }

    #[test]
    fn comments_and_blank_lines_before_a_row_are_no_part_of_it() {
        assert_eq!(source("# one\n\n# two\nx").line_of(0), 4);
        assert_eq!(source("x\n# end").line_of(99), 2);
    }

    #[test]
    fn a_mark_of_the_byte_order_is_no_text() {
        assert_eq!(source("\u{feff}x").text, "x");
        let utf16 = read(vec![b'a', b'\n', 0xff, 0xfe]).err().expect("no text");
        assert!(matches!(utf16, DataError::NotText { line: 2, .. }), "{utf16}");
    }

    #[test]
    fn long_fields_are_cut() {
        assert_eq!(shortened("abc"), "\"abc\"");
        assert_eq!(shortened("a\nb"), "\"a…\"");
        assert_eq!(shortened(&"é".repeat(50)).chars().count(), 43);
    }
}
