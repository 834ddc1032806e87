//! The symbols of the problem's keys.

/// Keys of the problem that have a symbol, or a name that says more than the dotted one.
const SYMBOLS: [(&str, &str); 9] = [
    ("concepts.gaussian.count", "K"),
    ("concepts.orthonormal", "K"),
    ("concepts.persona.style", "style"),
    ("dim", "d"),
    ("regression.projection.emphasis", "emphasis"),
    ("regression.projection.error", "L"),
    ("regression.subspaces.overlap", "d_∩"),
    ("source_prior.mass", "source prior"),
    ("weak.content", "weak content"),
];

/// The symbol of a key of the problem in figures, by its dotted name; none for most.
pub fn key_symbol(name: &str) -> Option<&'static str> {
    SYMBOLS.iter().find(|(key, _)| *key == name).map(|(_, symbol)| *symbol)
}
