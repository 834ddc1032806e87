//! Figures of all forms of sentences.

use super::{example_forms, figure_svg, ink};

#[test]
fn every_form_has_a_figure_that_fits_on_its_canvas() {
    for (name, outcome) in example_forms::all() {
        let svg = figure_svg(&outcome).expect("it can be drawn").expect(name);
        assert_eq!(ink::beyond(&svg), Vec::<String>::new(), "{name}");
    }
}
