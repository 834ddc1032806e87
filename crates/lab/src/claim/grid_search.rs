//! The points of a grid, found by the settings of cells.

use super::Point;
use crate::setting::SettingValue;
use crate::statement::Place;

/// Finds points one after the other. Each search begins where the last one ended, because cells stand in the order of the grid.
pub(super) struct GridSearch<'g> {
    points: &'g [Place],
    last: usize,
}

impl<'g> GridSearch<'g> {
    pub(super) fn over(points: &'g [Place]) -> Self {
        Self { points, last: 0 }
    }

    /// A point with the values of this setting, which may lack some of its variables.
    pub(super) fn find(&mut self, setting: &Point) -> Option<&'g Place> {
        let (before, from) = self.points.split_at(self.last);
        let has = |place: &Place| {
            setting.iter().all(|(name, value)| place.get(name).map(SettingValue::shown).as_ref() == Some(value))
        };
        let further = from.iter().chain(before).position(has)?;
        self.last = (self.last + further) % self.points.len();
        Some(&self.points[self.last])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_found_in_any_order() {
        let value = |number: i64| toml::Value::Integer(number);
        let grid: Vec<Place> =
            (0..6).map(|i| [("a".to_owned(), value(i / 2)), ("b".to_owned(), value(i % 2))].into()).collect();
        let mut search = GridSearch::over(&grid);
        let setting = |a, b| {
            Point::from([
                ("a".to_owned(), SettingValue::shown(&value(a))),
                ("b".to_owned(), SettingValue::shown(&value(b))),
            ])
        };
        for (a, b) in [(1, 1), (1, 1), (2, 0), (0, 1), (2, 1)] {
            assert_eq!(search.find(&setting(a, b)), Some(&grid[(2 * a + b) as usize]), "{a} {b}");
        }
        assert_eq!(search.find(&setting(3, 0)), None);
        let without_b = Point::from([("a".to_owned(), SettingValue::shown(&value(1)))]);
        assert!(search.find(&without_b).is_some_and(|place| place["a"] == value(1)));
        assert_eq!(GridSearch::over(&[]).find(&without_b), None);
    }
}
