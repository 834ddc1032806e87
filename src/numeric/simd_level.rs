//! Which vector instructions kernels use: one choice for the whole process.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use pulp::Arch;
use thiserror::Error;

/// The level of this process, once it is chosen or used.
static CHOSEN: OnceLock<(SimdLevel, Arch)> = OnceLock::new();

/// Vector instructions that kernels may use.
///
/// A kernel does the same operations at each level, fused multiply-adds included, so that its results have the same bits. A lower level is slower,
/// and shows on one machine what another computes. A process uses one level: the first that is [chosen](Self::choose), or else the widest.
///
/// Products of [`crate::nalgebra`]'s matrices are compiled for no instructions in particular. In a program that asks `nalgebra` for its feature `std`, large
/// ones are made by `matrixmultiply`, which heeds no level; there the results of different processors are equal within rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimdLevel {
    /// What every processor of this kind has.
    None,
    /// AVX2 and what came with it, fused multiply-adds among it (x86-64-v3).
    Avx2,
    /// AVX-512 (x86-64-v4).
    Avx512,
    /// The vectors of 64-bit ARM.
    Neon,
}

impl SimdLevel {
    /// All levels, narrower ones first.
    pub const ALL: [Self; 4] = [Self::None, Self::Avx2, Self::Avx512, Self::Neon];

    /// `none`, `avx2`, `avx512` or `neon`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
            Self::Neon => "neon",
        }
    }

    /// The levels that this processor has, narrower ones first.
    pub fn available() -> Vec<Self> {
        Self::ALL.into_iter().filter(|level| level.arch().is_some()).collect()
    }

    /// The level of this process. From now on it is fixed: the widest that the processor has, unless another was chosen before.
    pub fn in_use() -> Self {
        in_use().0
    }

    /// Has all kernels of this process use this level.
    ///
    /// # Errors
    ///
    /// [`SimdLevelError::Lacking`] if the processor does not have it; [`SimdLevelError::Fixed`] if the process uses another one already.
    pub fn choose(self) -> Result<(), SimdLevelError> {
        let lacking = || SimdLevelError::Lacking { level: self.name(), available: names_of_available() };
        let arch = self.arch().ok_or_else(lacking)?;
        match CHOSEN.get_or_init(|| (self, arch)).0 {
            found if found == self => Ok(()),
            found => Err(SimdLevelError::Fixed { level: self.name(), found: found.name() }),
        }
    }

    /// The instructions of this level, if the processor has them.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    pub(super) fn arch(self) -> Option<Arch> {
        match self {
            Self::None => Some(Arch::Scalar),
            Self::Avx2 => pulp::x86::V3::try_new().map(Arch::V3),
            Self::Avx512 => pulp::x86::V4::try_new().map(Arch::V4),
            Self::Neon => None,
        }
    }

    /// The instructions of this level, if the processor has them.
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    pub(super) fn arch(self) -> Option<Arch> {
        match self {
            Self::None => Some(Arch::Scalar),
            Self::Neon => Some(Arch::new()).filter(|_| cfg!(target_arch = "aarch64")),
            Self::Avx2 | Self::Avx512 => None,
        }
    }
}

impl fmt::Display for SimdLevel {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SimdLevel {
    type Err = SimdLevelError;

    fn from_str(text: &str) -> Result<Self, SimdLevelError> {
        let unknown = || SimdLevelError::Unknown { text: text.to_owned(), available: names_of_available() };
        Self::ALL.into_iter().find(|level| level.name() == text).ok_or_else(unknown)
    }
}

/// A level that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum SimdLevelError {
    /// No level has this name.
    #[error("\"{text}\" is no level of vector instructions; give one that this processor has: {available}")]
    Unknown { text: String, available: String },
    /// The processor does not have it.
    #[error("this processor does not have {level}; give one that it has: {available}")]
    Lacking { level: &'static str, available: String },
    /// The process uses another level.
    #[error("this process uses {found} already, not {level}; choose before anything is drawn")]
    Fixed { level: &'static str, found: &'static str },
}

/// The level of this process with its instructions.
#[inline]
pub(super) fn in_use() -> (SimdLevel, Arch) {
    #[cfg(test)]
    if let Some(level) = at_levels::HERE.get() {
        return (level, level.arch().expect("a level of this processor"));
    }
    *CHOSEN.get_or_init(widest)
}

fn widest() -> (SimdLevel, Arch) {
    let mut available = SimdLevel::ALL.into_iter().filter_map(|level| Some((level, level.arch()?)));
    available.next_back().unwrap_or((SimdLevel::None, Arch::Scalar))
}

fn names_of_available() -> String {
    SimdLevel::available().into_iter().map(SimdLevel::name).collect::<Vec<_>>().join(", ")
}

/// What a test computes at each level that the processor has, on this thread.
#[cfg(test)]
pub(crate) mod at_levels {
    use std::cell::Cell;

    use super::SimdLevel;

    thread_local! {
        pub(super) static HERE: Cell<Option<SimdLevel>> = const { Cell::new(None) };
    }

    /// The result at each level, the narrowest first.
    pub(crate) fn at_each_level<T>(mut compute: impl FnMut() -> T) -> Vec<T> {
        let at = |level| {
            HERE.set(Some(level));
            compute()
        };
        let found = SimdLevel::available().into_iter().map(at).collect();
        HERE.set(None);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for level in SimdLevel::ALL {
            assert_eq!(level.name().parse::<SimdLevel>(), Ok(level));
        }
        let message = "AVX2".parse::<SimdLevel>().expect_err("no name").to_string();
        assert!(message.contains("\"AVX2\" is no level") && message.contains("none"), "{message}");
    }

    /// Other tests of this process fix the widest.
    #[test]
    fn a_process_uses_one_level() {
        let widest = SimdLevel::in_use();
        assert_eq!(Some(&widest), SimdLevel::available().last());
        assert_eq!(widest.choose(), Ok(()));
        for level in SimdLevel::ALL.into_iter().filter(|level| *level != widest) {
            let message = level.choose().expect_err("another").to_string();
            let expected = if level.arch().is_some() { "already" } else { "does not have" };
            assert!(message.contains(expected), "{message}");
        }
        assert_eq!(SimdLevel::in_use(), widest);
    }
}
