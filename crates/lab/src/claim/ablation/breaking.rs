//! One way to break one assumption of a claim.

use toml::Value;

use crate::assumption::{Assumption, AssumptionDrop, DropAt, Dropped, place_of_drops};
use crate::claim::Claim;
use crate::setting::{LABELS, Setting, SettingValue};
use crate::study::Cell;

/// An assumption with one of the ways in which it can be broken.
#[derive(Clone, Copy)]
pub(super) struct Breaking<'a> {
    pub(super) assumption: &'a Assumption,
    pub(super) drop: &'a AssumptionDrop,
    /// The place of the drop among those of the assumption.
    number: usize,
}

/// Refined labels in an ablation.
const FEW_LABELS: f64 = 100.0;

impl<'a> Breaking<'a> {
    /// All ways in which an assumption can be broken.
    pub(super) fn all(assumption: &'a Assumption) -> impl Iterator<Item = Self> {
        assumption.drops.iter().enumerate().map(move |(number, drop)| Self { assumption, drop, number })
    }

    /// The place of this breaking in the order of reports.
    pub(super) fn place(&self) -> (usize, &'a str, usize) {
        (place_of_drops(self.assumption), &self.assumption.name, self.number)
    }

    /// Whether the claim is about problems of the drop's family and its quantity has the settings that the drop changes.
    pub(super) fn fits(&self, claim: &Claim) -> bool {
        let settings = claim.settings();
        let known = |setting: &Setting| settings.iter().any(|known| known.name == setting.name);
        let family = claim.family().ok();
        family == Some(self.drop.values.family()) && self.drop.settings.iter().all(known)
    }

    /// The values that it changes at a cell of a claim. Sample and batch sizes stay within the claim's domain, because the domain is not dropped.
    ///
    /// If labels are refined, a few labels are enough, because each needs a fresh batch, which is expensive.
    pub(super) fn values(&self, claim: &Claim, cell: &Cell, strength: f64) -> Dropped {
        let at = DropAt { spec: cell.spec.clone(), strength };
        let mut values = self.drop.values.call(&cell.problem, &at).unwrap_or_default();
        for (name, value) in &mut values {
            if let (Some(size), Some((low, high))) = (value.as_float(), claim.domain.whole_range(name))
                && self.drop.settings.iter().any(|setting| setting.name == *name)
            {
                *value = Value::Float(size.clamp(low as f64, high as f64));
            }
        }
        let given = |name: &str| cell.point.get(name);
        let finite = || matches!(given(&LABELS.name), Some(SettingValue::Number(labels)) if labels.is_finite());
        if claim.settings().iter().any(|setting| setting.name == LABELS.name) && finite() {
            values.push((LABELS.name.to_string(), Value::Float(FEW_LABELS)));
        }
        values
    }
}
