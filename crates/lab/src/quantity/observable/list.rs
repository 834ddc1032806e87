//! The list of all observables.

use std::sync::LazyLock;

use super::{
    Observable, answers, labelled, learned, linear, prompts, refined, source_batches, teacher_student, weak_batches,
};
use crate::catalogue::Catalogue;

/// The library's observables.
pub static OBSERVABLES: LazyLock<Catalogue<Observable>> = LazyLock::new(|| {
    let tables = [
        &labelled::OBSERVABLES,
        &refined::OBSERVABLES,
        &weak_batches::OBSERVABLES,
        &source_batches::OBSERVABLES,
        &answers::OBSERVABLES,
        &prompts::OBSERVABLES,
        &learned::OBSERVABLES,
        &teacher_student::OBSERVABLES,
        &linear::OBSERVABLES,
    ];
    Catalogue::new(tables.into_iter().flat_map(|table| table.iter().cloned()))
});
