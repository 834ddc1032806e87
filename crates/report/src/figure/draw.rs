//! Drawing a figure.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, FigureKind, FigureSpec};

use super::arrangement::{Arrangement, Page, PanelPlace};
use super::axes::{horizontal_axis, vertical_axis};
use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::colours::{GREY, WHITE};
use super::description::figure_description;
use super::distribution_figure::draw_distributions;
use super::error::FigureError;
use super::forbidden::{Side, draw_strokes, forbidden_side, shade};
use super::grid::{Grid, Labels, draw_vertical_title, room_for_labels};
use super::inside::{PlacedLegend, covered, with_legend};
use super::interval::show_intervals;
use super::label::{horizontal_title, quantity_title};
use super::layout::{AXIS, Frame, Paper, Title};
use super::legend;
use super::limits::within_range;
use super::lower::Lower;
use super::map_figure::MapFigure;
use super::marks::{self, AxisMark};
use super::most_figure::draw_most;
use super::panels::{Panel, Panels};
use super::plot::Plot;
use super::rendition::Rendition;
use super::ring::{self, ringed};
use super::scaled::{scaled, unscaled};
use super::sheet::Sheet;
use super::sides::{are_two, both_sides};
use super::small::small;
use super::strip::{common_right_side, draw_band, shows_places};
use super::swarm::seats;
use super::text::{Anchor, Direction, draw_text};
use super::text_style::TextStyle;
use super::trials::along_trials;
use super::xml::cleaned;

/// Returns the figure of a checked claim as SVG, or `None` if the claim asks for no figure. All text is drawn as outlines.
///
/// Measurements are markers with their simultaneous confidence intervals. Expected values are lines; a line that is the same for all series is dark.
/// If the figure has a facet, each value of the facet has its own panel. A figure with a `y` is a heat map. A
/// distribution has a line for each cell. A figure along a variable of `exists` shows all that was tried, and rings the witness. The same outcome gives the same bytes.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if the variable of an axis or of the panels is not in the settings of the measurements;
/// [`FigureError`] of another variant if plotters or the font fail.
pub fn figure_svg(outcome: &ClaimOutcome) -> Result<Option<String>, FigureError> {
    figure_svg_as(outcome, Rendition::FILE)
}

/// Returns the figure of a checked claim as [`figure_svg`] does, drawn for the place where it is shown.
///
/// # Errors
///
/// As [`figure_svg`].
pub fn figure_svg_as(outcome: &ClaimOutcome, rendition: Rendition) -> Result<Option<String>, FigureError> {
    let Some(description) = figure_description(outcome)? else {
        return Ok(None);
    };
    let sheet = Sheet { title: &outcome.title, description: &description, rendition };
    let trials = along_trials(outcome);
    let outcome = &*scaled(&trials);
    let mut svg = String::new();
    if let Some(most) = &outcome.most {
        draw_most(outcome, most, &mut svg, sheet)?;
        return Ok(Some(svg));
    }
    let Some(spec) = &outcome.figure.spec else { return Ok(None) };
    match (spec.kind, &spec.y) {
        (FigureKind::Distribution, _) => draw_distributions(outcome, spec, &mut svg, sheet)?,
        (FigureKind::HeatMap | FigureKind::Lines, Some(y)) => {
            MapFigure::new(outcome, spec, y, sheet.rendition)?.draw(&mut svg, sheet)?
        }
        (FigureKind::HeatMap | FigureKind::Lines, None) => draw_lines(&trials, &mut svg, sheet)?,
    }
    Ok(Some(svg))
}

fn draw_lines(outcome: &ClaimOutcome, svg: &mut String, sheet: Sheet) -> Result<(), FigureError> {
    let outcome = within_range(outcome);
    let small = small(&outcome);
    let outcome = unscaled(outcome);
    let outcome = &*both_sides(&outcome);
    let Some(spec) = &outcome.figure.spec else { return Ok(()) };
    let panels = Panels::new(outcome, spec)?;
    let lower = Lower::new(outcome, small.as_ref(), &panels)?;
    Figure::new((outcome, spec), panels, lower, sheet.rendition).draw(svg, sheet)
}

/// A plot of the usual height, by which is decided what a legend says before the plot has its place.
const TYPICAL: Frame = Frame { left: 0.0, right: 400.0, top: 0.0, bottom: 260.0 };

/// All that is drawn, and where.
struct Figure<'a> {
    panels: Panels<'a>,
    lower: Lower<'a>,
    /// Whether lines between the measurements are left out.
    follow_curves: bool,
    shows_places: bool,
    /// Whether violated cells are marked here, and not in the small panels.
    alarms: bool,
    /// Whether intervals are drawn.
    intervals: bool,
    /// The side of the lines of expected values that the claim forbids.
    side: Option<Side>,
    /// The cell where the bound binds most.
    ringed: Option<&'a CellOutcome>,
    title: Title,
    titles: [String; 2],
    x: Axis,
    y: Numbers,
    grid: Grid,
    marks: Vec<AxisMark>,
    legends: Vec<PlacedLegend>,
    width: f64,
    arrangement: Arrangement,
}

impl<'a> Figure<'a> {
    fn new(
        (outcome, spec): (&'a ClaimOutcome, &'a FigureSpec),
        mut panels: Panels<'a>,
        mut lower: Lower<'a>,
        rendition: Rendition,
    ) -> Self {
        let headings = panels.list.iter().any(|panel| panel.heading.is_some());
        let paper = Paper::of(spec.columns, rendition);
        let page = Page { paper, panels: panels.list.len(), headings, small: lower.height(), beside: 0.0 };
        let x = horizontal_axis(outcome, spec, &panels);
        let y = vertical_axis(outcome, spec, &panels);
        panels.keep_visible_references(&y);
        let intervals = show_intervals(&panels, &y, &TYPICAL);
        let outlines = panels.list.iter().flat_map(|panel| seats(&panel.series, &x, &y, &TYPICAL)).flatten();
        let signs = legend::Signs { intervals, outlines: outlines.into_iter().any(|seat| seat.behind > 0) };
        let (side, ringed) = (forbidden_side(outcome, &panels), ringed(outcome, &panels));
        let title = Title::of(&cleaned(&outcome.title), paper);
        let titles = [horizontal_title(spec), quantity_title(outcome, panels.of_fits)];
        let least = lower.tick_width().max(room_for_labels(&y, &titles[1], page.least_height()));
        let mut grid = Grid::new(&x, &y, least, |tick_width| page.panel_width(tick_width));
        grid.reserve_title(&titles[0]);
        lower.arrange(&x, &grid);
        let marks = marks::arrange(&marks_in_symbols(outcome), &x, grid.width());
        let mark_height = marks::ROW * marks::rows(&marks) as f64;
        let taken = |arrangement: &Arrangement| {
            let frame = arrangement.panels.first().filter(|_| !headings && arrangement.panels.len() == 1)?.frame;
            let panel = panels.list.first();
            let mut taken = panel.map_or_else(Vec::new, |panel| covered(panel, (&x, &y), &frame));
            taken.extend(marks.iter().flat_map(|mark| mark.covered(&frame)));
            taken.extend(
                panel
                    .zip(ringed)
                    .and_then(|(panel, cell)| ring::covered(panel, cell, (&x, &y), &frame))
                    .into_iter()
                    .flatten(),
            );
            Some(taken)
        };
        let entries = legend::entries(outcome, &panels, signs);
        let arranged = |legend| page.arranged(&title, mark_height, &grid, legend);
        let (arrangement, legends) = with_legend(entries, (paper.inner_width(), rendition), arranged, taken);
        let follow_curves = panels.fit_through_dots(outcome).is_some_and(|fit| fit.curve.is_some());
        let width = paper.width;
        let (shows_places, alarms) = (shows_places(outcome), !are_two(outcome));
        Self {
            panels,
            lower,
            follow_curves,
            shows_places,
            alarms,
            intervals,
            side,
            ringed,
            title,
            titles,
            x,
            y,
            grid,
            marks,
            legends,
            width,
            arrangement,
        }
    }

    fn draw(&self, svg: &mut String, sheet: Sheet) -> Result<(), FigureError> {
        let (width, height) = (self.width, self.arrangement.height);
        let canvas = Canvas::new(svg, (width, height), sheet);
        canvas.polygon(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], WHITE)?;
        self.title.draw(&canvas)?;
        for (panel, place) in self.panels.list.iter().zip(&self.arrangement.panels) {
            self.draw_panel(&canvas, panel, *place)?;
        }
        self.draw_titles(&canvas)?;
        self.legends.iter().try_for_each(|legend| legend.draw(&canvas))?;
        canvas.finish()
    }

    /// Draws the titles of the axes. If there are small panels each row has its own title beside it.
    fn draw_titles(&self, canvas: &Canvas) -> Result<(), FigureError> {
        let [x, y] = [&self.titles[0], &self.titles[1]];
        self.grid.draw_horizontal_title(canvas, &self.arrangement.whole, x)?;
        if self.lower.height() == 0.0 {
            return draw_vertical_title(canvas, &self.arrangement.whole, y);
        }
        let first = self.arrangement.panels.iter().filter(|place| place.labels.beside);
        first.into_iter().try_for_each(|place| draw_vertical_title(canvas, &place.frame, y))
    }

    fn draw_panel(&self, canvas: &Canvas, panel: &Panel, place: PanelPlace) -> Result<(), FigureError> {
        let PanelPlace { frame, small, labels } = place;
        let middle = (Anchor::Middle, Direction::Right);
        if let Some(heading) = &panel.heading {
            draw_text(canvas, heading, (frame.x(0.5), frame.top - 7.0), AXIS, middle)?;
        }
        if self.shows_places {
            draw_band(canvas, &frame, &self.x, panel)?;
        }
        let seats = seats(&panel.series, &self.x, &self.y, &frame);
        let (alarms, intervals) = (self.alarms, self.intervals);
        let plot = Plot { canvas, frame, x: &self.x, y: &self.y, seats, alarms, intervals };
        self.side.map_or(Ok(()), |side| shade(&plot, panel, side))?;
        self.grid.draw_lines(canvas, &frame, &self.x)?;
        plot.references(&panel.references)?;
        marks::draw(canvas, &self.marks, &frame)?;
        if let Some(small) = small {
            self.lower.draw(canvas, (small, labels), (&self.x, &self.grid), panel)?;
        }
        self.grid.draw_axes(canvas, &frame, Labels { below: labels.below && small.is_none(), ..labels })?;
        self.draw_series(&plot, panel)?;
        if panel.series.is_empty() {
            let style = TextStyle { colour: GREY, ..AXIS };
            draw_text(canvas, "nothing was measured", (frame.x(0.5), frame.y(0.5)), style, middle)?;
        }
        Ok(())
    }

    /// Pale lines below, then expected values, then markers. Where curves are drawn, no pale lines are needed.
    fn draw_series(&self, plot: &Plot, panel: &Panel) -> Result<(), FigureError> {
        let series = || panel.series.iter().zip(&panel.looks).enumerate();
        for (i, (series, look)) in series().filter(|_| !self.follow_curves) {
            plot.joined(i, series, *look)?;
        }
        plot.expected(&panel.expected, &panel.looks, &panel.series)?;
        self.side.map_or(Ok(()), |side| draw_strokes(plot, panel, side))?;
        series().try_for_each(|(i, (series, _))| plot.faults(i, series))?;
        series().try_for_each(|(i, (series, look))| plot.series(i, series, *look))?;
        self.ringed.map_or(Ok(()), |cell| ring::draw(plot, panel, Some(cell)))
    }
}

/// The vertical marks, each with its label: those of the figure, and the number with which a place is compared.
fn marks_in_symbols(outcome: &ClaimOutcome) -> Vec<(String, f64)> {
    let stated = common_right_side(outcome).filter(|_| shows_places(outcome));
    let stated = stated.and_then(|at| Some((outcome.shape.right.clone()?, at)));
    let mut marks: Vec<(String, f64)> = Vec::new();
    for (label, x) in outcome.figure.marks.iter().chain(&stated) {
        let mark = (outcome.figure.in_symbols(label).to_owned(), *x);
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example::{self, number, point};
    use crate::figure::ink;
    use weak_to_strong_lab::claim::{Columns, Scale, Verdict};
    use weak_to_strong_lab::setting::SettingValue;

    fn drawn(outcome: &ClaimOutcome) -> String {
        figure_svg(outcome).expect("the example can be drawn").expect("the example asks for a figure")
    }

    #[test]
    fn no_letter_needs_a_font() {
        for outcome in [example::naive(), example::decay(), example::map(12)] {
            let svg = drawn(&outcome);
            assert!(!svg.contains("<text") && !svg.contains("font"), "{}", &svg[..200]);
            assert!(svg.len() < 150_000, "{} bytes", svg.len());
            assert!(svg.contains(&format!("<title>{}</title>", outcome.title)));
            assert!(svg.contains("<desc>MSE of naive fine-tuning") && svg.contains("The claim holds in "));
        }
    }

    #[test]
    fn the_same_outcome_gives_the_same_bytes() {
        assert_eq!(drawn(&example::decay()), drawn(&example::decay()));
        assert_eq!(drawn(&example::map(5)), drawn(&example::map(5)));
    }

    #[test]
    fn without_a_figure_table_nothing_is_drawn() {
        let mut outcome = example::naive();
        outcome.figure.spec = None;
        assert_eq!(figure_svg(&outcome).expect("there is nothing to do"), None);
    }

    #[test]
    fn everything_stays_on_the_canvas() {
        let mut outcome = example::decay();
        "a title with many words ".repeat(30).clone_into(&mut outcome.title);
        outcome.figure.marks = (0..6).map(|i| ("refinement_crossover".to_owned(), 50.0 + f64::from(i))).collect();
        for point in &mut outcome.points {
            point.setting.insert("prompts".into(), SettingValue::Word("{ anisotropic = [1.0, 2.0] }".repeat(3)));
        }
        let mut narrow = [outcome.clone(), example::facets(3)];
        for spec in narrow.iter_mut().filter_map(|outcome| outcome.figure.spec.as_mut()) {
            spec.columns = Columns::One;
        }
        let facets = [1, 2, 5].map(example::facets);
        for outcome in narrow.into_iter().chain(facets).chain([outcome, example::naive(), example::map(7)]) {
            let svg = drawn(&outcome);
            assert_eq!(ink::beyond(&svg), Vec::<String>::new());
        }
    }

    #[test]
    fn odd_values_are_passed_over() {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0, 1e308, -1e308, 1e-308, 0.3];
        for scale in [Scale::Automatic, Scale::Linear, Scale::Log] {
            for left in ["naive.mse", "limit(naive.mse over penalty)", "decay_rate(naive.mse over penalty)"] {
                let mut outcome = example::empty(&format!("{left} == 0"), "penalty", &[]);
                if let Some(spec) = &mut outcome.figure.spec {
                    (spec.x_scale, spec.y_scale) = (scale, scale);
                }
                for (i, value) in odd.into_iter().enumerate() {
                    let setting = point(&[("penalty", number(odd[(i * 2) % odd.len()])), ("samples", number(value))]);
                    outcome.points.push(example::measurement(setting.clone(), value, odd[(i + 3) % odd.len()]));
                    outcome.cells.push(example::cell(setting, odd[(i + 5) % odd.len()], 1.0, value, Verdict::Violated));
                }
                outcome.figure.marks = odd.map(|value| (String::new(), value)).to_vec();
                drawn(&outcome);
                outcome.cells.iter_mut().for_each(|cell| drop(cell.measurement.setting.shift_remove("penalty")));
                drawn(&outcome);
            }
        }
    }

    #[test]
    fn a_map_of_ten_thousand_cells_is_a_small_file() {
        assert!(drawn(&example::map(100)).len() < 1_000_000);
    }

    #[test]
    fn a_map_of_odd_values_is_drawn() {
        for count in [0, 1, 2] {
            let mut outcome = example::map(count);
            let odd = [f64::NAN, f64::INFINITY, -1e308, 1e-308].into_iter().cycle();
            for (cell, value) in outcome.cells.iter_mut().zip(odd) {
                cell.measurement.estimate.mean = value;
                cell.verdict = if value > 0.0 { Verdict::Violated } else { Verdict::Unresolved };
            }
            drawn(&outcome);
        }
        // Points of a design: each value comes once.
        let mut scattered = example::map(9);
        scattered.cells.retain(|cell| cell.measurement.setting["samples"] == cell.measurement.setting["penalty"]);
        drawn(&scattered);
    }

    #[test]
    fn few_and_many_series_are_drawn() {
        for count in [0, 1, 100] {
            let mut outcome = example::empty("naive.mse == 1", "prompts", &["samples"]);
            for i in 0..count {
                let setting =
                    point(&[("prompts", SettingValue::Word("cube".into())), ("samples", number(f64::from(i)))]);
                outcome.cells.push(example::cell(setting, 1.0, 0.0, 1.0, Verdict::Tight));
            }
            drawn(&outcome);
        }
    }
}
