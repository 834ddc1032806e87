//! The figure of a heat map: title, axes, colours, and beside them what the colours mean.

use weak_to_strong_lab::claim::{ClaimOutcome, Columns, FigureSpec, Verdict};

use super::arrangement::Page;
use super::canvas::{Canvas, Position};
use super::colour_bar::ColourBar;
use super::colours::{ALARM, GREY, WHITE};
use super::error::FigureError;
use super::grid::{Grid, Labels};
use super::heat_map::{CONTOURS, HeatMap, known_contours};
use super::inside::{PlacedLegend, with_legend};
use super::key::{Entry, KeySign};
use super::label::{axis_title, horizontal_title};
use super::layout::{AXIS, Frame, Paper, Title};
use super::legend::{ENTRY, NOTE};
use super::rendition::Rendition;
use super::sheet::Sheet;
use super::text::{Anchor, Direction, draw_text};
use super::text_style::TextStyle;
use super::xml::cleaned;

/// All that is drawn, and where.
pub(super) struct MapFigure<'a> {
    map: HeatMap<'a>,
    contours: Vec<String>,
    regions: Option<[String; 2]>,
    title: Title,
    titles: [String; 2],
    grid: Grid,
    bar: ColourBar,
    legends: Vec<PlacedLegend>,
    frame: Frame,
    size: Position,
}

impl<'a> MapFigure<'a> {
    /// Arranges the figure; `y_name` is the variable of the vertical axis.
    ///
    /// # Errors
    ///
    /// As [`HeatMap::new`].
    pub(super) fn new(
        outcome: &'a ClaimOutcome,
        spec: &FigureSpec,
        y_name: &str,
        rendition: Rendition,
    ) -> Result<Self, FigureError> {
        let map = HeatMap::new(outcome, spec, y_name)?;
        let contours: Vec<String> = known_contours(outcome, spec).into_iter().cloned().collect();
        let (x, y) = map.axes();
        let bar = ColourBar::new(outcome, map.scale);
        let paper = Paper::of(Columns::Two, rendition);
        let page = Page { paper, panels: 1, headings: false, small: 0.0, beside: bar.width() };
        let title = Title::of(&cleaned(&outcome.title), paper);
        let mut grid = Grid::new(&x, &y, 0.0, |tick_width| page.panel_width(tick_width));
        let titles = [horizontal_title(spec), spec.y_label.clone().unwrap_or_else(|| axis_title(y_name))];
        grid.reserve_title(&titles[0]);
        let arranged = |legend| page.arranged(&title, 0.0, &grid, legend);
        let entries = entries(outcome, &map, &contours);
        let (arrangement, legends) = with_legend(entries, (paper.inner_width(), rendition), arranged, |_| None);
        let size = (paper.width, arrangement.height);
        let regions = contours.first().and_then(|contour| outcome.figure.regions.get(contour).cloned());
        Ok(Self { map, contours, regions, title, titles, grid, bar, legends, frame: arrangement.whole, size })
    }

    /// Draws it as SVG.
    pub(super) fn draw(&self, svg: &mut String, sheet: Sheet) -> Result<(), FigureError> {
        let canvas = Canvas::new(svg, self.size, sheet);
        let (width, height) = self.size;
        canvas.polygon(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], WHITE)?;
        self.title.draw(&canvas)?;
        if self.map.is_empty() {
            let middle = (self.frame.x(0.5), self.frame.y(0.5));
            let style = TextStyle { colour: GREY, ..AXIS };
            draw_text(&canvas, "nothing was measured", middle, style, (Anchor::Middle, Direction::Right))?;
        }
        self.map.draw(&canvas, &self.frame, &self.contours, self.regions.as_ref())?;
        self.grid.draw_axes(&canvas, &self.frame, Labels { beside: true, below: true })?;
        self.grid.draw_titles(&canvas, &self.frame, [&self.titles[0], &self.titles[1]])?;
        self.bar.draw(&canvas, &self.frame)?;
        self.legends.iter().try_for_each(|legend| legend.draw(&canvas))?;
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
    if map.has_unknown_signs() {
        entries.push(Entry::new(KeySign::Nothing, "dots: the interval holds both signs", NOTE));
    }
    entries.push(Entry::new(KeySign::Nothing, &format!("colours: {}", outcome.figure.quantity_meaning), NOTE));
    entries
}
