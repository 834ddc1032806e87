//! The figure of one claim, as an SVG without fonts.
//!
//! An outcome is converted to series (`series`) and lines (`curves`) in panels (`panels`, `arrangement`). They are placed on two axes (`axis`,
//! `ticks`). Then plotters draws them on a large canvas (`canvas`) as paths of an SVG (`svg`). Letters are drawn as their outlines (`font`,
//! `outline`). The same outcome gives the same bytes.

mod arrangement;
mod assumptions;
mod axes;
mod axis;
mod canvas;
mod colour_bar;
mod colour_role;
mod colours;
mod contour;
mod curves;
mod dashes;
mod description;
mod distribution_figure;
mod distribution_lines;
mod draw;
mod error;
mod fitted;
mod font;
mod forbidden;
mod grid;
mod group;
mod group_end;
mod heat_map;
mod inside;
mod interval;
mod key;
mod label;
mod layout;
mod legend;
mod legend_notes;
mod limits;
mod line;
mod lower;
mod map_figure;
mod marker;
mod marks;
mod most_figure;
mod number;
mod outline;
mod palette;
mod panels;
mod pgfplots;
mod pgfplots_curves;
mod pgfplots_distribution;
mod pgfplots_forbidden;
mod pgfplots_lower;
mod pgfplots_map;
mod pgfplots_style;
mod places;
mod plot;
mod point_words;
mod print;
#[cfg_attr(not(feature = "print"), path = "no_printer.rs")]
mod printer;
mod range;
mod regions;
mod rendition;
mod ring;
mod scaled;
mod series;
mod sheet;
mod sides;
mod small;
mod strip;
mod svg;
mod svg_text;
mod swarm;
mod text;
mod text_style;
mod ticks;
mod trials;
mod vega_lite;
mod xml;

#[cfg(test)]
mod contrast;
#[cfg(test)]
pub(super) mod example;
#[cfg(test)]
pub(super) mod example_forms;
#[cfg(test)]
mod example_laws;
#[cfg(test)]
mod forms_test;
#[cfg(test)]
mod ink;
#[cfg(test)]
mod printed_test;

pub(super) use assumptions::{ABLATION_FIGURE, ABLATION_TITLE, ablation_description};
pub use assumptions::{ablation_svg, ablation_svg_as};
pub use colour_role::figure_colours;
pub use description::figure_description;
pub use draw::{figure_svg, figure_svg_as};
pub use error::FigureError;
pub use font::FontError;
pub(super) use label::axis_title;
pub(super) use legend::has_alarms;
pub use pgfplots::pgfplots_figure;
pub(crate) use point_words::without_default_seed;
pub use print::PrintFormat;
pub use rendition::{Face, Letters, Rendition};
pub(super) use scaled::range_of_multiples;
pub(super) use small::has_ratios_below;
pub use vega_lite::vega_lite_figure;
