//! Figures 1 to 4 and Table 1 with small networks on synthetic personas: trains the networks of eight seeds, fine-tunes their students, and prints their
//! scores as comma-separated values. `docs/transformers.md` says what they mean.
//!
//! `cargo run --release -p weak-to-strong-transformer --example personas > models/personas.csv`

mod experiment;

use std::error::Error;
use std::io::{self, Write};

use experiment::{HEADER, Sizes, line, run};

/// Fixed before the first of them was run. Trials had other seeds.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=8;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "# Small networks on synthetic personas, by `cargo run --release -p weak-to-strong-transformer --example personas`."
    )?;
    writeln!(out, "{HEADER}")?;
    for seed in SEEDS {
        for row in run(seed, &Sizes::FULL)? {
            writeln!(out, "{}", line(seed, &row))?;
        }
        eprintln!("seed {seed} of {} is done", SEEDS.end());
    }
    Ok(())
}
