//! Names of other notations, with what to write for them.

use super::resolve::Resolver;
use crate::family::families;

/// Functions of other notations. Y is what one sample gives, E a side, and v a variable.
const FUNCTIONS: [(&[&str], &str); 10] = [
    (&["E", "expectation", "average", "avg"], "mean(Y), or the mean by its name, such as naive.mse"),
    (&["Pr", "prob", "probability"], "P(Y <= side)"),
    (&["var", "Var"], "variance(Y)"),
    (&["std", "sd", "stddev"], "sqrt(variance(Y))"),
    (&["median"], "quantile(Y, 0.5)"),
    (&["sup", "maximum", "minimum"], "max(E over v) or min(E over v)"),
    (&["slope", "order"], "exponent(E over v), which is a in C·vᵃ"),
    (&["rate"], "decay_rate(E over v), which is ρ in C·exp(−ρv)"),
    (&["lim"], "limit(E over v)"),
    (&["monotone", "monotonic"], "increasing(E over v) or decreasing(E over v)"),
];

/// What to write for a function of another notation.
pub(super) fn function_to_write(name: &str) -> Option<&'static str> {
    FUNCTIONS.iter().find(|(names, _)| names.contains(&name)).map(|(_, written)| *written)
}

impl Resolver<'_> {
    /// What to write for a symbol: the settings and keys that have it.
    pub(super) fn name_of_symbol(&self, symbol: &str) -> Option<String> {
        if symbol == "π" {
            return Some("write PI. ".to_owned());
        }
        let settings = self.names.registry.settings().map(|(setting, _)| setting);
        let settings = settings.filter(|setting| setting.symbol == symbol).map(|setting| &*setting.name);
        let keys = families().flat_map(|family| family.keys).filter(|key| key.symbol == Some(symbol));
        let mut names: Vec<&str> = settings.chain(keys.map(|key| key.name)).collect();
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(*name));
        let named = !names.is_empty();
        named.then(|| format!("{symbol} is the symbol of {}, and a sentence has names. ", names.join(" and of ")))
    }
}
