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
