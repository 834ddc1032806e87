//! How numbers were made.

use std::time::SystemTime;

use humantime::format_rfc3339_seconds;
use sha2::{Digest, Sha256};
use weak_to_strong_lab::claim::WrittenDocument;

/// How a table was made: program, seed, time and machine, or the earlier check that it is drawn from.
///
/// The numbers depend only on version, seed, error probability and claim file. Date, machine and number of threads are recorded for information.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    entries: Vec<(&'static str, String)>,
}

impl Provenance {
    /// Returns the provenance of a table that is made now, on this machine, by the current thread pool. `commit` is that of the program, or `unknown`.
    pub fn now(commit: &str, seed: u64, error_probability: f64) -> Self {
        let cores = std::thread::available_parallelism().map_or_else(|_| "unknown".to_owned(), |n| n.to_string());
        let entries = vec![
            ("program", "w2s".to_owned()),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("commit", commit.to_owned()),
            ("seed", seed.to_string()),
            ("error_probability", error_probability.to_string()),
            ("date", format_rfc3339_seconds(SystemTime::now()).to_string()),
            ("os", std::env::consts::OS.to_owned()),
            ("arch", std::env::consts::ARCH.to_owned()),
            ("cores", cores),
            ("processor_features", processor_features().join(" ")),
            ("threads", rayon::current_num_threads().to_string()),
        ];
        Self { entries }
    }

    /// Returns the provenance of what is drawn again from the document of an earlier check. `name` and `text` are those of its file, which does not tell the
    /// commit, the date and the machine.
    pub fn of_earlier(earlier: &WrittenDocument, name: &str, text: &str) -> Self {
        let entries = vec![
            ("program", "w2s".to_owned()),
            ("version", earlier.version.clone()),
            ("seed", earlier.seed.to_string()),
            ("error_probability", earlier.error_probability.to_string()),
            ("drawn_from", name.to_owned()),
            ("drawn_from_sha256", sha256(text)),
        ];
        Self { entries }
    }

    /// Returns the provenance of a table about the claim with this file. Its time is the same.
    pub fn of_claim_file(&self, content: &str) -> Self {
        self.clone().with("claim_sha256", sha256(content)).with("claim_file", content.to_owned())
    }

    /// Returns the same provenance with one more entry.
    pub fn with(mut self, key: &'static str, value: String) -> Self {
        self.entries.push((key, value));
        self
    }

    /// Returns all entries, as keys and values.
    pub fn entries(&self) -> &[(&'static str, String)] {
        &self.entries
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
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
