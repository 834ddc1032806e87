//! The known name that a mistyped one is nearest to.

use strsim::osa_distance;

/// The candidate nearest to a name: one that differs only in capitals, or else by the number of letters that are inserted, left out, replaced or swapped with their neighbour. Returns
/// `None` if that number is more than a third of the name's length for each. Of equally near ones the first is taken.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let candidates: Vec<&str> = candidates.collect();
    if let Some(same) = candidates.iter().find(|candidate| candidate.eq_ignore_ascii_case(name)) {
        return Some(same);
    }
    let near = candidates.into_iter().filter(|candidate| candidate.chars().count().abs_diff(length) <= length / 3);
    let distances = near.map(|candidate| (osa_distance(name, candidate), candidate));
    let (distance, candidate) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= length / 3).then_some(candidate)
}

/// What to write in place of a wrong word: the word that was meant, if one is near, and all that may stand there, the nearest first.
pub fn words_to_write(wrong: &str, words: &[&str]) -> String {
    let near = nearest(wrong, words.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
    let mut ordered = words.to_vec();
    ordered.sort_by_key(|word| osa_distance(wrong, word));
    format!("{near}its words are: {}", ordered.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{nearest, words_to_write};

    const NAMES: [&str; 6] = ["samples", "penalty", "naive.mse", "weak.mse", "weak.cosine", "tau"];

    #[test]
    fn slips_are_found() {
        let found = |name| nearest(name, NAMES.into_iter());
        assert_eq!(found("penalyt"), Some("penalty"));
        assert_eq!(found("penalties"), Some("penalty"));
        assert_eq!(found("naive.mes"), Some("naive.mse"));
        assert_eq!(found("weak_cosine"), Some("weak.cosine"));
        assert_eq!(found("tua"), Some("tau"));
        assert_eq!(found("penalty"), Some("penalty"));
    }

    #[test]
    fn another_word_is_near_to_none() {
        let found = |name| nearest(name, NAMES.into_iter());
        assert_eq!(found("batch"), None);
        assert_eq!(found("x"), None);
        assert_eq!(found(""), None);
        assert_eq!(found("ta"), None, "a third of two letters is none");
        assert_eq!(nearest("x", std::iter::empty()), None);
        assert_eq!(nearest("abc", ["abd", "abe"].into_iter()), Some("abd"), "the first of equals");
    }

    #[test]
    fn near_words_come_first() {
        let said = words_to_write("spere", &["cube", "gaussian", "sphere"]);
        assert_eq!(said, "did you mean sphere? its words are: sphere, cube, gaussian");
        assert_eq!(words_to_write("q", &["refine", "ask"]), "its words are: ask, refine");
    }
}
