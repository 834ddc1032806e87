//! The checks of a claim file, other than those of its syntax and of the names of quantities and formulas.

use std::collections::HashSet;

use super::aggregate::LEAST_LEFT;
use super::along::check_along;
use super::default_figure::has_distribution;
use super::figure_labels::check_labels;
use super::{Claim, ClaimFault, ClaimFile, Columns, FigureKind, FigureSpec, Shape};
use crate::statement::{Place, free_in_statement, free_variables};

/// Checks a claim whose sentences are read.
pub(super) fn validate(claim: &Claim) -> Result<(), ClaimFault> {
    let (file, shape) = (&claim.file, claim.shape());
    check_numbers(file)?;
    check_along(claim)?;
    check_quantifiers(claim)?;
    check_power(claim)?;
    check_distribution(claim)?;
    check_swept(claim)?;
    check_facet(file, &shape, claim.grid.variables())?;
    check_heat_map(claim, &shape)?;
    check_labels(claim)?;
    check_scale(file, &shape)
}

/// Resolutions are positive, and there is more than one replicate.
fn check_numbers(file: &ClaimFile) -> Result<(), ClaimFault> {
    let claim = &file.claim;
    for (key, value) in
        [("claim.resolution", claim.resolution), ("claim.absolute_resolution", claim.absolute_resolution)]
    {
        if let Some(value) = value.filter(|value| !(*value > 0.0 && value.is_finite())) {
            return Err(ClaimFault::BadNumber { key, value, expected: "a positive, finite number" });
        }
    }
    if let Some(most) = claim.most {
        if !(most.share > 0.0 && most.share < 1.0) {
            let expected = "a number above 0 and below 1";
            return Err(ClaimFault::BadNumber { key: "claim.most.share", value: most.share, expected });
        }
        if !(1..=MOST_DRAWS).contains(&most.draws) {
            let (value, expected) = (most.draws as f64, "a whole number from 1 to 100000");
            return Err(ClaimFault::BadNumber { key: "claim.most.draws", value, expected });
        }
    }
    match claim.replicates {
        Some(few @ 0..2) => {
            Err(ClaimFault::BadNumber { key: "claim.replicates", value: few as f64, expected: "2 or more" })
        }
        _ => Ok(()),
    }
}

/// The most problems that a statement about most problems is tried on.
const MOST_DRAWS: u64 = 100_000;

/// Variables of `exists` and `eventually` are swept, the sentence depends on them, and the condition does not.
fn check_quantifiers(claim: &Claim) -> Result<(), ClaimFault> {
    let (spec, grid) = (&claim.file.claim, &claim.grid);
    let free = free_in_statement(&claim.stated.statement, grid);
    let named = spec.exists.0.iter().map(|name| ("exists", name));
    for (key, name) in named.chain(spec.eventually.iter().map(|name| ("eventually", name))) {
        if !grid.variables().contains(name) {
            let known = if grid.variables().is_empty() { "none".to_owned() } else { grid.variables().join(", ") };
            return Err(ClaimFault::NotSwept { key: format!("claim.{key}"), name: name.clone(), known });
        }
        let bases = grid.bases_of(name);
        if !bases.iter().any(|base| free.contains(base)) {
            let remedy = format!("the sentence does not depend on {name}, or binds it; leave it out");
            return Err(ClaimFault::BadQuantifier { key, remedy });
        }
        let condition = claim.stated.condition.as_ref();
        let in_condition = condition.is_some_and(|condition| {
            let numbers = condition.sides().into_iter().flat_map(|side| free_variables(side, grid));
            let words = condition.words().into_iter().map(str::to_owned);
            numbers.chain(words).any(|variable| bases.contains(&variable))
        });
        if in_condition {
            return Err(ClaimFault::BoundInCondition { variable: name.clone(), key });
        }
    }
    if let Some(name) = &spec.eventually {
        let mut values: Vec<String> =
            grid.points().iter().filter_map(|place| place.get(name)).map(|value| value.to_string()).collect();
        values.sort();
        values.dedup();
        if values.len() < LEAST_LEFT {
            let remedy = format!(
                "the statement must be seen to hold at {LEAST_LEFT} values of {name} or more, and the sweep has {}; add larger ones",
                values.len()
            );
            return Err(ClaimFault::BadQuantifier { key: "eventually", remedy });
        }
    }
    if let Some(name) = spec.eventually.as_ref().filter(|name| spec.exists.0.contains(name)) {
        let remedy = format!("{name} is in claim.exists too; keep one");
        return Err(ClaimFault::BadQuantifier { key: "eventually", remedy });
    }
    if spec.most.is_some() && claim.file.domain.as_ref().is_none_or(toml::Table::is_empty) {
        let remedy = "there is no [domain] to draw problems from; add one, such as [domain] dim = [2, 32]".to_owned();
        return Err(ClaimFault::BadQuantifier { key: "most", remedy });
    }
    Ok(())
}

/// A false sentence depends on nothing that the claim binds.
fn check_power(claim: &Claim) -> Result<(), ClaimFault> {
    let grid = &claim.grid;
    let free = free_in_statement(&claim.stated.statement, grid);
    let sentences = claim.file.power.iter().flat_map(|power| &power.false_sentences);
    for (text, statement) in sentences.zip(&claim.stated.false_neighbours) {
        if let Some(variable) = free_in_statement(statement, grid).difference(&free).next() {
            return Err(ClaimFault::FreeInPower { text: text.clone(), variable: variable.clone() });
        }
    }
    Ok(())
}

/// What a figure draws along is swept and left free by the sentence.
fn check_swept(claim: &Claim) -> Result<(), ClaimFault> {
    let Some(figure) = &claim.file.figure else { return Ok(()) };
    let along = claim.shape().along;
    let bound = claim.bound_variables();
    let mut names: Vec<(&str, &String)> = Vec::new();
    if figure.kind != FigureKind::Distribution {
        names.push(("figure.x", &figure.x));
    }
    names.extend(figure.y.iter().map(|name| ("figure.y", name)));
    names.extend(figure.facet.iter().map(|name| ("figure.facet", name)));
    names.extend(figure.series.0.iter().map(|name| ("figure.series", name)));
    for (key, name) in names {
        if !claim.grid.variables().contains(name) {
            let variables = claim.grid.variables();
            let known = if variables.is_empty() { "none".to_owned() } else { variables.join(", ") };
            return Err(ClaimFault::NotSwept { key: key.to_owned(), name: name.clone(), known });
        }
        let is_tried = key == "figure.x" && claim.tries_along(name);
        if bound.contains(name) && along.as_ref() != Some(name) && !is_tried {
            return Err(ClaimFault::TakenOut { name: name.clone() });
        }
    }
    Ok(())
}

/// A distribution is that of a probability or a quantile, and has the random number on its axis. Every other figure has a variable there.
fn check_distribution(claim: &Claim) -> Result<(), ClaimFault> {
    let Some(figure) = &claim.file.figure else { return Ok(()) };
    let bad = |key, remedy: &str| Err(ClaimFault::BadFigure { key, remedy: remedy.to_owned() });
    if figure.kind != FigureKind::Distribution {
        let remedy = "is missing; name the variable of the sweep on the horizontal axis";
        return if figure.x.is_empty() { bad("x", remedy) } else { Ok(()) };
    }
    if !has_distribution(claim) {
        return bad(
            "kind",
            "a distribution is that of P(… >= …), P(… <= …) or quantile(…, p) on the left side, compared with a computed number; draw lines",
        );
    }
    let plain = FigureSpec {
        kind: FigureKind::Distribution,
        columns: figure.columns,
        x_scale: figure.x_scale,
        x_label: figure.x_label.clone(),
        y_label: figure.y_label.clone(),
        x_range: figure.x_range,
        labels: figure.labels.clone(),
        ..FigureSpec::lines(String::new())
    };
    if *figure != plain {
        return bad(
            "kind",
            "a distribution takes columns, x_scale, x_range, x_label, y_label and labels only, and has a line for each cell; remove the other keys",
        );
    }
    Ok(())
}

/// A heat map has a number on each axis and one measurement at each place. The keys of a heat map are in no other kind of figure.
fn check_heat_map(claim: &Claim, shape: &Shape) -> Result<(), ClaimFault> {
    let Some(figure) = &claim.file.figure else { return Ok(()) };
    let bad = |key, remedy: &str| Err(ClaimFault::BadFigure { key, remedy: remedy.to_owned() });
    match (figure.kind, &figure.y) {
        (FigureKind::Lines, Some(_)) => bad("y", "only a heat map has it; write kind = \"heat_map\""),
        (FigureKind::Lines, None) if !figure.contours.is_empty() => {
            bad("contours", "only a heat map has them; write kind = \"heat_map\", or name them references")
        }
        (FigureKind::Lines, None) | (FigureKind::Distribution, _) => Ok(()),
        (FigureKind::HeatMap, _) if figure.columns == Columns::One => {
            bad("columns", "a heat map, with its colours beside it, fills both columns; remove it")
        }
        (FigureKind::HeatMap, None) => bad("y", "is missing; name the sweep variable on the vertical axis"),
        (FigureKind::HeatMap, Some(y)) if *y == figure.x => bad("y", "is also figure.x; name another variable"),
        (FigureKind::HeatMap, Some(_)) if shape.is_fitted() => {
            bad("kind", "a heat map shows cells, and this relation fits through them; draw lines")
        }
        (FigureKind::HeatMap, Some(y)) => {
            let unused = [&figure.series.0, &figure.references, &figure.marks].into_iter().any(|list| !list.is_empty());
            if unused {
                return bad("kind", "a heat map takes contours, but no series, references or marks; remove them");
            }
            check_places(claim, figure, y)
        }
    }
}

/// Panels differ in a variable that nothing else in the figure shows. A mark has no panel, as it has no value of that variable.
fn check_facet(file: &ClaimFile, shape: &Shape, swept: &[String]) -> Result<(), ClaimFault> {
    let Some((figure, facet)) = file.figure.as_ref().and_then(|figure| Some((figure, figure.facet.as_ref()?))) else {
        return Ok(());
    };
    let bad = |remedy: String| Err(ClaimFault::BadFigure { key: "facet", remedy });
    let taken = [("figure.x", facet == &figure.x), ("figure.series", figure.series.0.contains(facet))];
    if figure.kind == FigureKind::HeatMap {
        return bad("facets are for lines; remove it, or give the variable one value".to_owned());
    }
    if let Some((key, _)) = taken.into_iter().find(|(_, is_taken)| *is_taken) {
        let known = swept.join(", ");
        return bad(format!("{facet} is also in {key}; name another variable of the sweep, which has: {known}"));
    }
    if shape.along.as_ref() == Some(facet) {
        return bad(format!(
            "{facet} is the variable of the sentence, which has points at several of its values; name another"
        ));
    }
    if !figure.marks.is_empty() {
        return bad("a figure with panels takes no marks; remove one of the two".to_owned());
    }
    Ok(())
}

/// A scale multiplies cells along the horizontal axis. Limits and exponents are other numbers, and a least mean is of several cells.
fn check_scale(file: &ClaimFile, shape: &Shape) -> Result<(), ClaimFault> {
    let Some(figure) = file.figure.as_ref().filter(|figure| figure.scaled_by.is_some()) else { return Ok(()) };
    let bad = |remedy: &str| Err(ClaimFault::BadFigure { key: "scaled_by", remedy: remedy.to_owned() });
    if figure.kind == FigureKind::HeatMap {
        return bad("a heat map has no scale; draw lines, or remove it");
    }
    let Some(functional) = shape.functional else { return Ok(()) };
    let noun = functional.noun;
    let Some(fit) = shape.fit() else { return bad(&format!("a {noun} has no scale of its own; remove it")) };
    if fit.curve.is_none() {
        return bad(&format!("a {noun} is not scaled with the measurements; remove it"));
    }
    if shape.along.as_ref() != Some(&figure.x) {
        return bad(&format!("a fitted {noun} has no scale; let figure.x be its variable, or remove it"));
    }
    Ok(())
}

fn check_places(claim: &Claim, figure: &FigureSpec, y: &str) -> Result<(), ClaimFault> {
    let free = free_in_statement(&claim.stated.statement, &claim.grid);
    let (mut places, mut cells) = (HashSet::new(), HashSet::new());
    for point in claim.grid.points() {
        for (key, name) in [("x", figure.x.as_str()), ("y", y)] {
            let number = point.get(name).and_then(|value| value.as_float().or(value.as_integer().map(|i| i as f64)));
            if !number.is_some_and(f64::is_finite) {
                let remedy = format!("a heat map needs finite numbers along {name}; change the sweep, or draw lines");
                return Err(ClaimFault::BadFigure { key, remedy });
            }
        }
        let text = |name: &str| point.get(name).map_or_else(String::new, toml::Value::to_string);
        places.insert((text(&figure.x), text(y)));
        let kept: Place = point
            .iter()
            .filter(|(name, _)| free.contains(*name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        cells.insert(format!("{kept:?}"));
    }
    if cells.len() > places.len() {
        let remedy = format!(
            "a heat map has {} places for {} cells; give every other variable one value",
            places.len(),
            cells.len()
        );
        return Err(ClaimFault::BadFigure { key: "kind", remedy });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::claim::example::PROBLEM;
    use crate::claim::{Claim, ClaimFile};

    fn fault(sweep: &str, figure: &str) -> String {
        fault_of("naive.mse >= segment_bound", sweep, figure)
    }

    fn fault_of(sentence: &str, sweep: &str, figure: &str) -> String {
        let text = format!("{PROBLEM}[sweep]\n{sweep}\n[claim]\nstates = \"{sentence}\"\n[figure]\n{figure}\n");
        let file = ClaimFile::parse("mine.toml", &text).expect("a claim file");
        Claim::new("mine.toml".to_owned(), file).map_or_else(|error| error.to_string(), |_| "none".to_owned())
    }

    #[test]
    fn a_heat_map_has_two_axes_and_one_cell_at_each_place() {
        let map = "kind = \"heat_map\"\nx = \"noise\"";
        let sweep = "noise = [0.5, 1]\nsamples = [16, 64]";
        assert_eq!(fault(sweep, &format!("{map}\ny = \"samples\"\ncontours = [\"segment_bound - 0.4\"]")), "none");
        for (sweep, figure, part) in [
            (sweep, map.to_owned(), "figure.y: is missing"),
            (sweep, format!("{map}\ny = \"noise\""), "figure.y: is also figure.x"),
            (sweep, format!("{map}\ny = \"dim\""), "figure.y = \"dim\" is not a variable of the sweep"),
            (sweep, format!("{map}\ny = \"samples\"\nmarks = [\"eps_p2\"]"), "no series, references or marks"),
            (sweep, "x = \"noise\"\ny = \"samples\"".to_owned(), "figure.y: only a heat map"),
            (sweep, format!("{map}\ny = \"samples\"\nscaled_by = \"1 / samples\""), "figure.scaled_by: a heat map"),
            (sweep, "x = \"noise\"\nscaled_by = \"1 / sample\"".to_owned(), "formula or setting sample\n"),
            (sweep, "x = \"noise\"\ncontours = [\"eps_p2\"]".to_owned(), "figure.contours: only a heat map"),
            (
                "noise = [0.5]\nprompts = [\"cube\"]\nsamples = [9]",
                format!("{map}\ny = \"prompts\""),
                "finite numbers along prompts",
            ),
            (
                "noise = [0.5]\npenalty = [0, 1]\nsamples = [9]",
                format!("{map}\ny = \"samples\""),
                "1 places for 2 cells",
            ),
        ] {
            let message = fault(sweep, &figure);
            assert!(message.contains(part), "{figure}: {message}");
        }
    }

    #[test]
    fn a_distribution_is_of_a_probability_and_has_no_variable() {
        let sweep = "samples = [16, 64]";
        let kind = "kind = \"distribution\"";
        let stated = |figure: &str| fault_of("P(naive.squared_error >= 0.3) >= 0.5", sweep, figure);
        assert_eq!(stated(&format!("{kind}\ncolumns = 1\nx_scale = \"log\"")), "none");
        assert!(stated(&format!("{kind}\nx = \"samples\"")).contains("figure.kind: a distribution takes columns"));
        assert!(stated("series = \"samples\"").contains("figure.x: is missing; name the variable"));
        assert!(fault(sweep, kind).contains("figure.kind: a distribution is that of P("));
    }

    #[test]
    fn a_facet_is_a_variable_that_nothing_else_shows() {
        let sweep = "noise = [0.5, 1]\nsamples = [16, 64]\npenalty = [0.1, 1]";
        let lines = "x = \"noise\"\nseries = \"samples\"";
        assert_eq!(fault(sweep, &format!("{lines}\nfacet = \"penalty\"\ncolumns = 1")), "none");
        for (figure, part) in [
            (format!("{lines}\nfacet = \"penalties\""), "figure.facet = \"penalties\" is not a variable of the sweep"),
            (format!("{lines}\nfacet = \"penalties\""), "its variables are: noise, samples, penalty"),
            (format!("{lines}\nfacet = \"noise\""), "figure.facet: noise is also in figure.x; name another variable"),
            (format!("{lines}\nfacet = \"samples\""), "figure.facet: samples is also in figure.series"),
            (format!("{lines}\nfacet = \"samples\""), "which has: noise, samples, penalty"),
            (
                format!("{lines}\nfacet = \"penalty\"\nmarks = [\"eps_p2\"]"),
                "figure.facet: a figure with panels takes no",
            ),
            (
                "kind = \"heat_map\"\nx = \"noise\"\ny = \"samples\"\nfacet = \"penalty\"".to_owned(),
                "facets are for lines",
            ),
            (
                "kind = \"heat_map\"\nx = \"noise\"\ny = \"samples\"\ncolumns = 1".to_owned(),
                "figure.columns: a heat map",
            ),
        ] {
            let message = fault(sweep, &figure);
            assert!(message.contains(part), "{figure}: {message}");
        }
        let wrong = ClaimFile::parse("mine.toml", &format!("{FIGURE_OF_NONE}columns = 3")).expect_err("3 columns");
        assert!(wrong.to_string().contains("1 column (3.25 inches) or 2 (6.75 inches), not 3"), "{wrong}");
    }

    const FIGURE_OF_NONE: &str = "id = \"mine\"\nproblem = {}\nsweep = {}\n\
        [claim]\nstates = \"naive.mse >= 0\"\n[figure]\nx = \"noise\"\n";
}
