//! On which processors trainings give the bits whose digests are committed.

use std::io::{Write, stderr};

/// The vector instructions of processors that give them.
const INSTRUCTIONS: [&str; 2] = ["avx2", "avx512"];

/// Whether a processor with these vector instructions gives them. If not, it is told past the test runner, which shows nothing of a test that passes.
pub fn give_known_bits(instructions: &str) -> bool {
    let known = INSTRUCTIONS.contains(&instructions);
    if !known {
        let message =
            format!("NOT RUN: the digest is of processors with {INSTRUCTIONS:?}, this one has {instructions}\n");
        stderr().write_all(message.as_bytes()).expect("an output");
    }
    known
}
