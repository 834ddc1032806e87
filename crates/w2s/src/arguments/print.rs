//! How figures are printed.

use clap::Args;
use weak_to_strong_report::{Face, PrintFormat, Rendition};

use super::values::inches;

/// The formats of figures for print, and how such figures look.
#[derive(Debug, Args)]
pub struct PrintArguments {
    /// Also write each figure for print as `figures/<id>.pdf` or .png with 300 dots an inch, with its caption for LaTeX in .tex and as plain text in .txt, in builds with the feature print; several with commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub print: Vec<PrintFormat>,
    /// Width of figures for print, such as 3.25, 5.5 or 6.75 [default: 6.75, or 3.25 with `columns = 1`]
    #[arg(long, value_name = "INCHES", value_parser = inches, requires = "print")]
    pub width: Option<f64>,
    /// Letters of figures for print have serifs
    #[arg(long, requires = "print")]
    pub serif: bool,
    /// Figures for print have their titles; by default only their captions do
    #[arg(long, requires = "print")]
    pub titles: bool,
}

impl PrintArguments {
    /// How figures for print are drawn.
    pub fn paper(&self) -> Rendition {
        let face = if self.serif { Face::Serif } else { Face::Sans };
        Rendition { face, titled: self.titles, width: self.width, ..Rendition::PAPER }
    }
}
