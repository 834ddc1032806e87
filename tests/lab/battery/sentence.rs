//! How the claims on sentences are written.

use super::case::{Case, Truth};

/// One coordinate. What is measured does not depend on the problem.
const PROBLEM: &str = r#"
dim = 1
prompts = "gaussian"
concepts = { vectors = [[1.0], [-1.0]] }
source_prior = "uniform"
target = 0
noise = 1.0
weak = { vectors = [[1.5], [-1.0]], noise = 1.0 }
"#;

/// A claim that is being written.
pub struct Sentence {
    id: &'static str,
    states: String,
    sweep: String,
    keys: String,
    tables: String,
    replicates: u64,
    rows: Option<fn(u64) -> String>,
}

/// A sentence at the points of a sweep, which is written in one line.
pub fn sentence(id: &'static str, sweep: &str, states: &str) -> Sentence {
    let (sweep, states) = (sweep.replace("; ", "\n"), states.to_owned());
    let (keys, tables) = (String::new(), String::new());
    Sentence { id, states, sweep, keys, tables, replicates: 1 << 15, rows: None }
}

impl Sentence {
    pub fn within(self, resolution: f64) -> Self {
        self.key(&format!("resolution = {resolution}"))
    }

    /// The same with a key of `[claim]`.
    pub fn key(mut self, line: &str) -> Self {
        self.keys += &format!("{line}\n");
        self
    }

    /// The same with another table.
    pub fn table(mut self, lines: &str) -> Self {
        self.tables += &format!("{lines}\n");
        self
    }

    pub fn replicates(self, replicates: u64) -> Self {
        Self { replicates, ..self }
    }

    /// The same about the rows of a data file.
    pub fn rows(self, rows: fn(u64) -> String) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// A claim that must be decided.
    pub fn decided(self, truth: Truth) -> Case {
        self.case(truth, true)
    }

    /// A claim that need not be decided: its truth is too near to the bound. Fewer replicates have as many chances to be misleading.
    pub fn undecided(mut self, truth: Truth) -> Case {
        self.replicates /= 4;
        self.case(truth, false)
    }

    fn case(self, truth: Truth, must_be_decided: bool) -> Case {
        let Self { id, states, sweep, keys, tables, replicates, rows } = self;
        let problem = if tables.contains("[problem]") { String::new() } else { format!("[problem]{PROBLEM}") };
        let text = format!(
            "id = \"{id}\"\n{problem}\n[sweep]\n{sweep}\n[claim]\nstates = \"{states}\"\nreplicates = {replicates}\n{keys}\n{tables}"
        );
        Case { id, text, truth, must_be_decided, rows }
    }
}
