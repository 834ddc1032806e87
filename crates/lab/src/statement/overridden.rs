//! The values in force inside brackets.

use toml::Value;

use super::dependence::dependencies;
use super::fault::PlanFault;
use super::grid::{Place, with_values};
use super::no_value::NoValue;
use super::planner::Planner;
use super::side::{Override, Overrides};
use std::sync::Arc;

impl Planner<'_> {
    /// A place with the values in brackets, which are computed from those of the place. Variables that follow from these follow from the values in brackets.
    /// Returns `None` if one of them has no value.
    ///
    /// # Errors
    ///
    /// As [`Planner::node`].
    pub fn overridden(&mut self, overrides: &Overrides, place: &Place) -> Result<Option<Place>, PlanFault> {
        let mut changed = Place::new();
        for (name, value) in overrides {
            let value = match value {
                Override::Word(word) => Value::String(word.clone()),
                Override::Number(side) => match self.computed(side, place)? {
                    Ok(number) => Value::Float(number),
                    Err(_) => return Ok(None),
                },
            };
            changed.insert(name.clone(), value);
        }
        let mut names: Vec<String> = changed.keys().cloned().collect();
        let mut there = with_values(place, &changed);
        for number in 0..self.followers {
            let following = self.grid.following().clone();
            let Some((name, follower)) = following.get_index(number) else { break };
            if changed.contains_key(name) || dependencies(&follower.side, &names).is_empty() {
                continue;
            }
            let Ok(value) = self.follower(number, &there)? else { return Ok(None) };
            names.push(name.clone());
            there.insert(name.clone(), Value::Float(value));
        }
        Ok(Some(there))
    }

    /// The value at a place of a variable that follows from others, by its number in the grid.
    ///
    /// # Errors
    ///
    /// As [`Planner::node`].
    pub fn follower(&mut self, number: usize, place: &Place) -> Result<Result<f64, Arc<NoValue>>, PlanFault> {
        let following = self.grid.following().clone();
        let Some((_, follower)) = following.get_index(number) else { return Ok(Err(Arc::new(NoValue::Arithmetic))) };
        let outer = std::mem::replace(&mut self.followers, number);
        let value = self.computed(&follower.side, place);
        self.followers = outer;
        value
    }
}
