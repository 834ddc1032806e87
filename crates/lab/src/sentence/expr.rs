//! The parts of a sentence.

use std::ops::Range;

/// A place in the text of a sentence, in bytes.
pub type Span = Range<usize>;

/// A part of a sentence, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub term: Term,
    /// Where it stands.
    pub span: Span,
}

/// What a part of a sentence is.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A number: `1.05`, `1e-3`, `inf`.
    Number(f64),
    /// A word in quotation marks: `"refine"`.
    Word(String),
    /// A name: `penalty`, `naive.mse`, `weak.cosine`.
    Name(String),
    /// A name with settings of its own: `refined.mse[batch = 16, batches = "shared"]`.
    With {
        /// The name.
        name: String,
        /// Settings or keys of the problem with their values, in the order in which they are typed, and where each name stands.
        settings: Vec<(String, Span, Expr)>,
    },
    /// A function or a functional of its arguments.
    Call(Call),
    /// −x.
    Negative(Box<Expr>),
    /// Two numbers joined by an operator.
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    /// Two sides that are compared.
    Compare(Relation, Box<Expr>, Box<Expr>),
    /// Both are true.
    And(Box<Expr>, Box<Expr>),
    /// At least one is true.
    Or(Box<Expr>, Box<Expr>),
    /// It is false.
    Not(Box<Expr>),
}

/// A function, functional or predicate with its arguments: `exp(x)`, `min(naive.mse over penalty)`, `decay_rate(E over batch, log_power = 0.5)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name of the function.
    pub function: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The arguments. The argument of `P` is a comparison.
    pub arguments: Vec<Expr>,
    /// The variable along which it is taken.
    pub over: Option<Over>,
    /// Further parameters by name.
    pub parameters: Vec<(String, Span, Expr)>,
}

/// `over penalty`, or `over log(penalty)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// The variable.
    pub variable: String,
    /// Where it stands.
    pub span: Span,
    /// Whether its logarithm counts.
    pub in_logarithm: bool,
}

/// How two numbers are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

/// How two sides compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `==`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

impl Expr {
    /// The text of a word in quotation marks; `None` for any other part.
    pub fn word(&self) -> Option<&str> {
        let Term::Word(word) = &self.term else { return None };
        Some(word)
    }

    /// The parts of which this one is made directly, from the left.
    pub fn parts(&self) -> Vec<&Self> {
        match &self.term {
            Term::Number(_) | Term::Word(_) | Term::Name(_) => Vec::new(),
            Term::With { settings, .. } => settings.iter().map(|(_, _, value)| value).collect(),
            Term::Call(call) => {
                call.arguments.iter().chain(call.parameters.iter().map(|(_, _, value)| value)).collect()
            }
            Term::Negative(inner) | Term::Not(inner) => vec![inner],
            Term::Arithmetic(_, left, right) | Term::Compare(_, left, right) => vec![left, right],
            Term::And(left, right) | Term::Or(left, right) => vec![left, right],
        }
    }

    /// Shows a function this part, and then all parts in it, from the left.
    pub fn visit<'a>(&'a self, f: &mut dyn FnMut(&'a Self)) {
        f(self);
        for part in self.parts() {
            part.visit(f);
        }
    }

    /// The names in it, with settings of their own or without, and where each stands. Functions, settings in brackets and variables behind
    /// `over` are not among them.
    pub fn names(&self) -> Vec<(&str, Span)> {
        let mut names = Vec::new();
        self.visit(&mut |part| match &part.term {
            Term::Name(name) | Term::With { name, .. } => {
                names.push((name.as_str(), part.span.start..part.span.start + name.len()));
            }
            Term::Number(_) | Term::Word(_) | Term::Call(_) | Term::Negative(_) | Term::Arithmetic(..) => {}
            Term::Compare(..) | Term::And(..) | Term::Or(..) | Term::Not(_) => {}
        });
        names
    }
}

impl Operator {
    /// The operator as it is typed.
    pub fn text(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Power => "^",
        }
    }
}

impl Relation {
    /// The relation as it is typed.
    pub fn text(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Equal => "==",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }

    /// The relation as it is printed.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "≤",
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::Above => ">",
        }
    }
}
