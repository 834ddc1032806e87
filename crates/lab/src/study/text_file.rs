//! Reads text files that people give, and none that would fill the memory.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

use super::Limits;

/// The text of a file.
///
/// # Errors
///
/// Those of the file system, of bytes that are not UTF-8, and [`ErrorKind::FileTooLarge`] beyond the limit.
pub fn read_text(path: &Path, limits: &Limits) -> std::io::Result<String> {
    read_at_most(File::open(path)?, limits.bytes)
}

fn read_at_most(source: impl Read, most: u64) -> std::io::Result<String> {
    let mut text = String::new();
    if source.take(most.saturating_add(1)).read_to_string(&mut text)? as u64 > most {
        let message = format!(
            "it has more than the {most} bytes that are read; split it, or raise the limit (w2s --most-bytes, Limits)"
        );
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_not_read() {
        assert_eq!(read_at_most("abc".as_bytes(), 3).expect("short enough"), "abc");
        let error = read_at_most(std::io::repeat(b'a'), 1000).expect_err("endless");
        assert_eq!(
            error.to_string(),
            "it has more than the 1000 bytes that are read; split it, or raise the limit (w2s --most-bytes, Limits)"
        );
        assert!(read_at_most([0xff].as_slice(), 3).is_err());
    }
}
