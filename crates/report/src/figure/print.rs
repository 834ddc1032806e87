//! Formats for print.

use std::str::FromStr;

use super::error::FigureError;
use super::printer::{pdf, png};
use crate::left_out::LeftOut;

/// A format for print. Builds with the feature `print` can write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintFormat {
    /// Vector graphics.
    Pdf,
    /// A pixel image with 300 dots per inch.
    Png,
}

impl PrintFormat {
    /// The name of the format, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// Converts a figure of [`super::figure_svg_as`] to this format, in its printed width; see [`Rendition::PAPER`](super::Rendition::PAPER). Its text
    /// is then 7.5 to 8.5 points high. The same SVG gives the same image, to the byte; a PDF may number its fonts in another order.
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

/// Reads the name of a format. Refuses formats that this build cannot write.
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
                    assert!(
                        message.ends_with("cargo install --locked --path crates/w2s --features print"),
                        "{message}"
                    );
                }
            }
        }
        let unknown = "gif".parse::<PrintFormat>().expect_err("GIF is not for print").to_string();
        assert!(unknown.contains("gif") && unknown.contains("write pdf or png"), "{unknown}");
    }
}
