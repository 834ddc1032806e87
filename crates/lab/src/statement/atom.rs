//! What a claim measures.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::json;

use super::node::AtomId;
use crate::data::DataTable;
use crate::law::Law;
use crate::quantity::observable::Observed;
use crate::quantity::{Quantity, settings_of_sample, shared_sample};
use crate::setting::{SettingValue, Settings};
use crate::study::Cell;
use weak_to_strong::random::ContentKey;

/// One number that is measured.
#[derive(Clone, Debug)]
pub struct Atom {
    /// What is measured.
    pub source: Source,
    /// The values of the variables there.
    pub point: IndexMap<String, SettingValue>,
    /// The problem; `None` for rows of a data file.
    pub cell: Option<Arc<Cell>>,
    /// The key of the random streams. Atoms with the same key are of the same samples.
    pub key: ContentKey,
    /// What tells it apart from other atoms of the same samples.
    pub mark: String,
}

/// What is measured.
#[derive(Clone, Debug)]
pub enum Source {
    /// The mean of a quantity with these settings.
    Quantity(Arc<Quantity>, Settings),
    /// A number of the law of one sample.
    Law(Arc<LawAtom>),
    /// A number of the law of the rows of a data file.
    Recorded(Arc<RecordedAtom>),
}

/// A number of the law of one sample.
#[derive(Clone, Debug)]
pub struct LawAtom {
    /// What is observed of the sample, in the order in which the law names the places.
    pub observed: Vec<Observed>,
    /// The law.
    pub law: Law,
}

/// A number of the law of the rows of a data file.
#[derive(Clone, Debug)]
pub struct RecordedAtom {
    /// The file.
    pub data: Arc<DataTable>,
    /// The settings of its rows.
    pub settings: IndexMap<String, SettingValue>,
    /// The law of the observations, by their places in the file.
    pub law: Law,
}

impl Atom {
    /// The name of what is measured, as messages show it.
    pub fn name(&self) -> String {
        match &self.source {
            Source::Quantity(quantity, _) => quantity.name.to_string(),
            Source::Law(law) => {
                let mut names: Vec<&str> = law.observed.iter().map(|one| &*one.observable.name).collect();
                names.dedup();
                names.join(", ")
            }
            Source::Recorded(recorded) => recorded.data.names().collect::<Vec<_>>().join(", "),
        }
    }

    /// The key of the sample that other quantities can be measured on too; `None` if there are no such quantities.
    fn key_of_sample(&self) -> Option<ContentKey> {
        let Source::Quantity(quantity, settings) = &self.source else { return None };
        let words = shared_sample(quantity)?;
        let problem = &self.cell.as_ref()?.spec;
        let settings = settings_of_sample(quantity, settings);
        Some(ContentKey::of(&json!({ "sample": words, "problem": problem, "settings": settings }).to_string()))
    }
}

/// All that a claim measures, each once, in the order in which it is named first.
#[derive(Clone, Debug, Default)]
pub struct Atoms {
    list: Vec<Atom>,
    places: HashMap<(ContentKey, String), AtomId>,
}

impl Atoms {
    /// The place of an atom, which is added if it is new.
    pub fn place(&mut self, atom: Atom) -> AtomId {
        let next = self.list.len();
        let place = *self.places.entry((atom.key, atom.mark.clone())).or_insert(next);
        if place == next {
            self.list.push(atom);
        }
        place
    }

    /// Takes in the atoms of another list, and returns their places.
    pub fn take_in(&mut self, other: Self) -> Vec<AtomId> {
        other.list.into_iter().map(|atom| self.place(atom)).collect()
    }

    /// Gives atoms of different quantities that can be measured on one sample the key of that sample, so that they are of the same draws.
    pub fn share_samples(&mut self) {
        let shared: Vec<Option<ContentKey>> = self.list.iter().map(Atom::key_of_sample).collect();
        // The first atom of each sample, and whether another one has another name.
        let mut samples: HashMap<ContentKey, (AtomId, bool)> = HashMap::new();
        for (id, key) in shared.iter().enumerate().filter_map(|(id, key)| Some((id, (*key)?))) {
            let (first, is_shared) = samples.entry(key).or_insert((id, false));
            *is_shared |= self.list[*first].name() != self.list[id].name();
        }
        for (key, atom) in shared.into_iter().zip(&mut self.list) {
            if let Some(key) = key.filter(|key| samples[key].1) {
                atom.key = key;
            }
        }
    }

    /// The atoms, in order.
    pub fn list(&self) -> &[Atom] {
        &self.list
    }

    /// The places of atoms that are of the same samples, for each sample.
    pub fn by_sample(&self) -> Vec<Vec<AtomId>> {
        let mut groups: IndexMap<ContentKey, Vec<AtomId>> = IndexMap::new();
        for (place, atom) in self.list.iter().enumerate() {
            groups.entry(atom.key).or_default().push(place);
        }
        groups.into_values().collect()
    }
}
