//! Numbers of a data file.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::json;

use super::atom::{Atom, RecordedAtom, Source};
use super::fault::PlanFault;
use super::grid::Place;
use super::node::{Linear, Node};
use super::planner::Planner;
use super::shown::shown;
use super::side::Overrides;
use crate::law::{Law, OfSample};
use crate::setting::SettingValue;
use weak_to_strong::random::ContentKey;

/// The settings of rows, and the place of an observation in them.
pub(super) type RowsAndPlace = (IndexMap<String, SettingValue>, usize);

impl Planner<'_> {
    /// The mean of an observation of the data file at a place.
    pub(super) fn recorded_mean(
        &mut self,
        name: &str,
        overrides: &Overrides,
        place: &Place,
    ) -> Result<Node, PlanFault> {
        match self.recorded_place(name, overrides, place)? {
            Some((settings, at)) => self.recorded_node(settings, Law::Mean(OfSample::At(at))),
            None => Ok(Node::known(f64::NAN)),
        }
    }

    /// The settings of the rows at a place, and the place of an observation in them; `None` if a value in brackets does not exist.
    pub(super) fn recorded_place(
        &mut self,
        name: &str,
        overrides: &Overrides,
        place: &Place,
    ) -> Result<Option<RowsAndPlace>, PlanFault> {
        let Some(there) = self.overridden(overrides, place)? else { return Ok(None) };
        let unknown = || PlanFault::NotRecorded { name: name.to_owned(), setting: described(&there) };
        let data = self.data.ok_or_else(unknown)?;
        let at = data.place_of(name).ok_or_else(unknown)?;
        let cell = data.cell(&shown(&there)).ok_or_else(unknown)?;
        Ok(Some((cell.settings().clone(), at)))
    }

    /// A number of the law of the rows with these settings.
    pub(super) fn recorded_node(
        &mut self,
        settings: IndexMap<String, SettingValue>,
        law: Law,
    ) -> Result<Node, PlanFault> {
        let Some(data) = self.data else { return Ok(Node::known(f64::NAN)) };
        let key = ContentKey::of(&json!({ "data": data.sha256(), "settings": settings }).to_string());
        let mark = format!("{law:?}");
        let point = settings.clone();
        let source = Source::Recorded(Arc::new(RecordedAtom { data: data.clone(), settings, law }));
        let atom = Atom { source, point, cell: None, key, mark };
        Ok(Node::Linear(Linear::atom(self.atoms.place(atom))))
    }
}

fn described(place: &Place) -> String {
    shown(place).iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}
