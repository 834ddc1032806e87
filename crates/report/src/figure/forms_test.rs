//! Figures of all forms of sentences.

use super::{example, example_forms, example_laws, figure_svg, ink};
use weak_to_strong_lab::claim::{ClaimOutcome, Columns};

/// One figure of each form.
fn forms() -> Vec<(&'static str, ClaimOutcome)> {
    let others = [("bound", example::naive()), ("decay-rate", example::decay()), ("panels", example::facets(2))];
    others.into_iter().chain(example_forms::all()).chain(example_laws::all()).collect()
}

/// In one column of a page and in both, nothing lies outside, and no two labels lie on each other.
#[test]
fn every_form_has_a_figure_that_fits_on_its_canvas() {
    for (name, mut outcome) in forms() {
        for columns in [Columns::One, Columns::Two] {
            if let Some(spec) = &mut outcome.figure.spec {
                spec.columns = columns;
            }
            let svg = figure_svg(&outcome).expect("it can be drawn").expect(name);
            assert_eq!(ink::faults(&svg), Vec::<String>::new(), "{name} in columns: {columns:?}");
        }
    }
}
