//! Ids of claims, which name files on all systems, and their titles.

/// The most characters of an id.
pub const LONGEST_ID: usize = 100;

/// Names of files that a report writes beside those of its claims.
const TAKEN: [&str; 1] = ["assumptions"];

/// Devices that Windows finds under these names in every folder, whatever the extension; `COM` and `LPT` with a digit, too.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
const NUMBERED_DEVICES: [&str; 2] = ["COM", "LPT"];

/// What is wrong with an id, and what to do; `None` for one that can name files.
///
/// ```
/// use weak_to_strong_lab::claim::id_fault;
/// assert_eq!(id_fault("prop-3.2-segment"), None);
/// assert!(id_fault("aux.bound").is_some_and(|fault| fault.contains("Windows")));
/// ```
pub fn id_fault(id: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if id.is_empty() || id.starts_with('.') || !id.chars().all(plain) {
        return Some("use letters, digits, '.', '-' and '_', not starting with '.'".to_owned());
    }
    if id.len() > LONGEST_ID {
        return Some(format!("it has {} characters; use {LONGEST_ID} at most", id.len()));
    }
    if TAKEN.iter().any(|taken| id.eq_ignore_ascii_case(taken)) {
        return Some(format!("the report has a figure of that name; use another, such as {id}-of-mine"));
    }
    let device = id.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = |name: &str| device.strip_prefix(name).is_some_and(|rest| rest.len() == 1 && is_digit(rest));
    if DEVICES.contains(&device.as_str()) || NUMBERED_DEVICES.into_iter().any(numbered) {
        return Some(format!("{device} is a device on Windows, so no file there can have that name; use another"));
    }
    None
}

/// The most characters of a title.
const LONGEST_TITLE: usize = 300;

/// What is wrong with a title, and what to do; `None` for one that a report can show.
pub(super) fn title_fault(title: &str) -> Option<String> {
    let length = title.chars().count();
    (length > LONGEST_TITLE).then(|| format!("title: it has {length} characters; use {LONGEST_TITLE} at most"))
}

/// The title of a claim that is named after its sentence; `None` for a sentence that is longer than a title may be.
pub fn title_of_sentence(sentence: &str) -> Option<&str> {
    title_fault(sentence).is_none().then_some(sentence)
}

/// An id in a message: of a long one the beginning.
pub(super) fn in_message(id: &str) -> String {
    const SHOWN: usize = 60;
    if id.chars().count() <= SHOWN { id.to_owned() } else { id.chars().take(SHOWN).chain(['…']).collect() }
}

fn is_digit(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_files_on_all_systems() {
        for good in
            ["a", "prop-3.2_x", "contour", "com", "com10", "lpt.bound", "assumptions-of-mine", &"x".repeat(LONGEST_ID)]
        {
            assert_eq!(id_fault(good), None, "{good}");
        }
        for (bad, said) in [
            ("", "use letters"),
            (".hidden", "not starting with '.'"),
            ("a b", "use letters"),
            ("é", "use letters"),
            ("a\u{202e}b", "use letters"),
            ("Assumptions", "figure of that name"),
            ("con", "CON is a device"),
            ("Nul.x", "NUL is a device"),
            ("com1", "COM1 is a device"),
            ("LPT9.a", "LPT9 is a device"),
            (&"x".repeat(LONGEST_ID + 1), "101 characters; use 100"),
        ] {
            assert!(id_fault(bad).is_some_and(|fault| fault.contains(said)), "{bad}: {:?}", id_fault(bad));
        }
    }

    #[test]
    fn a_message_quotes_the_beginning_of_a_long_id() {
        assert_eq!(in_message("short"), "short");
        assert_eq!(in_message(&"x".repeat(1_000_000)).chars().count(), 61);
    }

    #[test]
    fn long_titles_are_refused() {
        assert_eq!(title_fault(&"é".repeat(300)), None);
        assert!(title_fault(&"é".repeat(301)).is_some_and(|fault| fault.contains("301 characters; use 300")));
    }
}
