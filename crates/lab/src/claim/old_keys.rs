//! Keys of earlier versions. A file that has them gets the sentence to write instead.

use toml::{Table, Value};

/// The keys of `[claim]` that a sentence has replaced.
const OLD: [&str; 8] = ["quantity", "relation", "expression", "infimum_over", "along", "log_power", "from", "only"];

/// What to write in place of the old keys of a claim file; `None` if it has none.
pub(super) fn old_keys(file: &Table) -> Option<String> {
    let claim = file.get("claim")?.as_table()?;
    let found: Vec<&str> = OLD.into_iter().filter(|key| claim.contains_key(*key)).collect();
    if found.is_empty() {
        return None;
    }
    let mut message = format!(
        "[claim] has {}, which a sentence has replaced; write in [claim]\n\n    states = '{}'",
        found.join(", "),
        sentence(claim, text(claim, "expression").unwrap_or("…"))
    );
    if let Some(condition) = condition(claim) {
        message += &format!("\n    when = '{condition}'");
    }
    let false_sides = file.get("power").and_then(|power| power.get("false")).and_then(Value::as_array);
    if let Some(false_sides) = false_sides {
        let sides = false_sides.iter().filter_map(Value::as_str);
        let sentences = sides.map(|side| format!("'{}'", false_sentence(claim, side)));
        message += &format!("\n\nand in [power]\n\n    false = [{}]", sentences.collect::<Vec<_>>().join(", "));
    }
    Some(message)
}

fn text<'t>(claim: &'t Table, key: &str) -> Option<&'t str> {
    claim.get(key).and_then(Value::as_str)
}

fn sentence(claim: &Table, right: &str) -> String {
    let quantity = text(claim, "quantity").unwrap_or("…");
    let right = right.replace(['{', '}'], "");
    let first = |many: &'_ Value| many.as_array().and_then(|many| many.first()?.as_str().map(str::to_owned));
    let bound = claim.get("infimum_over").and_then(|one| one.as_str().map(str::to_owned).or_else(|| first(one)));
    let left = match bound {
        Some(variable) => format!("min({quantity} over {variable})"),
        None => quantity.to_owned(),
    };
    let along = text(claim, "along").unwrap_or("…");
    match text(claim, "relation").unwrap_or(">=") {
        "uniform" => format!("uniform({})", observable(quantity)),
        "tends_to" => format!("limit({left} over {along}) == {right}"),
        "decays_at" => {
            let power = text(claim, "log_power").unwrap_or("misalignment_log_power");
            format!("decay_rate({left} over {along}, log_power = {power}) == {right}")
        }
        relation @ (">=" | "<=" | "==") => format!("{left} {relation} {right}"),
        own => format!("{own}({left}, {right})"),
    }
}

/// A false sentence. Of a law that is uniform it says how far that law is from the uniform one.
fn false_sentence(claim: &Table, side: &str) -> String {
    match (text(claim, "relation"), text(claim, "quantity")) {
        (Some("uniform"), Some(distance)) => format!("{distance} == {side}"),
        _ => sentence(claim, side),
    }
}

/// The observable of whose law an old quantity was the distance from the uniform law.
fn observable(distance: &str) -> &str {
    if distance == "incontext.predictive_distance" { "incontext.predictive_transform" } else { "incontext.rank" }
}

fn condition(claim: &Table) -> Option<String> {
    let table = |key: &str| claim.get(key).and_then(Value::as_table).into_iter().flatten();
    let from = table("from").filter_map(|(name, value)| Some(format!("{name} >= {}", value.as_str()?)));
    let only = table("only").map(|(name, value)| {
        let words: Vec<&str> = match value.as_array() {
            Some(words) => words.iter().filter_map(Value::as_str).collect(),
            None => value.as_str().into_iter().collect(),
        };
        let one_of: Vec<String> = words.iter().map(|word| format!("{name} == \"{word}\"")).collect();
        if one_of.len() > 1 { format!("({})", one_of.join(" or ")) } else { one_of.join("") }
    });
    let parts: Vec<String> = from.chain(only).collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(claim: &str) -> Option<String> {
        old_keys(&claim.parse().expect("TOML"))
    }

    #[test]
    fn old_keys_become_the_sentence_to_write() {
        let old = "[claim]\nquantity = \"naive.mse\"\nrelation = \">=\"\nexpression = \"{weak.noise}\"\ninfimum_over = \"penalty\"";
        let said = message(old).expect("old");
        assert!(said.contains("states = 'min(naive.mse over penalty) >= weak.noise'"), "{said}");
        let fit = "[claim]\nquantity = \"refined.mse\"\nrelation = \"decays_at\"\nexpression = \"2\"\nalong = \"batch\"\n\
                   from = { batch = \"8\" }\nonly = { batches = [\"fresh\", \"shared\"] }\n[power]\nfalse = [\"3\"]";
        let said = message(fit).expect("old");
        for part in [
            "has quantity, relation, expression, along, from, only, which",
            "decay_rate(refined.mse over batch, log_power = misalignment_log_power) == 2'",
            "when = 'batch >= 8 and (batches == \"fresh\" or batches == \"shared\")'",
            "false = ['decay_rate(refined.mse over batch, log_power = misalignment_log_power) == 3']",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        for (distance, observable) in [("rank_distance", "rank"), ("predictive_distance", "predictive_transform")] {
            let old = format!(
                "[claim]\nquantity = \"incontext.{distance}\"\nrelation = \"uniform\"\n[power]\nfalse = [\"0.05\"]"
            );
            let said = message(&old).expect("old");
            assert!(said.contains(&format!("states = 'uniform(incontext.{observable})'")), "{said}");
            assert!(said.contains(&format!("false = ['incontext.{distance} == 0.05']")), "{said}");
        }
        assert_eq!(message("[claim]\nstates = \"naive.mse >= 0\""), None);
    }
}
