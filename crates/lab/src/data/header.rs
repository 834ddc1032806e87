//! Which columns of a data file stand for what.

use std::collections::HashMap;

use super::{DataError, DataSpec, Spot};

/// The places of the columns that a claim file names.
pub(super) struct Columns {
    /// Of the settings, in the order of the claim file.
    pub(super) settings: Vec<usize>,
    /// Of the observations, in the order of the claim file.
    pub(super) observations: Vec<usize>,
    names: Vec<String>,
}

impl Columns {
    /// Finds the columns among those with these names. `header` is where the names stand, if they stand in a row.
    pub(super) fn find(
        spec: &DataSpec,
        names: Vec<String>,
        file: &str,
        header: Option<Spot>,
    ) -> Result<Self, DataError> {
        let file = || file.to_owned();
        if let Some((column, first, second)) = twice(&names) {
            let at = header.map_or_else(String::new, |spot| format!(", {spot}"));
            return Err(DataError::SameName { file: file(), at, column, first, second });
        }
        let place = |key: String, column: &String| {
            names.iter().position(|name| name == column).ok_or_else(|| DataError::NoColumn {
                file: file(),
                key,
                column: column.clone(),
                known: known(&names),
                hint: hint(&names),
            })
        };
        let settings = spec.settings.iter().map(|name| place("data.settings".to_owned(), name));
        let settings = settings.collect::<Result<_, _>>()?;
        let observations =
            spec.observations.iter().map(|(name, own)| place(format!("data.observations.\"{name}\""), &own.column));
        Ok(Self { settings, observations: observations.collect::<Result<_, _>>()?, names })
    }

    /// The number of columns.
    pub(super) fn count(&self) -> usize {
        self.names.len()
    }

    /// The columns with a use, in increasing order.
    #[cfg(feature = "parquet")]
    pub(super) fn used(&self) -> std::collections::BTreeSet<usize> {
        self.settings.iter().chain(&self.observations).copied().collect()
    }

    /// The name of a column.
    pub(super) fn name(&self, place: usize) -> String {
        self.names[place].clone()
    }
}

/// A name that stands twice, and where, counted from 1. Columns without a name may be many.
fn twice(names: &[String]) -> Option<(String, usize, usize)> {
    let mut seen = HashMap::new();
    names.iter().enumerate().filter(|(_, name)| !name.is_empty()).find_map(|(place, name)| {
        let first = seen.insert(name, place + 1)?;
        Some((name.clone(), first, place + 1))
    })
}

fn known(names: &[String]) -> String {
    const MOST: usize = 30;
    let listed = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{listed}, … ({} in all)", names.len()) } else { listed }
}

fn hint(names: &[String]) -> &'static str {
    match names {
        [only] if only.contains(';') => "; its fields seem to be separated by semicolons: separate them by commas",
        [only] if only.contains('\t') => "; its fields seem to be separated by tabs: separate them by commas",
        _ => "",
    }
}
