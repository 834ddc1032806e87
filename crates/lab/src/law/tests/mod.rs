//! Tests of laws on samples whose law is known.

mod agreement;
mod known_laws;
mod samples;
mod support;
