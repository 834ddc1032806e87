//! The settings of logistic problems.

use std::borrow::Cow::Borrowed;

use super::{DefaultValue, Domain, Setting};

/// The divergence that a student minimises.
pub const STUDENT_LOSS: Setting = Setting {
    name: Borrowed("student_loss"),
    symbol: Borrowed("student_loss"),
    axis: None,
    meaning: Borrowed(
        "what the student f minimises: cross-entropy on the weak supervisor's labels, so KL(f_w‖f), or the reverse, KL(f‖f_w)",
    ),
    domain: Domain::Words(Borrowed(&[Borrowed("cross_entropy"), Borrowed("reverse")])),
    default: Some(DefaultValue::Word(Borrowed("cross_entropy"))),
};
