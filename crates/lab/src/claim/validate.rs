//! The checks of a claim file, other than those of its syntax and of the names of quantities and formulas.

use std::collections::HashSet;

use indexmap::IndexMap;
use toml::Value;

use super::{ClaimFault, ClaimFile, ClaimSpec, Columns, FigureKind, FigureSpec, Relation, RightSide};
use crate::catalogue::Catalogue;
use crate::quantity::Quantity;

/// Resolutions are positive, and there is more than one replicate.
pub(super) fn check_numbers(file: &ClaimFile) -> Result<(), ClaimFault> {
    let claim = &file.claim;
    for (key, value) in
        [("claim.resolution", claim.resolution), ("claim.absolute_resolution", claim.absolute_resolution)]
    {
        if let Some(value) = value.filter(|value| !(*value > 0.0 && value.is_finite())) {
            return Err(ClaimFault::BadNumber { key, value, expected: "a positive, finite number" });
        }
    }
    match claim.replicates {
        Some(few @ 0..2) => {
            Err(ClaimFault::BadNumber { key: "claim.replicates", value: few as f64, expected: "2 or more" })
        }
        _ => Ok(()),
    }
}

/// The quantity has the unit that the relation applies to. There is an expression if, and only if, the relation takes one.
pub(super) fn check_sides(
    relation: &Relation,
    claim: &ClaimSpec,
    quantity: &Quantity,
    known: &Catalogue<Quantity>,
) -> Result<(), ClaimFault> {
    let functional = relation.functional();
    let word = || relation.word().to_owned();
    match (functional.right_side, &claim.expression) {
        (RightSide::DistanceFrom(law), Some(text)) => {
            return Err(ClaimFault::ExpressionUnused { relation: word(), law, text: text.clone() });
        }
        (RightSide::Expression, None) => return Err(ClaimFault::ExpressionMissing { relation: word() }),
        (RightSide::DistanceFrom(_), None) | (RightSide::Expression, Some(_)) => {}
    }
    match functional.unit {
        Some(unit) if quantity.unit != unit => {
            let fitting = known.names(|other| other.unit == unit);
            Err(ClaimFault::OtherUnit { relation: word(), quantity: quantity.name.clone(), unit: unit.name(), fitting })
        }
        _ => Ok(()),
    }
}

/// Every name that must be a sweep variable is a sweep variable.
pub(super) fn check_swept(file: &ClaimFile, relation: &Relation, swept: &[String]) -> Result<(), ClaimFault> {
    if relation.is_fitted() && file.claim.along.is_none() {
        return Err(ClaimFault::AlongMissing { relation: relation.word().to_owned() });
    }
    let mut names: Vec<(String, &String)> = Vec::new();
    names.extend(file.claim.along.iter().map(|name| ("claim.along".to_owned(), name)));
    names.extend(file.claim.infimum_over.iter().map(|name| ("claim.infimum_over".to_owned(), name)));
    names.extend(file.claim.only.keys().map(|name| (format!("claim.only.{name}"), name)));
    names.extend(file.claim.from.keys().map(|name| (format!("claim.from.{name}"), name)));
    if let Some(figure) = &file.figure {
        let taken_out = file.claim.infimum_over.as_ref();
        let drawn = [&figure.x].into_iter().chain(&figure.y).chain(&figure.series.0).chain(&figure.facet);
        if let Some(name) = drawn.into_iter().find(|name| Some(*name) == taken_out) {
            return Err(ClaimFault::TakenOut { name: name.clone() });
        }
        names.push(("figure.x".to_owned(), &figure.x));
        names.extend(figure.y.iter().map(|name| ("figure.y".to_owned(), name)));
        names.extend(figure.facet.iter().map(|name| ("figure.facet".to_owned(), name)));
        names.extend(figure.series.0.iter().map(|name| ("figure.series".to_owned(), name)));
    }
    match names.into_iter().find(|(_, name)| !swept.contains(name)) {
        Some((key, name)) => {
            let known = if swept.is_empty() { "none".to_owned() } else { swept.join(", ") };
            Err(ClaimFault::NotSwept { key, name: name.clone(), known })
        }
        None => Ok(()),
    }
}

/// A heat map has a number on each axis and one measurement at each place. The keys of a heat map are in no other kind of figure.
pub(super) fn check_heat_map(
    file: &ClaimFile,
    relation: &Relation,
    points: &[IndexMap<String, Value>],
) -> Result<(), ClaimFault> {
    let Some(figure) = &file.figure else { return Ok(()) };
    let bad = |key, remedy: &str| Err(ClaimFault::BadFigure { key, remedy: remedy.to_owned() });
    match (figure.kind, &figure.y) {
        (FigureKind::Lines, Some(_)) => bad("y", "only a heat map has it; write kind = \"heat_map\""),
        (FigureKind::Lines, None) if !figure.contours.is_empty() => {
            bad("contours", "only a heat map has them; write kind = \"heat_map\", or name them references")
        }
        (FigureKind::Lines, None) => Ok(()),
        (FigureKind::HeatMap, _) if figure.columns == Columns::One => {
            bad("columns", "a heat map, with its colours beside it, fills both columns; remove it")
        }
        (FigureKind::HeatMap, None) => bad("y", "is missing; name the sweep variable on the vertical axis"),
        (FigureKind::HeatMap, Some(y)) if *y == figure.x => bad("y", "is also figure.x; name another variable"),
        (FigureKind::HeatMap, Some(_)) if relation.is_fitted() => {
            bad("kind", "a heat map shows cells, and this relation fits through them; draw lines")
        }
        (FigureKind::HeatMap, Some(y)) => {
            let unused = [&figure.series.0, &figure.references, &figure.marks].into_iter().any(|list| !list.is_empty());
            if unused {
                return bad("kind", "a heat map takes contours, but no series, references or marks; remove them");
            }
            check_places(file, figure, y, points)
        }
    }
}

/// Panels differ in a variable that nothing else in the figure shows. A mark has no panel, as it has no value of that variable.
pub(super) fn check_facet(file: &ClaimFile, relation: &Relation, swept: &[String]) -> Result<(), ClaimFault> {
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
    if relation.is_fitted() && file.claim.along.as_ref() == Some(facet) {
        return bad(format!("{facet} is claim.along, and a fit has points at several of its values; name another"));
    }
    if !figure.marks.is_empty() {
        return bad("a figure with panels takes no marks; remove one of the two".to_owned());
    }
    Ok(())
}

/// A scale multiplies cells along the horizontal axis. Limits and exponents are other numbers, and a least mean is of several cells.
pub(super) fn check_scale(file: &ClaimFile, relation: &Relation) -> Result<(), ClaimFault> {
    let Some(figure) = file.figure.as_ref().filter(|figure| figure.scaled_by.is_some()) else { return Ok(()) };
    let bad = |remedy: &str| Err(ClaimFault::BadFigure { key: "scaled_by", remedy: remedy.to_owned() });
    if figure.kind == FigureKind::HeatMap {
        return bad("a heat map has no scale; draw lines, or remove it");
    }
    if file.claim.infimum_over.is_some() {
        return bad("the least of several means has no one scale; remove it");
    }
    let Some(fit) = relation.functional().fit() else { return Ok(()) };
    let noun = relation.functional().noun;
    if fit.curve.is_none() {
        return bad(&format!("a {noun} is not scaled with the measurements; remove it"));
    }
    if file.claim.along.as_ref() != Some(&figure.x) {
        return bad(&format!("a fitted {noun} has no scale; let figure.x be claim.along, or remove it"));
    }
    Ok(())
}

fn check_places(
    file: &ClaimFile,
    figure: &FigureSpec,
    y: &str,
    points: &[IndexMap<String, Value>],
) -> Result<(), ClaimFault> {
    let (mut places, mut cells) = (HashSet::new(), HashSet::new());
    for point in points {
        for (key, name) in [("x", figure.x.as_str()), ("y", y)] {
            let number = point.get(name).and_then(|value| value.as_float().or(value.as_integer().map(|i| i as f64)));
            if !number.is_some_and(f64::is_finite) {
                let remedy = format!("a heat map needs finite numbers along {name}; change the sweep, or draw lines");
                return Err(ClaimFault::BadFigure { key, remedy });
            }
        }
        let text = |name: &str| point.get(name).map_or_else(String::new, Value::to_string);
        places.insert((text(&figure.x), text(y)));
        let kept = point.iter().filter(|(name, _)| Some(*name) != file.claim.infimum_over.as_ref());
        cells.insert(format!("{:?}", kept.collect::<Vec<_>>()));
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
    use crate::claim::{Claim, ClaimFile};

    fn fault(sweep: &str, figure: &str) -> String {
        let text = format!(
            r#"
            id = "mine"
            [problem]
            dim = 4
            prompts = "gaussian"
            concepts = {{ orthonormal = 2 }}
            source_prior = "uniform"
            target = 0
            noise = 0.5
            weak = {{ cosine = 0.8, off_hull = 0.6, noise = 0.5 }}
            [sweep]
            {sweep}
            [claim]
            quantity = "naive.mse"
            relation = ">="
            expression = "segment_bound"
            [figure]
            {figure}
            "#
        );
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
            (sweep, "x = \"noise\"\nscaled_by = \"1 / sample\"".to_owned(), "no formula or setting sample"),
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
        [claim]\nquantity = \"naive.mse\"\nrelation = \">=\"\n[figure]\nx = \"noise\"\n";
}
