//! What is damaged in a store's file.

use std::fmt;

use serde::Serialize;

/// A part of a store's file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The first byte.
    pub from: u64,
    /// The first byte behind it.
    pub to: u64,
    /// What it is.
    #[serde(rename = "damaged")]
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Head,
    Frames,
    CutOff,
}

impl Damage {
    /// The head of the file, of which so many bytes are there.
    pub(super) fn of_head(length: u64) -> Self {
        Self { from: 0, to: length, part: Part::Head }
    }

    /// Records, descriptions or marks in these bytes.
    pub(super) fn of_frames(from: u64, to: u64) -> Self {
        Self { from, to, part: Part::Frames }
    }

    /// What was behind the end of the file.
    pub(super) fn cut(from: u64, to: u64) -> Self {
        Self { from, to, part: Part::CutOff }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { from, to, part } = self;
        match part {
            Part::Head => write!(f, "its head, the first {to} bytes, is damaged; all that follows is read without it"),
            Part::Frames => write!(f, "bytes {from} to {to} are damaged; records or marks of shards there are lost"),
            Part::CutOff => write!(f, "the file ends at byte {from}, and was {to} bytes long; what was behind is lost"),
        }
    }
}
