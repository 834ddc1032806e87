//! Formats for print.

use std::str::FromStr;

use super::error::FigureError;
use super::printer::{pdf, png};
use crate::left_out::LeftOut;

/// A format for print. Its values can be written by builds with the feature `print`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintFormat {
    /// Vector graphics.
    Pdf,
    /// 300 dots an inch.
    Png,
}

impl PrintFormat {
    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// A figure that [`super::figure_svg`] drew, in this format, as wide as one column of a page or both: 3.25 or 6.75 inches.
    /// Text is 8 to 9 points then. The same SVG gives the same bytes.
    ///
    /// # Errors
    ///
    /// [`FigureError::LeftOut`] in a build without the feature `print`; [`FigureError::Print`] if `svg` is no SVG, or too large for an image.
    pub fn print(self, svg: &str) -> Result<Vec<u8>, FigureError> {
        match self {
            Self::Pdf => pdf(svg),
            Self::Png => png(svg),
        }
    }
}

/// Reads a name, and refuses what this build cannot write.
impl FromStr for PrintFormat {
    type Err = FigureError;

    fn from_str(name: &str) -> Result<Self, FigureError> {
        let known = [Self::Pdf, Self::Png].into_iter().find(|format| format.extension() == name);
        let format = known.ok_or_else(|| FigureError::UnknownFormat { name: name.to_owned() })?;
        if cfg!(feature = "print") {
            Ok(format)
        } else {
            Err(LeftOut { format: format.extension(), feature: "print" }.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_reads_the_formats_that_it_writes() {
        for name in ["pdf", "png"] {
            match name.parse::<PrintFormat>() {
                Ok(format) => assert!(cfg!(feature = "print") && format.extension() == name),
                Err(error) => {
                    let message = error.to_string();
                    assert!(!cfg!(feature = "print") && message.starts_with(&format!("{name}: ")), "{message}");
                    assert!(message.ends_with("cargo install --path crates/w2s --features print"), "{message}");
                }
            }
        }
        let unknown = "gif".parse::<PrintFormat>().expect_err("GIF is not for print").to_string();
        assert!(unknown.contains("gif") && unknown.contains("write pdf or png"), "{unknown}");
    }
}
