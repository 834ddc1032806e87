//! A data file that has been read.

use std::cmp::Ordering;
use std::path::Path;

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::embedded::name_of;
use super::file_bytes::FileBytes;
use super::rows::Rows;
use super::{DataCell, DataError, DataLimits, DataSpec, DeclaredLaw, ObservationSpec};
use crate::inference::{Inference, Mean, Range};
use crate::setting::SettingValue;
use weak_to_strong::numeric::{JointMoments, KEPT_EXTREMES};

/// The replicates of a data file, cell by cell.
///
/// The mean of an observation with a declared range has finite-sample intervals, given that declaration. Of an observation without one nothing is proved:
/// its intervals are asymptotic, and its extreme values are watched. Of one with a declared law they are a model's.
#[derive(Debug)]
pub struct DataTable {
    spec: DataSpec,
    inference: Inference,
    sha256: String,
    /// In the order in which the file first names them.
    cells: IndexMap<Vec<Key>, DataCell>,
}

/// The value of a setting, as cells are told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Number(u64),
    Word(String),
}

impl DataTable {
    /// Reads the file at `path`. The caller joins [`DataSpec::file`] to the folder of the claim file. If that names a file that is part of the program, it
    /// is taken instead.
    ///
    /// # Errors
    ///
    /// [`DataError`] if the file cannot be read or used, or exceeds a limit.
    pub fn read(path: &Path, spec: &DataSpec, limits: &DataLimits) -> Result<Self, DataError> {
        check(spec)?;
        let file = match name_of(&spec.file) {
            Some(name) => FileBytes::embedded(name, limits.bytes)?,
            None => FileBytes::read(path, limits.bytes)?,
        };
        Self::of(file, spec, limits)
    }

    pub(super) fn of(file: FileBytes, spec: &DataSpec, limits: &DataLimits) -> Result<Self, DataError> {
        let means = spec.observations.values().enumerate().map(|(at, own)| Mean::of(at).ranging(declared(own)));
        let inference = Inference::of(means);
        let empty = inference.empty_moments(spec.observations.len());
        let sha256 = file.sha256();
        let cells = cells(file, spec, &empty, limits)?;
        Ok(Self { spec: spec.clone(), inference, sha256, cells })
    }

    /// The names of the observations, which are quantities in sentences, in the order of their places.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.spec.observations.keys().map(String::as_str)
    }

    /// The place of an observation in the moments and among the estimates; `None` if there is no observation of this name.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.spec.observations.get_index_of(name)
    }

    /// What is declared of each observation.
    pub fn ranges(&self) -> Vec<Range> {
        self.spec.observations.values().map(declared).collect()
    }

    /// The SHA-256 digest of the file, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What the claim file says: columns, ranges and units.
    pub fn spec(&self) -> &DataSpec {
        &self.spec
    }

    /// The cells, in the order in which the file first names them.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &DataCell> {
        self.cells.values()
    }

    /// The values of a setting, in the order in which the file first names them; empty if there is no such setting.
    pub fn values_of(&self, setting: &str) -> Vec<SettingValue> {
        let mut values: Vec<SettingValue> = Vec::new();
        for value in self.cells().filter_map(|cell| cell.settings().get(setting)) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    }

    /// The cell with these settings. Settings that the file does not have are ignored. Returns `None` if one of the file's settings is missing, or if there
    /// is no such cell.
    pub fn cell(&self, settings: &IndexMap<String, SettingValue>) -> Option<&DataCell> {
        let key = self.spec.settings.iter().map(|name| settings.get(name).map(Key::of)).collect::<Option<Vec<_>>>()?;
        self.cells.get(&key)
    }

    /// The joint moments of all observations in the cell with these settings, and how estimates and intervals follow from them. Estimate number
    /// [`place_of`](Self::place_of) is the mean of an observation.
    pub fn moments(&self, settings: &IndexMap<String, SettingValue>) -> Option<(&JointMoments, &Inference)> {
        self.cell(settings).map(|cell| (cell.moments(), &self.inference))
    }

    /// How estimates and intervals follow from the moments of each cell.
    pub fn inference(&self) -> &Inference {
        &self.inference
    }
}

impl Key {
    fn of(value: &SettingValue) -> Self {
        match value {
            SettingValue::Number(number) => Self::Number((number + 0.0).to_bits()),
            SettingValue::Word(word) => Self::Word(word.clone()),
        }
    }
}

/// What is declared of an observation.
fn declared(own: &ObservationSpec) -> Range {
    match (own.range, own.law) {
        (Some([least, greatest]), _) => Range::between(least, greatest),
        (None, Some(DeclaredLaw::Normal)) => Range::NORMAL,
        (None, None) => Range::UNKNOWN,
    }
}

/// Words of letters, digits and `_` that begin with no digit, joined by dots.
fn is_name(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    text.split('.').all(is_word)
}

/// What can be said of a `[data]` table without its file.
fn check(spec: &DataSpec) -> Result<(), DataError> {
    let settings = spec.settings.iter().map(|name| ("data.settings", name));
    let mut names = settings.chain(spec.observations.keys().map(|name| ("data.observations", name)));
    if let Some((key, name)) = names.find(|(_, name)| !is_name(name)) {
        return Err(DataError::BadName { key, name: name.clone() });
    }
    if spec.observations.is_empty() {
        return Err(DataError::NoObservations { file: spec.file.clone() });
    }
    let settings = spec.settings.iter().map(|column| (column, "a setting".to_owned()));
    let observations = spec.observations.iter().map(|(name, own)| (&own.column, format!("the observation {name}")));
    let mut uses: IndexMap<&String, String> = IndexMap::new();
    for (column, second) in settings.chain(observations) {
        match uses.entry(column) {
            Entry::Vacant(free) => {
                free.insert(second);
            }
            Entry::Occupied(first) => {
                let first = first.get().clone();
                return Err(DataError::UsedTwice { column: column.clone(), first, second });
            }
        }
    }
    if let Some((name, _)) = spec.observations.iter().find(|(_, own)| own.range.is_some() && own.law.is_some()) {
        return Err(DataError::RangeAndLaw { name: name.clone() });
    }
    let ranges = spec.observations.iter().filter_map(|(name, own)| Some((name, own.range?)));
    for (name, [least, greatest]) in ranges {
        let has_end = least.is_finite() || greatest.is_finite();
        if !has_end || least.partial_cmp(&greatest) != Some(Ordering::Less) {
            return Err(DataError::BadRange { name: name.clone(), least, greatest });
        }
    }
    Ok(())
}

/// Reads all rows.
fn cells(
    file: FileBytes,
    spec: &DataSpec,
    empty: &JointMoments,
    limits: &DataLimits,
) -> Result<IndexMap<Vec<Key>, DataCell>, DataError> {
    let mut cells: IndexMap<Vec<Key>, DataCell> = IndexMap::new();
    let mut rows = Rows::new(file, spec, limits.bytes)?;
    let mut observation = vec![0.0; spec.observations.len()];
    while rows.advance()? {
        let settings = rows.settings()?;
        rows.observe(&mut observation)?;
        let key = settings.values().map(Key::of).collect();
        let count = cells.len();
        let cell = match cells.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                check_count(count + 1, empty, limits, &rows)?;
                free.insert(DataCell::new(settings, empty))
            }
        };
        cell.push(&observation);
    }
    if cells.is_empty() {
        return Err(DataError::NoRows { file: rows.file() });
    }
    cells.values_mut().for_each(DataCell::finish);
    Ok(cells)
}

/// Whether so many cells may be.
fn check_count(cells: usize, empty: &JointMoments, limits: &DataLimits, rows: &Rows) -> Result<(), DataError> {
    if cells as u64 > limits.cells {
        return Err(DataError::TooManyCells { file: rows.file(), spot: rows.spot(), most: limits.cells });
    }
    let observations = empty.mean().len();
    let watched = (0..observations).filter(|at| empty.extremes(*at).is_some()).count();
    // A cell keeps the moments of its blocks and of the block that is being read.
    let of_cell = 2 * (observations * (observations + 3) / 2 + watched * 2 * KEPT_EXTREMES);
    if (cells as u64).saturating_mul(of_cell as u64) > limits.numbers {
        let (spot, most) = (rows.spot(), limits.numbers);
        return Err(DataError::TooManyNumbers { file: rows.file(), spot, cells, observations, most });
    }
    Ok(())
}
