//! The positions of the panels and of the legend of a figure.

use weak_to_strong_lab::claim::Columns;

use super::grid::{Grid, Labels};
use super::key::Legend;
use super::layout::{self, AXIS, Frame, MARGIN, Title, left_edge, right_edge, width_of};

/// Between panels.
const GAP: f64 = 24.0;
/// A panel is at least this wide, if there is room for two.
const LEAST_WIDTH: f64 = 170.0;
/// Between a panel and the small panel below it.
const SMALL_GAP: f64 = 12.0;
/// How much lower a plot beside its legend is if a small panel stands below it.
const LOWERED: f64 = 50.0;
/// The room that a heading takes above its panel.
const HEADING: f64 = 1.7 * AXIS.size;

/// How a figure of lines fills its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// The columns that it fills.
    pub(super) columns: Columns,
    /// The number of panels.
    pub(super) panels: usize,
    /// Whether they have headings.
    pub(super) headings: bool,
    /// The height of the small panel below each of them; 0 if there is none.
    pub(super) small: f64,
}

/// A panel at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct PanelPlace {
    /// Its plot.
    pub(super) frame: Frame,
    /// The small panel below it, if there is one.
    pub(super) small: Option<Frame>,
    /// The sides on which the ticks of both have labels.
    pub(super) labels: Labels,
}

/// Everything at its place.
#[derive(Debug)]
pub(super) struct Arrangement {
    /// The panels.
    pub(super) panels: Vec<PanelPlace>,
    /// From the first panel's upper left to the last one's lower right corner.
    pub(super) whole: Frame,
    /// The legend's upper left corner.
    pub(super) legend: (f64, f64),
    /// Height of the figure.
    pub(super) height: f64,
}

impl Page {
    /// Returns `true` if the legend stands beside the plot. It does so if there is only one plot and the figure fills both columns.
    pub(super) fn legend_is_beside(self) -> bool {
        self.columns == Columns::Two && !self.headings
    }

    /// Width between the margins.
    pub(super) fn inner_width(self) -> f64 {
        width_of(self.columns) - 2.0 * MARGIN
    }

    /// Width of a panel right of labels of this width; `legend` is that of a legend beside it.
    pub(super) fn panel_width(self, tick_width: f64, legend: f64) -> f64 {
        if self.legend_is_beside() {
            return right_edge(legend) - left_edge(tick_width);
        }
        let in_row = self.in_row(tick_width) as f64;
        (self.room(tick_width) - GAP * (in_row - 1.0)) / in_row
    }

    /// Places everything; `marks` is the height of the labels of marks.
    pub(super) fn arranged(self, title: &Title, marks: f64, grid: &Grid, legend: &Legend) -> Arrangement {
        if self.legend_is_beside() {
            let (frame, height) = grid.frame(title, marks, legend.size);
            let lowered = if self.small > 0.0 { LOWERED } else { 0.0 };
            let frame = Frame { bottom: frame.bottom - lowered, ..frame };
            let panel = self.with_small(frame, Labels { beside: true, below: true });
            let height = height - lowered + self.small_height();
            return Arrangement {
                panels: vec![panel],
                whole: panel.whole(),
                legend: layout::legend_corner(&frame),
                height,
            };
        }
        let in_row = self.in_row(grid.tick_width());
        let top = title.bottom() + 12.0 + marks + if self.headings { HEADING } else { 0.0 };
        let is_ragged = !self.panels.is_multiple_of(in_row);
        let labels_between = if is_ragged { grid.label_height() } else { 0.0 };
        let plot_height = self.plot_height(in_row);
        let panel = |i: usize| {
            let left = left_edge(grid.tick_width()) + (grid.width() + GAP) * (i % in_row) as f64;
            let top = top + (plot_height + self.small_height() + HEADING + 14.0 + labels_between) * (i / in_row) as f64;
            let frame = Frame { left, right: left + grid.width(), top, bottom: top + plot_height };
            self.with_small(frame, Labels { beside: i.is_multiple_of(in_row), below: i + in_row >= self.panels })
        };
        let panels: Vec<PanelPlace> = (0..self.panels).map(panel).collect();
        let edge = |of: fn(&Frame) -> f64| panels.iter().map(|panel| of(&panel.whole())).fold(0.0, f64::max);
        let left = left_edge(grid.tick_width());
        let whole = Frame { left, right: edge(|frame| frame.right), top, bottom: edge(|frame| frame.bottom) };
        let below = whole.bottom + grid.room_below() + 4.0;
        Arrangement { whole, legend: (MARGIN, below), height: (below + legend.size.1 + MARGIN).ceil(), panels }
    }

    /// A panel with its small panel below it.
    fn with_small(self, frame: Frame, labels: Labels) -> PanelPlace {
        let top = frame.bottom + SMALL_GAP;
        let small = (self.small > 0.0).then_some(Frame { top, bottom: top + self.small, ..frame });
        PanelPlace { frame, small, labels }
    }

    /// The height that a small panel adds to a panel.
    fn small_height(self) -> f64 {
        if self.small > 0.0 { SMALL_GAP + self.small } else { 0.0 }
    }

    /// The number of panels side by side; rows are about equally full.
    fn in_row(self, tick_width: f64) -> usize {
        let most = (((self.room(tick_width) + GAP) / (LEAST_WIDTH + GAP)) as usize).max(1);
        evenly(self.panels, most)
    }

    fn room(self, tick_width: f64) -> f64 {
        width_of(self.columns) - MARGIN - left_edge(tick_width)
    }

    fn plot_height(self, in_row: usize) -> f64 {
        match (self.columns, self.panels > in_row) {
            (_, true) => 160.0,
            (Columns::One, false) => 215.0,
            (Columns::Two, false) => 260.0,
        }
    }
}

impl PanelPlace {
    /// The plot with its small panel.
    fn whole(&self) -> Frame {
        Frame { bottom: self.small.map_or(self.frame.bottom, |small| small.bottom), ..self.frame }
    }
}

/// Returns the number in each row, if a row holds at most `most` and all rows are about equally full.
pub(super) fn evenly(count: usize, most: usize) -> usize {
    count.div_ceil(count.div_ceil(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_about_equally_full() {
        let in_row = |columns, panels| Page { columns, panels, headings: true, small: 0.0 }.in_row(30.0);
        let wide: Vec<usize> = (1..8).map(|panels| in_row(Columns::Two, panels)).collect();
        assert_eq!(wide, [1, 2, 3, 2, 3, 3, 3]);
        assert_eq!(in_row(Columns::One, 3), 1);
    }
}
