//! Claims from claim files.

use std::path::Path;
use std::sync::Arc;

use super::domain::SearchDomain;
use super::place_in_file::shown_fault;
use super::points::{points_of, with_following};
use super::stated::Stated;
use super::validate::validate;
use super::{Claim, ClaimError, ClaimFault, ClaimFile};
use crate::assumption::Assumption;
use crate::data::{DataLimits, DataTable};
use crate::family::Family;
use crate::registry::Registry;
use crate::statement::{Grid, Place};
use crate::study::{Limits, sweep_grid};

impl Claim {
    /// Reads a claim file from disk, with the library's names.
    ///
    /// # Errors
    ///
    /// [`ClaimError`], which names the file, the key and the remedy.
    pub fn read(path: &Path) -> Result<Self, ClaimError> {
        Self::read_with(path, &Registry::built_in())
    }

    /// Reads a claim file whose names are those of a registry from disk.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn read_with(path: &Path, registry: &Registry) -> Result<Self, ClaimError> {
        Self::with_registry(path.display().to_string(), ClaimFile::read(path, registry.limits())?, registry)
    }

    /// Makes a claim from a claim file, with the library's names. `origin` names it in messages and commands.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn new(origin: String, file: ClaimFile) -> Result<Self, ClaimError> {
        Self::with_registry(origin, file, &Registry::built_in())
    }

    /// Makes a claim from a claim file whose names are those of a registry. `origin` names it in messages.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn with_registry(origin: String, file: ClaimFile, registry: &Registry) -> Result<Self, ClaimError> {
        let data = read_data(&origin, &file, registry);
        let text = file.text.clone();
        let made = data.and_then(|data| {
            let grid = points_of(&file, registry, data.as_deref())?;
            Self::on(origin.clone(), file, grid, registry, data)
        });
        made.map_err(|fault| match shown_fault(&text, &fault) {
            Some(message) => ClaimError::Syntax { file: origin, message },
            None => ClaimError::Invalid { file: origin, fault: Box::new(fault) },
        })
    }

    /// A claim at these points, in place of those of its sweep. What follows from others is computed again.
    pub(super) fn at_points(
        origin: String,
        file: ClaimFile,
        points: Vec<Place>,
        registry: &Registry,
    ) -> Result<Self, ClaimFault> {
        let sweep = sweep_grid(&file.sweep, registry.limits())?;
        let grid = with_following((&file.problem, &file.define), registry, points, sweep.axes, &sweep.following)?;
        Self::on(origin, file, grid, registry, None)
    }

    fn on(
        origin: String,
        file: ClaimFile,
        grid: Grid,
        registry: &Registry,
        data: Option<Arc<DataTable>>,
    ) -> Result<Self, ClaimFault> {
        let stated = Stated::read(&file, grid.variables(), registry, data.as_deref())?;
        let (assumes, dropped, unmet, domain) = (Vec::new(), Vec::new(), Vec::new(), SearchDomain::default());
        let registry = registry.clone();
        let varied_draws = None;
        let mut claim =
            Self { file, origin, stated, assumes, dropped, grid, unmet, domain, varied_draws, data, registry };
        let found = claim.file.found.as_ref().map_or(&[][..], |found| &found.without);
        let family = if claim.file.assumes.is_empty() && found.is_empty() { None } else { Some(claim.family()?) };
        let named = |key: &'static str, names: &[String]| -> Result<Vec<Assumption>, ClaimFault> {
            let of = |family| names.iter().map(|name| assumption(&claim.registry, key, name, family)).collect();
            family.map_or(Ok(Vec::new()), of)
        };
        let assumes = named("assumes", &claim.file.assumes)?;
        let without = named("found.without", found)?;
        claim.assumes = assumes;
        if claim.file.claim.most.is_none() {
            claim.unmet = claim.unmet_in(&claim.grid)?;
        }
        validate(&claim)?;
        claim.domain = SearchDomain::parse(&claim)?;
        Ok(without.iter().fold(claim, Self::dropping))
    }
}

/// The assumption that a name means under a key of a claim about this family of problems.
pub(super) fn assumption(
    registry: &Registry,
    key: &'static str,
    name: &str,
    family: &Family,
) -> Result<Assumption, ClaimFault> {
    let found = registry.assumptions().by_name(name);
    let found = found.map_err(|unknown| ClaimFault::UnknownAssumption { key, unknown })?;
    if found.is_about(family) {
        return Ok(found.clone());
    }
    Err(ClaimFault::AssumptionNotAbout {
        key,
        name: found.name.clone(),
        meaning: found.meaning.clone(),
        family: family.name,
        known: registry.assumptions().names(|known| known.is_about(family)),
    })
}

/// The data file of a claim. Its path is relative to the folder of the claim file.
fn read_data(origin: &str, file: &ClaimFile, registry: &Registry) -> Result<Option<Arc<DataTable>>, ClaimFault> {
    let Some(spec) = &file.data else { return Ok(None) };
    if let Some(name) = spec.observations.keys().find(|name| registry.is_taken(name)) {
        return Err(ClaimFault::BadDefinition {
            name: name.clone(),
            remedy: "an observation of [data] has this name, which has another meaning; choose another one".to_owned(),
        });
    }
    let folder = Path::new(origin).parent().unwrap_or(Path::new(""));
    let Limits { cells, numbers, bytes, .. } = *registry.limits();
    let read = DataTable::read(&folder.join(&spec.file), spec, &DataLimits { bytes, cells, numbers });
    read.map(|table| Some(Arc::new(table))).map_err(|error| ClaimFault::Data { message: error.to_string() })
}
