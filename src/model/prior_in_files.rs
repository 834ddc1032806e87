//! Priors as files hold them: a word, a table or a list.

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::PriorSpec;

/// The table form of [`PriorSpec::Favouring`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FavouringTable {
    concept: usize,
    mass: f64,
}

impl Serialize for PriorSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Uniform => serializer.serialize_str("uniform"),
            Self::Favouring { concept, mass } => {
                FavouringTable { concept: *concept, mass: *mass }.serialize(serializer)
            }
            Self::Probabilities(probabilities) => probabilities.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PriorSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PriorVisitor;
        impl<'de> Visitor<'de> for PriorVisitor {
            type Value = PriorSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("\"uniform\", { concept = …, mass = … } or a list of probabilities")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<PriorSpec, E> {
                match word {
                    "uniform" => Ok(PriorSpec::Uniform),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<PriorSpec, A::Error> {
                let FavouringTable { concept, mass } =
                    FavouringTable::deserialize(de::value::MapAccessDeserializer::new(table))?;
                Ok(PriorSpec::Favouring { concept, mass })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<PriorSpec, A::Error> {
                let mut probabilities = Vec::new();
                while let Some(probability) = entries.next_element()? {
                    probabilities.push(probability);
                }
                Ok(PriorSpec::Probabilities(probabilities))
            }
        }
        deserializer.deserialize_any(PriorVisitor)
    }
}
