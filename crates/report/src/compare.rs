//! Compares a check with an earlier one.

use std::fmt;

use serde_json::{Map, Value};

/// A place where two documents differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The path to this place, such as `claims[3].cells[0].mean`.
    pub path: String,
    /// The value in the earlier document.
    pub earlier: String,
    /// The value in the new document.
    pub now: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {} before, {} now", self.path, self.earlier, self.now)
    }
}

/// Lists where two documents differ.
///
/// Two numbers count as equal if they differ by at most `tolerance`, relative to the larger one. With `tolerance` 0 they must have the same bits.
/// All other values must be equal.
pub fn compare_documents(earlier: &Value, now: &Value, tolerance: f64) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("", earlier, now, tolerance, &mut differences);
    differences
}

fn compare(path: &str, earlier: &Value, now: &Value, tolerance: f64, differences: &mut Vec<Difference>) {
    match (earlier, now) {
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                compare(&format!("{path}[{index}]"), old, new, tolerance, differences);
            }
        }
        (Value::Object(old), Value::Object(new)) if compared(old).eq(compared(new)) => {
            for (key, old) in old.iter().filter(|(key, _)| !is_source(key)) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&path, old, &new[key], tolerance, differences);
            }
        }
        _ if is_close(earlier, now, tolerance) => {}
        _ => differences.push(Difference { path: path.to_owned(), earlier: shown(earlier), now: shown(now) }),
    }
}

/// The keys of an object that are compared.
fn compared(object: &Map<String, Value>) -> impl Iterator<Item = &String> {
    object.keys().filter(|key| !is_source(key))
}

/// Whether a key holds where a claim was read from, or the text that it was read from: what it says is compared as its sentence.
fn is_source(key: &str) -> bool {
    ["file", "claim_file"].contains(&key)
}

#[expect(clippy::cmp_owned, reason = "numbers are compared as they are written")]
fn is_close(earlier: &Value, now: &Value, tolerance: f64) -> bool {
    match (earlier.as_f64(), now.as_f64()) {
        (Some(old), Some(new)) if tolerance > 0.0 => (old - new).abs() <= tolerance * old.abs().max(new.abs()),
        // Numbers are written so that they read back to the same bits: whole ones above 2⁵³ too, and −0 otherwise than 0.
        (Some(_), Some(_)) => earlier.to_string() == now.to_string(),
        _ => earlier == now,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(entries) => format!("{{{}}}", entries.keys().cloned().collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_real_differences_are_listed() {
        let earlier = json!({ "claims": [{ "mean": 1.0, "verdict": "holds" }] });
        let rounded = json!({ "claims": [{ "mean": 1.0 + 1e-12, "verdict": "holds" }] });
        assert_eq!(compare_documents(&earlier, &rounded, 1e-9), []);
        let with_source = json!({ "claims": [{ "file": "a.toml", "mean": 1.0, "verdict": "holds" }] });
        assert_eq!(compare_documents(&earlier, &with_source, 1e-9), []);
        let changed = json!({ "claims": [{ "mean": 1.001, "verdict": "tight" }] });
        let paths: Vec<_> = compare_documents(&earlier, &changed, 1e-9).into_iter().map(|d| d.path).collect();
        assert_eq!(paths, ["claims[0].mean", "claims[0].verdict"]);
        assert_eq!(compare_documents(&earlier, &json!({ "claims": [] }), 1e-9).len(), 1);
    }

    #[test]
    fn without_a_tolerance_every_bit_counts() {
        for (earlier, now) in [
            (json!(1.0), json!(1.0 + f64::EPSILON)),
            (json!(0.0), json!(-0.0)),
            (json!(1u64 << 53), json!((1u64 << 53) + 1)),
            (json!(1), json!(1.0)),
            (json!(1.0), json!(null)),
        ] {
            assert_eq!(compare_documents(&earlier, &earlier, 0.0), []);
            assert_eq!(compare_documents(&earlier, &now, 0.0).len(), 1, "{earlier} {now}");
        }
    }
}
