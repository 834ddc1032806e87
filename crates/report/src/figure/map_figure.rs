//! The figure of a heat map: title, axes, colours, and beside them what the colours mean.

use weak_to_strong_lab::claim::{ClaimOutcome, Columns, FigureSpec, Verdict};

use super::canvas::Canvas;
use super::colour_bar::ColourBar;
use super::error::FigureError;
use super::grid::{Grid, Labels};
use super::heat_map::{CONTOURS, HeatMap, known_contours};
use super::key::{Entry, KeySign, Legend};
use super::label::axis_title;
use super::layout::{self, AXIS, Frame, Title, WIDTH, left_edge, right_edge};
use super::legend::{ENTRY, NOTE};
use super::marker::{ALARM, GREY, WHITE};
use super::sheet::Sheet;
use super::text::{Anchor, Direction, draw_text};
use super::text_style::TextStyle;
use super::xml::cleaned;

/// All that is drawn, and where.
pub(super) struct MapFigure<'a> {
    map: HeatMap<'a>,
    contours: Vec<String>,
    title: Title,
    titles: [String; 2],
    grid: Grid,
    bar: ColourBar,
    legend: Legend,
    frame: Frame,
    height: f64,
}

impl<'a> MapFigure<'a> {
    /// Arranges the figure; `y_name` is the variable of the vertical axis.
    ///
    /// # Errors
    ///
    /// As [`HeatMap::new`].
    pub(super) fn new(outcome: &'a ClaimOutcome, spec: &FigureSpec, y_name: &str) -> Result<Self, FigureError> {
        let map = HeatMap::new(outcome, spec, y_name)?;
        let contours: Vec<String> = known_contours(outcome, spec).into_iter().cloned().collect();
        let (x, y) = map.axes();
        let bar = ColourBar::new(outcome, map.scale);
        let legend = Legend::column(entries(outcome, &map, &contours));
        let (legend_width, legend_height) = legend.size;
        let beside = (legend_width.max(bar.width()), bar.height() + legend_height);
        let title = Title::of(&cleaned(&outcome.title), Columns::Two);
        let grid = Grid::new(&x, &y, 0.0, |tick_width| right_edge(beside.0) - left_edge(tick_width));
        let (frame, height) = grid.frame(&title, 0.0, beside);
        let titles = [axis_title(&spec.x), axis_title(y_name)];
        Ok(Self { map, contours, title, titles, grid, bar, legend, frame, height })
    }

    /// Draws it as SVG.
    pub(super) fn draw(&self, svg: &mut String, sheet: Sheet) -> Result<(), FigureError> {
        let canvas = Canvas::new(svg, (WIDTH, self.height), sheet);
        canvas.polygon(&[(0.0, 0.0), (WIDTH, 0.0), (WIDTH, self.height), (0.0, self.height)], WHITE)?;
        self.title.draw(&canvas)?;
        if self.map.is_empty() {
            let middle = (self.frame.x(0.5), self.frame.y(0.5));
            let style = TextStyle { colour: GREY, ..AXIS };
            draw_text(&canvas, "nothing was measured", middle, style, (Anchor::Middle, Direction::Right))?;
        }
        self.map.draw(&canvas, &self.frame, &self.contours)?;
        self.grid.draw_axes(&canvas, &self.frame, Labels { beside: true, below: true })?;
        self.grid.draw_titles(&canvas, &self.frame, [&self.titles[0], &self.titles[1]])?;
        let (left, top) = layout::legend_corner(&self.frame);
        self.bar.draw(&canvas, (left, top))?;
        self.legend.draw(&canvas, (left, top + self.bar.height()))?;
        canvas.finish()
    }
}

fn entries(outcome: &ClaimOutcome, map: &HeatMap, contours: &[String]) -> Vec<Entry> {
    let contour = |(text, dash): (&String, _)| {
        Entry::new(KeySign::Contour(dash), &format!("theory: {} = 0", outcome.figure.in_symbols(text)), ENTRY)
    };
    let mut entries: Vec<Entry> = contours.iter().zip(CONTOURS.into_iter().cycle()).map(contour).collect();
    if map.has(Verdict::Violated) {
        entries.push(Entry::new(KeySign::Alarm, "violated", TextStyle { colour: ALARM, bold: true, ..NOTE }));
    }
    if map.has(Verdict::Unresolved) {
        entries.push(Entry::new(KeySign::Unresolved, "unresolved", NOTE));
    }
    entries.push(Entry::new(KeySign::Nothing, &format!("colours: {}", outcome.figure.quantity_meaning), NOTE));
    entries
}
