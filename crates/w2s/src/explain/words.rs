//! The words of sentences.

use weak_to_strong_lab::functional::{FUNCTIONALS, Functional, PREDICATES};
use weak_to_strong_lab::law::LAW_WORDS;
use weak_to_strong_lab::sentence::{Arity, FUNCTIONS, Function};

use super::explanation::Explanation;

/// What is said of the functionals, predicates and functions of this name.
pub(super) fn explanations(name: &str) -> Vec<Explanation> {
    let functionals = FUNCTIONALS.iter().filter(|own| own.name == name).map(|own| of_functional(own));
    let predicates = PREDICATES.iter().filter(|own| own.name == name).map(|own| {
        let kind = "predicate along a variable of the sweep: a sentence without a comparison";
        Explanation::new(own.name, own.meaning, kind).line("example", own.example)
    });
    let laws = LAW_WORDS.iter().filter(|own| own.name == name).map(|own| {
        let kind =
            if own.is_predicate { "predicate of the law of one sample" } else { "number of the law of one sample" };
        Explanation::new(own.name, own.meaning, kind).line("example", own.example)
    });
    let functions = FUNCTIONS.iter().filter(|own| own.name == name).map(of_function);
    functionals.chain(predicates).chain(laws).chain(functions).collect()
}

fn of_function(own: &Function) -> Explanation {
    let arguments = match own.arity {
        Arity::One => "one number",
        Arity::Any => "two numbers or more",
    };
    Explanation::new(own.name, own.meaning, "function of numbers, in sentences and definitions")
        .line("written", own.signature())
        .line("arguments", format!("{arguments}; {}", own.on_measured.words()))
        .line("domain", own.domain)
}

fn of_functional(own: &Functional) -> Explanation {
    let kind = match own.fit() {
        Some(_) => "functional along a variable of the sweep, by a fit",
        None => "functional along a variable of the sweep",
    };
    let parameters = own.parameters.iter().map(|parameter| {
        let default = parameter.default.map_or_else(String::new, |value| format!("; by default {value}"));
        (parameter.name.to_owned(), format!("{}{default}", parameter.meaning))
    });
    Explanation::new(own.name, own.meaning, kind)
        .names("parameters", parameters)
        .line("example", own.example)
        .line("resolution", resolution(own))
}

/// The default resolution of a statement about it.
fn resolution(own: &Functional) -> String {
    let relative =
        (own.relative_resolution > 0.0).then(|| format!("{} % of the right side", 100.0 * own.relative_resolution));
    let absolute = (own.absolute_resolution > 0.0).then(|| own.absolute_resolution.to_string());
    [relative, absolute].into_iter().flatten().collect::<Vec<_>>().join(", or ")
}
