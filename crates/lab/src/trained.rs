//! The networks that were trained for the claims, and are part of the program.

/// A trained network, which `w2s train models/NAME.toml` makes again.
pub(crate) struct Trained {
    /// Its word in the setting `source`, and the name of its file.
    pub(crate) name: &'static str,
    /// The bytes of its file.
    pub(crate) weights: &'static [u8],
}

macro_rules! trained {
    ($name:literal) => {
        Trained {
            name: $name,
            weights: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/", $name, ".safetensors")),
        }
    };
}

/// Tokens hold an example, targets are true labels: training finds the posterior mean.
pub(crate) const TRAINED: Trained = trained!("trained");

/// Tokens hold products of an example's numbers, too: with these at hand, training finds it more closely.
pub(crate) const TRAINED_ON_PRODUCTS: Trained = trained!("trained_on_products");

/// Targets are the posterior mean itself, also behind labels that the source does not expect: the architecture holds it.
pub(crate) const DISTILLED: Trained = trained!("distilled");

/// The network of this name.
pub(crate) fn by_name(name: &str) -> Option<&'static Trained> {
    static ALL: [Trained; 3] = [TRAINED, TRAINED_ON_PRODUCTS, DISTILLED];
    ALL.iter().find(|trained| trained.name == name)
}
