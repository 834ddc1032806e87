//! Problems that are drawn from a domain.

use rand::RngExt;
use toml::{Table, Value};

use super::domain::{AxisValues, DomainAxis, make_room_for_mass};
use super::{Claim, ClaimFault};
use crate::name::Name;
use crate::statement::{Grid, Place, with_values};
use crate::study::set_problem_key;
use weak_to_strong::random::{ContentKey, Stream, open_stream};

/// How many times as many problems as are wanted are drawn, before a claim is refused whose domain has hardly any that it is about.
const MOST_TRIES: u64 = 50;

/// The sweep of a claim at each of several problems from its domain, with the assumptions that its points do not meet.
///
/// A problem is drawn uniformly: from an interval, from its logarithm where it spans more than a factor of 20, from a list. One at no point of which the
/// claim applies is drawn again.
pub(super) fn drawn_grids(claim: &Claim, draws: u64, seed: u64) -> Result<Vec<(Grid, Vec<Vec<Name>>)>, ClaimFault> {
    let mut stream = open_stream(seed, &ContentKey::of(&format!("most {}", claim.file.id)), 0);
    let mut grids = Vec::new();
    for _ in 0..MOST_TRIES * draws {
        if grids.len() as u64 == draws {
            return Ok(grids);
        }
        let drawn: Place = claim.domain.axes.iter().map(|axis| (axis.name.clone(), value(axis, &mut stream))).collect();
        let points = claim.grid.points().iter().map(|point| with_values(point, &drawn)).collect();
        let grid = claim.grid.with_points(points);
        let Ok(unmet) = claim.unmet_in(&grid) else { continue };
        if unmet.iter().any(|unmet| claim.needed(unmet).next().is_none()) {
            grids.push((grid, unmet));
        }
    }
    if grids.len() as u64 == draws { Ok(grids) } else { Err(ClaimFault::HardlyAny { found: grids.len(), draws }) }
}

fn value(axis: &DomainAxis, stream: &mut Stream) -> Value {
    let share: f64 = stream.random();
    match &axis.values {
        AxisValues::Real { .. } | AxisValues::Whole { .. } => axis.values.at(share),
        AxisValues::Words(words) => {
            Value::String(words[((share * words.len() as f64) as usize).min(words.len() - 1)].clone())
        }
    }
}

/// A problem table in which a drawn prior mass can be set.
#[expect(dead_code, reason = "used when a prior is drawn")]
fn with_room(problem: &Table, name: &str, value: &Value) -> Table {
    let mut table = problem.clone();
    make_room_for_mass(&mut table, name);
    set_problem_key(&mut table, name, value);
    table
}
