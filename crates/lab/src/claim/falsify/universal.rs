//! The points of a claim's sweep at which a candidate is judged.

use std::collections::BTreeSet;

use crate::claim::Claim;
use crate::setting::SettingValue;
use crate::statement::Place;

/// The points of a claim's sweep, as far as the search does not set them: it is true of a problem only if it is true at all of them.
#[derive(Clone, Debug)]
pub(super) struct Universal {
    /// In the order of the sweep; one point without values if the search sets everything.
    pub(super) points: Vec<UniversalPoint>,
    /// Variables that vary together, for each axis of the sweep.
    pub(super) axes: Vec<Vec<String>>,
}

/// Values of all universal variables that the search does not set.
#[derive(Clone, Debug)]
pub(super) struct UniversalPoint {
    /// Their values.
    pub(super) at: Place,
    /// The points of the sweep there: those of the variables that the sentence or a quantifier binds.
    pub(super) points: Vec<Place>,
}

impl Universal {
    pub(super) fn of(claim: &Claim) -> Self {
        let grid = &claim.grid;
        let bound: Vec<String> = claim.bound_variables().iter().flat_map(|name| grid.bound_with(name)).collect();
        let set = |name: &str| claim.domain.axes.iter().any(|axis| axis.name == name);
        let free: BTreeSet<String> = claim.free_variables(grid);
        let is_universal = |name: &str| free.contains(name) && !bound.iter().any(|known| known == name) && !set(name);
        let mut points: Vec<UniversalPoint> = Vec::new();
        for at in grid.projected(&is_universal) {
            let at: Place = at.into_iter().filter(|(name, _)| !grid.follows(name)).collect();
            let agrees = |point: &&Place| at.iter().all(|(name, value)| point.get(name) == Some(value));
            let Some(first) = grid.points().iter().find(agrees) else { continue };
            let others = |(name, value): (&String, &toml::Value)| (name.clone(), value.clone());
            let others: Place = first.iter().filter(|(name, _)| !bound.contains(name)).map(others).collect();
            let parts = grid.values(&others, &bound);
            let whole = |part: &Place| {
                let mut point = crate::statement::with_values(&others, part);
                point.retain(|name, _| !grid.follows(name));
                point
            };
            points.push(UniversalPoint { points: parts.iter().map(whole).collect(), at });
        }
        Self { points, axes: grid.axes().to_vec() }
    }

    /// The point among these whose values a cell has.
    pub(super) fn of_cell(&self, among: &[usize], cell: &crate::claim::Point) -> Option<usize> {
        let agrees = |place: &&usize| {
            let mut values = self.points[**place].at.iter();
            values.all(|(name, value)| cell.get(name) == Some(&SettingValue::shown(value)))
        };
        among.iter().find(agrees).copied()
    }

    /// The values of a point that are not the same at all points.
    pub(super) fn varied(&self, at: &Place) -> Place {
        let is_varied = |name: &String| self.points.iter().any(|point| point.at.get(name) != at.get(name));
        at.iter().filter(|(name, _)| is_varied(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Points that come before this one in the sweep and differ from it along one axis only, the first of each axis first.
    pub(super) fn simpler(&self, at: &Place) -> Vec<Place> {
        let Some(own) = self.points.iter().position(|point| point.at == *at) else { return Vec::new() };
        let along = |axis: &Vec<String>| {
            let is_along = |other: &&UniversalPoint| {
                other.at.iter().all(|(name, value)| axis.contains(name) || at.get(name) == Some(value))
            };
            let earlier: Vec<&UniversalPoint> = self.points[..own].iter().filter(is_along).collect();
            // The first, and then twice as far each time.
            let places = [0].into_iter().chain((0..usize::BITS - 1).map(|power| 1usize << power));
            let places: Vec<usize> = places.take_while(|place| *place < earlier.len()).collect();
            places.into_iter().map(|place| earlier[place].at.clone()).collect::<Vec<_>>()
        };
        self.axes.iter().flat_map(along).collect()
    }
}

/// Of so many points the ones at which a candidate is judged: all, or if they are more than `most`, points at equal distances. The next candidate begins one
/// point further, so that all points have their turn.
pub(super) fn chosen(points: &[usize], turn: u64, most: usize) -> Vec<usize> {
    let count = points.len();
    if count <= most {
        return points.to_vec();
    }
    let first = (turn % count as u64) as usize;
    let mut chosen: Vec<usize> = (0..most).map(|place| points[(first + place * count / most) % count]).collect();
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimFile;
    use crate::claim::example::PROBLEM;
    use crate::claim::point::described;

    fn universal(sweep: &str, states: &str, domain: &str) -> Universal {
        let text = format!("{PROBLEM}[sweep]\n{sweep}\n[claim]\nstates = \"{states}\"\n[domain]\n{domain}\n");
        let file = ClaimFile::parse("mine.toml", &text).expect("TOML");
        Universal::of(&Claim::new("mine".to_owned(), file).expect("a claim"))
    }

    fn places(universal: &Universal) -> Vec<String> {
        universal.points.iter().map(|point| format!("{} ({})", described(&point.at), point.points.len())).collect()
    }

    const SWEEP: &str = "prompts = [\"sphere\", \"gaussian\"]\nsamples = [16, 64]\npenalty = [0.1, 1.0, 10.0]";

    #[test]
    fn what_the_search_sets_or_the_sentence_binds_is_not_universal() {
        let least = "min(naive.mse over penalty) >= segment_bound";
        let found = universal(SWEEP, least, "dim = [2, 8]\nprompts = [\"cube\", \"sphere\"]");
        assert_eq!(places(&found), ["samples = 16 (3)", "samples = 64 (3)"]);
        let found = universal(SWEEP, "naive.mse >= segment_bound", "penalty = [0.1, 1]");
        assert_eq!(found.points.len(), 4);
        let all = "samples = [2, 8]\nprompts = [\"cube\", \"sphere\"]\npenalty = [0.1, 1]";
        assert_eq!(places(&universal(SWEEP, "naive.mse >= segment_bound", all)), ["the only cell (1)"]);
        // What varies together is one axis, and what follows from others follows.
        let zip =
            "zip = [{ noise = [0.5, 1.0], \"weak.noise\" = [0.25, 0.75] }]\nsamples = \"8 / noise\"\npenalty = [1.0]";
        let found = universal(zip, "naive.mse >= segment_bound", "dim = [2, 8]");
        assert_eq!(found.points.len(), 2);
        assert!(found.points.iter().all(|point| !point.at.contains_key("samples") && point.at.len() == 3));
    }

    #[test]
    fn all_points_have_their_turn() {
        let points: Vec<usize> = (10..30).collect();
        assert_eq!(chosen(&points[..3], 5, 4), [10, 11, 12]);
        assert_eq!(chosen(&points, 0, 4), [10, 15, 20, 25]);
        assert_eq!(chosen(&points, 7, 4), [12, 17, 22, 27]);
        let mut seen: Vec<usize> = (0..5).flat_map(|turn| chosen(&points, turn, 4)).collect();
        seen.sort_unstable();
        assert_eq!(seen, points);
    }

    #[test]
    fn earlier_points_are_simpler() {
        let found = universal(SWEEP, "naive.mse >= segment_bound", "dim = [2, 8]");
        let last = &found.points[11].at;
        let simpler: Vec<String> = found.simpler(last).iter().map(described).collect();
        let at = |prompts: &str, samples: i64, penalty: &str| {
            format!("prompts = {prompts}, samples = {samples}, penalty = {penalty}")
        };
        let expected =
            [at("sphere", 64, "10"), at("gaussian", 16, "10"), at("gaussian", 64, "0.1"), at("gaussian", 64, "1")];
        assert_eq!(simpler, expected);
        assert!(found.simpler(&found.points[0].at).is_empty());
    }
}
