//! Samples that are kept whole, and how large they may be.

use super::QuantityError;
use crate::setting::Setting;

/// The most numbers of a sample that a replicate keeps: 128 MiB, and a few times as much while it is worked on.
const MOST: f64 = (1 << 24) as f64;

/// Refuses a sample of so many rows of `width` numbers that would fill the memory. Infinitely many are the population, which is not drawn.
pub(super) fn check_held(setting: &Setting, rows: f64, width: usize) -> Result<(), QuantityError> {
    if rows.is_infinite() || rows * width as f64 <= MOST {
        return Ok(());
    }
    let most = (MOST / width as f64).floor();
    Err(QuantityError::TooManyRows { setting: setting.name.clone(), rows, width, most })
}

/// Refuses features of prompts with `dim` coordinates whose matrix of so many rows would fill the memory.
pub(super) fn check_matrix(key: String, width: usize, dim: usize) -> Result<(), QuantityError> {
    let most = (MOST / dim as f64) as usize;
    if width <= most { Ok(()) } else { Err(QuantityError::TooWideFeatures { key: key.into(), width, dim, most }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::BATCH;

    #[test]
    fn a_sample_fits_or_is_refused_with_the_most_that_fits() {
        let most = (1 << 24) / 100;
        assert!(check_held(&BATCH, f64::from(most), 100).is_ok() && check_held(&BATCH, f64::INFINITY, 100).is_ok());
        let said = check_held(&BATCH, f64::from(most + 1), 100).expect_err("too many").to_string();
        assert!(said.contains("batch = 167773") && said.contains("write 167772 or less"), "{said}");
    }
}
