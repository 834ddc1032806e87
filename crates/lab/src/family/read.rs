//! Reading a problem from a `[problem]` table.

use toml::{Table, Value};

use super::{AnyProblemSpec, Family, OfFamily, Problem, ProblemFault};

/// A problem with its description.
#[derive(Clone, Debug)]
pub struct Described {
    /// The description in the file.
    pub spec: AnyProblemSpec,
    /// The problem.
    pub problem: Problem,
}

/// A family, and the reader of its `[problem]` tables.
pub(super) struct Reader {
    pub(super) family: &'static Family,
    /// Reads and checks a table. The problem may have at most this many dimensions.
    pub(super) read: fn(&Table, usize) -> Result<Described, ProblemFault>,
}

impl Reader {
    /// The reader of problems of type `P`.
    pub(super) const fn of<P: OfFamily>() -> Self {
        Self { family: P::FAMILY, read: read::<P> }
    }
}

fn read<P: OfFamily>(table: &Table, most_dimensions: usize) -> Result<Described, ProblemFault> {
    let spec: P::Spec = Value::Table(table.clone()).try_into().map_err(|error| ProblemFault::syntax(&error))?;
    let problem = P::described_by(&spec, most_dimensions)?;
    Ok(Described { spec: AnyProblemSpec::new::<P>(spec), problem: problem.into() })
}
