//! Every figure of the committed check, at the widths of a paper.

use std::collections::HashSet;
use std::path::Path;

use plotters::style::RGBColor;
use rayon::prelude::*;

use super::panels::Panels;
use super::scaled::scaled;
use super::sides::both_sides;
use super::trials::along_trials;
use super::{Letters, Rendition, contrast, figure_svg_as, ink};
use weak_to_strong_lab::claim::{ClaimOutcome, FigureKind, embedded_claims, written_outcome};

/// The smallest letters at the printed size, in points.
const LEAST_POINTS: f64 = 6.0;

/// The outcomes of the claims in `checks.json`.
fn outcomes() -> Vec<ClaimOutcome> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../checks.json");
    let text = std::fs::read_to_string(file).expect("the committed check");
    let claims = embedded_claims().expect("the claims of the library");
    let outcome = |claim| written_outcome(claim, &text).expect("a claim of the check").outcome;
    claims.par_iter().map(outcome).collect()
}

fn drawn(outcome: &ClaimOutcome, rendition: Rendition) -> Option<String> {
    figure_svg_as(outcome, rendition).expect("it can be drawn")
}

/// The values of an attribute.
fn values<'a>(svg: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    svg.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>().into_iter()
}

/// What is wrong with a figure of this width.
fn faults(outcome: &ClaimOutcome, width: f64) -> Vec<String> {
    let rendition = Rendition { letters: Letters::Outlines, width: Some(width), ..Rendition::PAPER };
    let Some(outlined) = drawn(outcome, rendition) else { return Vec::new() };
    let mut faults = ink::faults(&outlined);
    let written = drawn(outcome, Rendition { letters: Letters::Embedded, ..rendition }).unwrap_or_default();
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let across = values(&written, "viewBox").next().and_then(|parts| parts.split(' ').nth(2)).map(number);
    let points = |units: &str| number(units) / across.expect("a width") * width * 72.0;
    let least = values(&written, "font-size").map(points).fold(f64::INFINITY, f64::min);
    if least < LEAST_POINTS {
        faults.push(format!("letters of {least:.2} points"));
    }
    for element in written.split("<text").skip(1).filter_map(|rest| rest.split('>').next()) {
        for fill in values(element, "fill") {
            let part = |at: usize| u8::from_str_radix(&fill[at..at + 2], 16).expect("a colour");
            if contrast::to_white(RGBColor(part(1), part(3), part(5))) < 3.0 {
                faults.push(format!("letters in {fill}"));
            }
        }
    }
    faults
}

/// Series of one panel that are drawn alike in grey.
fn alike(outcome: &ClaimOutcome) -> Vec<String> {
    let is_of_lines = |kind: FigureKind, y: &Option<String>| kind == FigureKind::Lines && y.is_none();
    let shown = outcome.figure.spec.as_ref().is_some_and(|spec| is_of_lines(spec.kind, &spec.y));
    if !shown || outcome.most.is_some() {
        return Vec::new();
    }
    let trials = along_trials(outcome);
    let sides = scaled(&trials);
    let both = both_sides(&sides);
    let spec = both.figure.spec.as_ref().expect("a figure");
    let panels = Panels::new(&both, spec).expect("its variables are known");
    let named = panels.named();
    let looks: HashSet<String> = named.values().map(|look| format!("{:?} {:?}", look.shape, look.dash)).collect();
    if looks.len() == named.len() {
        Vec::new()
    } else {
        vec![format!("{} looks for {} series", looks.len(), named.len())]
    }
}

#[test]
fn every_figure_can_be_read_in_print_and_in_grey() {
    let outcomes = outcomes();
    assert!(outcomes.len() > 60, "only {} outcomes", outcomes.len());
    let of_one = |outcome: &ClaimOutcome| {
        let all = [3.25, 5.5, 6.75]
            .into_iter()
            .flat_map(|width| faults(outcome, width).into_iter().map(move |fault| format!("{width} inches: {fault}")));
        all.chain(alike(outcome)).map(|fault| format!("{}: {fault}", outcome.id)).collect::<Vec<_>>()
    };
    let faults: Vec<String> = outcomes.par_iter().flat_map(of_one).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
