//! The compared strategies to use weak-labelled examples.

use crate::setting::{STRATEGY, Settings};

/// What the source does with weak-labelled examples.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Strategy {
    Refine,
    InferAndRespond,
    AskToImprove,
}

impl Strategy {
    pub(super) fn of(settings: &Settings) -> Self {
        match settings.word(&STRATEGY) {
            "infer_and_respond" => Self::InferAndRespond,
            "ask_to_improve" => Self::AskToImprove,
            _ => Self::Refine,
        }
    }
}
