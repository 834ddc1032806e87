//! Drawing a figure.

use weak_to_strong_lab::claim::{ClaimOutcome, FigureKind, FigureSpec, Scale};
use weak_to_strong_lab::setting::SettingValue;

use super::arrangement::{Arrangement, Page, PanelPlace};
use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::curves::Curve;
use super::description::figure_description;
use super::distribution_figure::draw_distributions;
use super::error::FigureError;
use super::fitted::is_power_law;
use super::grid::{Grid, Labels, draw_vertical_title};
use super::key::Legend;
use super::label::{axis_title, quantity_title};
use super::layout::{AXIS, Title, width_of};
use super::legend;
use super::lower::Lower;
use super::map_figure::MapFigure;
use super::marker::{GREY, WHITE};
use super::marks::{self, AxisMark};
use super::most_figure::draw_most;
use super::panels::{Panel, Panels};
use super::plot::Plot;
use super::range::{AxisScale, Wanted, vertical};
use super::rendition::Rendition;
use super::scaled::scaled;
use super::sheet::Sheet;
use super::sides::{are_two, both_sides};
use super::small::small;
use super::strip::{common_right_side, draw_band, shows_places};
use super::swarm::{padding, shifts};
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
            MapFigure::new(outcome, spec, y)?.draw(&mut svg, sheet)?
        }
        (FigureKind::HeatMap | FigureKind::Lines, None) => draw_lines(outcome, &mut svg, sheet)?,
    }
    Ok(Some(svg))
}

fn draw_lines(outcome: &ClaimOutcome, svg: &mut String, sheet: Sheet) -> Result<(), FigureError> {
    let small = small(outcome);
    let outcome = &*both_sides(outcome);
    let Some(spec) = &outcome.figure.spec else { return Ok(()) };
    let panels = Panels::new(outcome, spec)?;
    let lower = Lower::new(outcome, small.as_ref(), &panels)?;
    Figure::new(outcome, spec, panels, lower).draw(svg, sheet)
}

/// All that is drawn, and where.
struct Figure<'a> {
    panels: Panels<'a>,
    lower: Lower<'a>,
    /// Whether lines between the measurements are left out.
    follow_curves: bool,
    shows_places: bool,
    /// Whether violated cells are marked here, and not in the small panels.
    alarms: bool,
    title: Title,
    titles: [String; 2],
    x: Axis,
    y: Numbers,
    grid: Grid,
    marks: Vec<AxisMark>,
    legend: Legend,
    width: f64,
    arrangement: Arrangement,
}

impl<'a> Figure<'a> {
    fn new(outcome: &'a ClaimOutcome, spec: &'a FigureSpec, panels: Panels<'a>, mut lower: Lower<'a>) -> Self {
        let headings = panels.list.iter().any(|panel| panel.heading.is_some());
        let page = Page { columns: spec.columns, panels: panels.list.len(), headings, small: lower.height() };
        let entries = legend::entries(outcome, &panels);
        let legend =
            if page.legend_is_beside() { Legend::column(entries) } else { Legend::rows(entries, page.inner_width()) };
        let x = horizontal_axis(outcome, spec, &panels);
        let y = vertical_axis(outcome, spec, &panels);
        let title = Title::of(&cleaned(&outcome.title), spec.columns);
        let grid = Grid::new(&x, &y, lower.tick_width(), |tick_width| page.panel_width(tick_width, legend.size.0));
        lower.arrange(&x, &grid);
        let marks = marks::arrange(&marks_in_symbols(outcome), &x, grid.width());
        let mark_height = marks::ROW * marks::rows(&marks) as f64;
        let arrangement = page.arranged(&title, mark_height, &grid, &legend);
        let titles = [axis_title(&spec.x), quantity_title(outcome, panels.of_fits)];
        let follow_curves = panels.fit_through_dots(outcome).is_some_and(|fit| fit.curve.is_some());
        let width = width_of(spec.columns);
        let (shows_places, alarms) = (shows_places(outcome), !are_two(outcome));
        Self {
            panels,
            lower,
            follow_curves,
            shows_places,
            alarms,
            title,
            titles,
            x,
            y,
            grid,
            marks,
            legend,
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
        self.legend.draw(&canvas, self.arrangement.legend)?;
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
        self.grid.draw_lines(canvas, &frame, &self.x)?;
        let shifts = shifts(&panel.series, &self.x, &self.y, &frame);
        let plot = Plot { canvas, frame, x: &self.x, y: &self.y, shifts, alarms: self.alarms };
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
        series().try_for_each(|(i, (series, _))| plot.faults(i, series))?;
        series().try_for_each(|(i, (series, look))| plot.series(i, series, *look))
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

pub(super) fn horizontal_axis(outcome: &ClaimOutcome, spec: &FigureSpec, panels: &Panels) -> Axis {
    let values: Vec<&SettingValue> = panels.dots().map(|dot| dot.x).collect();
    let mut marks: Vec<f64> = outcome.figure.marks.iter().map(|(_, x)| *x).collect();
    if shows_places(outcome) {
        marks.extend(outcome.cells.iter().map(|cell| cell.expected));
    }
    let scale = match spec.x_scale {
        Scale::Automatic if panels.fit_through_dots(outcome).is_some() && is_power_law(outcome) => Scale::Log,
        scale @ (Scale::Automatic | Scale::Linear | Scale::Log) => scale,
    };
    Axis::horizontal(&values, &marks, scale, padding(panels.most_series()))
}

pub(super) fn vertical_axis(outcome: &ClaimOutcome, spec: &FigureSpec, panels: &Panels) -> Numbers {
    let mut core: Vec<f64> = panels.dots().map(|dot| dot.measurement.estimate.mean).collect();
    core.extend(panels.expected().flat_map(Curve::heights));
    let intervals = panels.dots().map(|dot| (dot.measurement.interval.lower, dot.measurement.interval.upper));
    let intervals: Vec<(f64, f64)> = intervals.collect();
    let references: Vec<f64> =
        panels.references().flat_map(|reference| &reference.curves).flat_map(Curve::heights).collect();
    let kind = match spec.y_scale {
        Scale::Automatic if panels.fit_through_dots(outcome).is_some_and(|fit| fit.of_logarithms) => {
            AxisScale::Logarithmic
        }
        scale @ (Scale::Automatic | Scale::Linear | Scale::Log) => AxisScale::of(scale, &core),
    };
    let range = vertical(kind, &Wanted { core: &core, intervals: &intervals, references: &references });
    Numbers { kind, range, zero: false, infinity: false, values: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example::{self, number, point};
    use crate::figure::ink;
    use weak_to_strong_lab::claim::{Columns, Verdict};

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
