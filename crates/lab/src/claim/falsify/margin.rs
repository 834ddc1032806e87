//! The margin by which a claim holds at a cell, from estimates.

use crate::claim::aggregate::{LEAST_LEFT, Quantifiers, series};
use crate::claim::plan::PlannedCell;
use crate::claim::{Claim, Margin};
use crate::sentence::Relation;
use crate::statement::{Measurements, Place, judged};

/// The margin of a claim at a cell where its condition is met. Returns `None` where nothing can be refuted: nothing has a value, or something that is always
/// true is enough.
pub(super) fn margin_at(claim: &Claim, cell: &PlannedCell, measured: &Measurements) -> Option<Margin> {
    let margin = |stated| judged(stated, claim.stated.resolution, measured).margin;
    let margins: Vec<Option<Margin>> = cell.inner.iter().map(|inner| margin(&inner.stated)).collect();
    let places: Vec<&Place> = cell.inner.iter().map(|inner| &inner.place).collect();
    joined(Quantifiers::of(&claim.file.claim), &places, &margins)
}

/// Whether the condition of a cell is met, if all numbers in it were their estimates.
pub(super) fn is_stated_at(cell: &PlannedCell, measured: &Measurements) -> bool {
    let Some(condition) = &cell.condition else { return true };
    let met = condition.truth(&|relation, difference| {
        let value = measured.estimated(difference).value;
        if value.is_nan() {
            return None;
        }
        match relation {
            Relation::AtLeast => Some(value >= 0.0),
            Relation::Above => Some(value > 0.0),
            Relation::AtMost => Some(value <= 0.0),
            Relation::Below => Some(value < 0.0),
            Relation::Equal => Some(value == 0.0),
        }
    });
    met == Some(true)
}

/// One margin from those at several values of the variables of `exists` and `eventually`.
///
/// | quantifier   | margin |
/// | ------------ | ------ |
/// | `exists`     | the greatest; none if one is missing, because that point may hold |
/// | `eventually` | the greatest over starts of the least from there on. It is that of the last start, which leaves three points |
fn joined(quantifiers: Quantifiers, places: &[&Place], margins: &[Option<Margin>]) -> Option<Margin> {
    let left = if quantifiers.eventually.is_some() { LEAST_LEFT } else { 1 };
    let of_series = |series: &Vec<usize>| least(series.iter().rev().take(left).filter_map(|place| margins[*place]));
    let all = series(quantifiers, places);
    let of_all = all.iter().map(of_series);
    if quantifiers.exists {
        let all: Option<Vec<Margin>> = of_all.collect();
        return all?.into_iter().max_by(|a, b| a.cautious().total_cmp(&b.cautious()));
    }
    least(of_all.flatten())
}

/// The least of several margins, as far as noise lets it be known.
pub(super) fn least(margins: impl Iterator<Item = Margin>) -> Option<Margin> {
    margins.min_by(|a, b| a.cautious().total_cmp(&b.cautious()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOR_ALL: Quantifiers = Quantifiers { exists: false, eventually: None };
    const FOR_SOME: Quantifiers = Quantifiers { exists: true, eventually: None };
    const EVENTUALLY: Quantifiers = Quantifiers { exists: false, eventually: Some("samples") };
    const BOTH: Quantifiers = Quantifiers { exists: true, eventually: Some("samples") };

    fn exactly(value: f64) -> Option<Margin> {
        Some(Margin { value, standard_error: 0.0 })
    }

    /// The margin of a cell with these margins at penalties 1, 2, … and, for each of them, at samples 1, 2, ….
    fn of(quantifiers: Quantifiers, margins: &[&[Option<Margin>]]) -> Option<f64> {
        let place = |penalty: usize, samples: usize| -> Place {
            let value = |number: usize| toml::Value::Integer(number as i64);
            [("penalty".to_owned(), value(penalty)), ("samples".to_owned(), value(samples))].into_iter().collect()
        };
        let each = |(penalty, row): (usize, &&[Option<Margin>])| -> Vec<Place> {
            (0..row.len()).map(|samples| place(penalty, samples)).collect()
        };
        let places: Vec<Place> = margins.iter().enumerate().flat_map(each).collect();
        joined(quantifiers, &places.iter().collect::<Vec<_>>(), &margins.concat()).map(|margin| margin.value)
    }

    #[test]
    fn one_place_has_its_own_margin() {
        assert_eq!(of(FOR_ALL, &[&[exactly(-0.25)]]), Some(-0.25));
        assert_eq!(of(FOR_ALL, &[&[None]]), None);
    }

    /// All must fail to refute `exists`: the greatest margin counts. A point without a margin may hold, so nothing can be refuted.
    #[test]
    fn exists_has_the_greatest_margin() {
        assert_eq!(of(FOR_SOME, &[&[exactly(-0.5)], &[exactly(-0.1)], &[exactly(-0.3)]]), Some(-0.1));
        assert_eq!(of(FOR_SOME, &[&[exactly(-0.5)], &[exactly(0.2)]]), Some(0.2));
        assert_eq!(of(FOR_SOME, &[&[exactly(-0.5)], &[None]]), None);
    }

    /// Starts 1, 2 and 3 of five points leave least margins of −0.9, −0.2 and −0.2; the greatest is −0.2.
    #[test]
    fn eventually_has_the_greatest_over_starts_of_the_least() {
        let row = [-0.9, 0.5, 0.3, -0.2, 0.1].map(exactly);
        assert_eq!(of(EVENTUALLY, &[&row]), Some(-0.2));
        let from_the_third_on = [-0.9, -0.9, 0.3, 0.2, 0.4].map(exactly);
        assert_eq!(of(EVENTUALLY, &[&from_the_third_on]), Some(0.2));
        assert_eq!(of(EVENTUALLY, &[&[exactly(0.1), exactly(0.4), None, exactly(0.3)]]), Some(0.3));
    }

    /// The witness is one along the variable of `eventually`: −0.2 and −0.1 for two penalties.
    #[test]
    fn both_quantifiers_are_joined_from_outside_in() {
        let [first, second] = [[0.9, -0.2, 0.3, 0.4].map(exactly), [-0.8, 0.5, -0.1, 0.6].map(exactly)];
        assert_eq!(of(BOTH, &[&first, &second]), Some(-0.1));
    }

    /// A margin of −0.3 ± 0.5 says less than one of −0.1 ± 0.
    #[test]
    fn noise_is_no_small_margin() {
        let noisy = Margin { value: -0.3, standard_error: 0.5 };
        assert_eq!(
            least([noisy, Margin { value: -0.1, standard_error: 0.0 }].into_iter()).map(|m| m.value),
            Some(-0.1)
        );
        assert_eq!(least(std::iter::empty()), None);
    }
}
