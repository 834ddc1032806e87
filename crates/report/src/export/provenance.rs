//! How numbers were made.

use std::time::SystemTime;

use humantime::format_rfc3339_seconds;
use sha2::{Digest, Sha256};

/// How a table was made: program, seed, time and machine.
///
/// The numbers depend only on version, seed, error probability and claim file. Date, machine and number of threads are recorded for information.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The seed of all random streams.
    pub seed: u64,
    /// The probability with which any interval may miss its true value.
    pub error_probability: f64,
    /// Number of threads of the run.
    pub threads: usize,
    /// The commit that the program is built from, or `unknown`.
    commit: String,
    /// The time, in RFC 3339.
    date: String,
    /// What the table is about, such as the content of its claim file.
    subject: Vec<(&'static str, String)>,
}

impl Provenance {
    /// Returns the provenance of a table that is made now, on this machine, by the current thread pool.
    pub fn now(commit: &str, seed: u64, error_probability: f64) -> Self {
        let date = format_rfc3339_seconds(SystemTime::now()).to_string();
        Self {
            seed,
            error_probability,
            threads: rayon::current_num_threads(),
            commit: commit.to_owned(),
            date,
            subject: Vec::new(),
        }
    }

    /// Returns the provenance of a table about the claim with this file. Its time is the same.
    pub fn of_claim_file(&self, content: &str) -> Self {
        let digest: String = Sha256::digest(content.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        self.clone().with("claim_sha256", digest).with("claim_file", content.to_owned())
    }

    /// Returns the same provenance with one more entry.
    pub fn with(mut self, key: &'static str, value: String) -> Self {
        self.subject.push((key, value));
        self
    }

    /// Returns all entries, as keys and values.
    pub fn entries(&self) -> Vec<(&'static str, String)> {
        let cores = std::thread::available_parallelism().map_or_else(|_| "unknown".to_owned(), |n| n.to_string());
        let mut entries = vec![
            ("program", "w2s".to_owned()),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("commit", self.commit.clone()),
            ("seed", self.seed.to_string()),
            ("error_probability", self.error_probability.to_string()),
            ("date", self.date.clone()),
            ("os", std::env::consts::OS.to_owned()),
            ("arch", std::env::consts::ARCH.to_owned()),
            ("cores", cores),
            ("processor_features", processor_features().join(" ")),
            ("threads", self.threads.to_string()),
        ];
        entries.extend(self.subject.iter().cloned());
        entries
    }
}

/// Returns the features of the processor by which kernels may be chosen.
#[cfg(target_arch = "x86_64")]
fn processor_features() -> Vec<&'static str> {
    let found = [
        ("sse4.2", std::arch::is_x86_feature_detected!("sse4.2")),
        ("avx", std::arch::is_x86_feature_detected!("avx")),
        ("avx2", std::arch::is_x86_feature_detected!("avx2")),
        ("fma", std::arch::is_x86_feature_detected!("fma")),
        ("avx512f", std::arch::is_x86_feature_detected!("avx512f")),
        ("avx512dq", std::arch::is_x86_feature_detected!("avx512dq")),
    ];
    found.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn processor_features() -> Vec<&'static str> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claim_file_stands_with_its_digest() {
        let provenance = Provenance::now("0123", 7, 0.001).of_claim_file("abc");
        let entries = provenance.entries();
        let value = |key: &str| entries.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
        // The example of FIPS 180-2.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((value("claim_file"), value("claim_sha256")), (Some("abc"), Some(digest)));
        assert_eq!((value("seed"), value("error_probability")), (Some("7"), Some("0.001")));
        assert!(value("date").is_some_and(|date| date.len() == 20 && date.ends_with('Z')), "{entries:?}");
        assert_eq!(value("commit"), Some("0123"));
    }
}
