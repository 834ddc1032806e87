//! The sentences of a claim file, with all their names looked up.

use indexmap::IndexMap;

use super::file::DefineSpec;
use super::{ClaimFault, ClaimFile};
use crate::data::DataTable;
use crate::registry::Registry;
use crate::sentence::SentenceError;
use crate::statement::{
    Condition, Definition, Names, Resolution, Side, Statement, resolution_of, resolved_condition, resolved_expression,
    resolved_statement,
};

/// The sentences of a claim file.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// What is stated.
    pub(super) statement: Statement,
    /// Where it is stated.
    pub(super) condition: Option<Condition>,
    /// Sentences that are false.
    pub(super) false_neighbours: Vec<Statement>,
    /// How exactly all of them are judged.
    pub(super) resolution: Resolution,
    /// The figure's reference lines and contours, as they are typed.
    pub(super) references: Vec<(String, Side)>,
    /// Its vertical marks.
    pub(super) marks: Vec<(String, Side)>,
    /// The factor by which it multiplies all values.
    pub(super) scale: Option<(String, Side)>,
}

impl Stated {
    pub(super) fn read(
        file: &ClaimFile,
        swept: &[String],
        registry: &Registry,
        data: Option<&DataTable>,
    ) -> Result<Self, ClaimFault> {
        let definitions = definitions(&file.define, swept, registry, data)?;
        let names = Names { registry, swept, definitions: &definitions, data };
        for name in definitions.keys() {
            resolved_expression(name, names).map_err(|error| fault(&format!("define.{name}"), error)).or_else(
                |bad| {
                    // A definition may measure something; only what is wrong inside it is a fault.
                    resolved_statement(&format!("{name} >= 0"), names)
                        .map(drop)
                        .map_err(|_| bad)
                        .map(|()| Side::Number(0.0))
                },
            )?;
        }
        let statement = resolved_statement(&file.claim.states, names).map_err(|error| fault("claim.states", error))?;
        let condition = file.claim.when.as_ref().map(|text| resolved_condition(text, names)).transpose();
        let false_sentences = file.power.iter().flat_map(|power| &power.false_sentences);
        let expressions = |key: &str, texts: &[String]| {
            let side = |text: &String| match resolved_expression(text, names) {
                Ok(side) => Ok((text.clone(), side)),
                Err(error) => Err(fault(key, error)),
            };
            texts.iter().map(side).collect::<Result<Vec<_>, _>>()
        };
        let figure = file.figure.as_ref();
        let list = |of: fn(&super::FigureSpec) -> &Vec<String>| figure.map_or(&[][..], |figure| of(figure));
        let scale: Vec<String> = figure.and_then(|figure| figure.scaled_by.clone()).into_iter().collect();
        let default = resolution_of(&statement);
        Ok(Self {
            resolution: Resolution {
                relative: file.claim.resolution.unwrap_or(default.relative),
                absolute: file.claim.absolute_resolution.unwrap_or(default.absolute),
            },
            statement,
            condition: condition.map_err(|error| fault("claim.when", error))?,
            false_neighbours: false_sentences
                .map(|text| resolved_statement(text, names).map_err(|error| fault("power.false", error)))
                .collect::<Result<_, _>>()?,
            references: [
                expressions("figure.references", list(|figure| &figure.references))?,
                expressions("figure.contours", list(|figure| &figure.contours))?,
            ]
            .concat(),
            marks: expressions("figure.marks", list(|figure| &figure.marks))?,
            scale: expressions("figure.scaled_by", &scale)?.pop(),
        })
    }
}

pub(super) fn fault(key: &str, error: SentenceError) -> ClaimFault {
    ClaimFault::Sentence { key: key.to_owned(), error: Box::new(error) }
}

/// The definitions of a file. Each name has one meaning.
pub(super) fn definitions(
    define: &IndexMap<String, DefineSpec>,
    swept: &[String],
    registry: &Registry,
    data: Option<&DataTable>,
) -> Result<IndexMap<String, Definition>, ClaimFault> {
    let none = IndexMap::new();
    let names = Names { registry, swept, definitions: &none, data };
    let mut definitions = IndexMap::new();
    for (name, spec) in define {
        if !registry.can_define(name) {
            let remedy = "write letters, digits and '_', the first no digit, and no function or constant".to_owned();
            return Err(ClaimFault::BadDefinition { name: name.clone(), remedy });
        }
        if names.is_variable(name) || names.all().contains(&name.as_str()) {
            let remedy = "the name has another meaning; choose another one".to_owned();
            return Err(ClaimFault::BadDefinition { name: name.clone(), remedy });
        }
        let definition = match spec {
            DefineSpec::Expression(text) => Definition::Expression(text.clone()),
            DefineSpec::Zero { zero_of, between } => {
                Definition::Zero { zero_of: zero_of.clone(), between: between.clone() }
            }
        };
        definitions.insert(name.clone(), definition);
    }
    Ok(definitions)
}
