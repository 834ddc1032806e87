//! The positions of the panels and of the legend of a figure.

use super::grid::{Grid, Labels};
use super::layout::{AXIS, Frame, MARGIN, Paper, Title, left_edge};

/// Between panels.
const GAP: f64 = 24.0;
/// A panel is at least this wide, if there is room for two.
const LEAST_WIDTH: f64 = 170.0;
/// Between a panel and the small panel below it.
const SMALL_GAP: f64 = 12.0;
/// The room that a heading takes above its panel.
const HEADING: f64 = 1.7 * AXIS.size;

/// How a figure of lines fills its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// What it fills.
    pub(super) paper: Paper,
    /// The number of panels.
    pub(super) panels: usize,
    /// Whether they have headings.
    pub(super) headings: bool,
    /// The height of the small panel below each of them; 0 if there is none.
    pub(super) small: f64,
    /// The room right of the panels, for a bar of colours.
    pub(super) beside: f64,
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
    /// Width of a panel right of labels of this width.
    pub(super) fn panel_width(self, tick_width: f64) -> f64 {
        let in_row = self.in_row(tick_width) as f64;
        (self.room(tick_width) - GAP * (in_row - 1.0)) / in_row
    }

    /// Places everything; `marks` is the height of the labels of marks, `legend` the size of what stands below the plots.
    pub(super) fn arranged(self, title: &Title, marks: f64, grid: &Grid, legend: (f64, f64)) -> Arrangement {
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
        let gap = if legend.1 > 0.0 { 4.0 } else { 0.0 };
        let below = whole.bottom + grid.room_below() + gap;
        let height = (below + legend.1 + MARGIN).ceil();
        Arrangement { whole, legend: (MARGIN, below), height, panels }
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
        self.paper.width - MARGIN - self.beside - left_edge(tick_width)
    }

    /// The least height of a plot.
    pub(super) fn least_height(self) -> f64 {
        self.plot_height(self.in_row(0.0))
    }

    fn plot_height(self, in_row: usize) -> f64 {
        match (self.paper.is_wide(), self.panels, self.panels > in_row) {
            (_, _, true) => 160.0,
            (false, _, false) => 215.0,
            // A single plot is about twice as wide as it is high.
            (true, 1, false) => (0.47 * self.paper.width).min(340.0) - 0.6 * self.small_height(),
            (true, _, false) => 260.0,
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
    use crate::figure::rendition::Rendition;
    use weak_to_strong_lab::claim::Columns;

    #[test]
    fn rows_are_about_equally_full() {
        let paper = |columns| Paper::of(columns, Rendition::FILE);
        let in_row = |columns, panels| {
            Page { paper: paper(columns), panels, headings: true, small: 0.0, beside: 0.0 }.in_row(30.0)
        };
        let wide: Vec<usize> = (1..8).map(|panels| in_row(Columns::Two, panels)).collect();
        assert_eq!(wide, [1, 2, 3, 2, 3, 3, 3]);
        assert_eq!(in_row(Columns::One, 3), 1);
    }
}
