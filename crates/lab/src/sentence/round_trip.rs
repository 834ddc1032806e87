//! Sentences that are read: what binds stronger, the text of the parts, limits, and parts that are made at random.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Call, Expr, MOST_BYTES, MOST_DEPTH, MOST_OPEN, Operator, Over, Relation, Term};
use super::{parse_condition, parse_expression, parse_statement};

/// The parts with all operators in parentheses.
fn grouped(part: &Expr) -> String {
    match &part.term {
        Term::Arithmetic(operator, left, right) => format!("({}{}{})", grouped(left), operator.text(), grouped(right)),
        Term::Compare(relation, left, right) => format!("({}{}{})", grouped(left), relation.text(), grouped(right)),
        Term::Negative(inner) => format!("(-{})", grouped(inner)),
        Term::And(left, right) => format!("({} and {})", grouped(left), grouped(right)),
        Term::Or(left, right) => format!("({} or {})", grouped(left), grouped(right)),
        Term::Not(inner) => format!("(not {})", grouped(inner)),
        Term::Number(_) | Term::Word(_) | Term::Name(_) | Term::With { .. } | Term::Call(_) => part.to_string(),
    }
}

/// Conditions: all operators, and the shortest text.
#[test]
fn precedence_is_that_of_mathematics() {
    let table = [
        ("-a^2 == 0", "((-(a^2))==0)", "-a^2 == 0"),
        ("(-a)^2 == 0", "(((-a)^2)==0)", "(-a)^2 == 0"),
        ("2^3^2 > 1", "((2^(3^2))>1)", "2^3^2 > 1"),
        ("(2^3)^2 > 1", "(((2^3)^2)>1)", "(2^3)^2 > 1"),
        ("2^-1 < 1", "((2^(-1))<1)", "2^-1 < 1"),
        ("2^-3^2*a < 1", "(((2^(-(3^2)))*a)<1)", "2^-3^2 * a < 1"),
        ("2^(a*b) < 1", "((2^(a*b))<1)", "2^(a * b) < 1"),
        ("a/b/c >= 0", "(((a/b)/c)>=0)", "a / b / c >= 0"),
        ("a/(b/c) >= 0", "((a/(b/c))>=0)", "a / (b / c) >= 0"),
        ("a-b-c <= 0", "(((a-b)-c)<=0)", "a - b - c <= 0"),
        ("a-(b-c) <= 0", "((a-(b-c))<=0)", "a - (b - c) <= 0"),
        ("2 - -3 == 5", "((2-(-3))==5)", "2 - -3 == 5"),
        ("-a*b == 0", "(((-a)*b)==0)", "-a * b == 0"),
        ("-(a*b) == 0", "((-(a*b))==0)", "-(a * b) == 0"),
        ("a*-b == 0", "((a*(-b))==0)", "a * -b == 0"),
        ("--a == a", "((-(-a))==a)", "--a == a"),
        ("a + b*c^d == 0", "((a+(b*(c^d)))==0)", "a + b * c^d == 0"),
        ("((a + b))*c == 0", "(((a+b)*c)==0)", "(a + b) * c == 0"),
        ("a − b ≥ c", "((a-b)>=c)", "a - b >= c"),
        ("a ≤ b", "(a<=b)", "a <= b"),
        ("a<b or c<d and e<f", "((a<b) or ((c<d) and (e<f)))", "a < b or c < d and e < f"),
        ("(a<b or c<d) and e<f", "(((a<b) or (c<d)) and (e<f))", "(a < b or c < d) and e < f"),
        ("not a<b and c<d", "((not (a<b)) and (c<d))", "not a < b and c < d"),
        ("not (a<b and c<d)", "(not ((a<b) and (c<d)))", "not (a < b and c < d)"),
        ("not not a<b", "(not (not (a<b)))", "not not a < b"),
        ("a<b or (c<d or e<f)", "((a<b) or ((c<d) or (e<f)))", "a < b or (c < d or e < f)"),
        ("a+1 < b+1", "((a+1)<(b+1))", "a + 1 < b + 1"),
    ];
    for (text, operators, shortest) in table {
        let condition = parse_condition(text).expect(text);
        assert_eq!(grouped(&condition), operators, "{text}");
        assert_eq!(condition.to_string(), shortest, "{text}");
    }
}

/// Statements, and their text with the same spaces everywhere.
#[test]
fn statements_are_read() {
    let table = [
        ("naive.mse>=segment_bound", "naive.mse >= segment_bound"),
        ("refined.mse[batch=16,penalty=0] <= x", "refined.mse[batch = 16, penalty = 0] <= x"),
        ("refined.mse[batches='shared'] <= x", "refined.mse[batches = \"shared\"] <= x"),
        ("(weak.mse - r) / (weak.mse - o) >= .8", "(weak.mse - r) / (weak.mse - o) >= 0.8"),
        ("P( y >= 0.5*s )>=0.95", "P(y >= 0.5 * s) >= 0.95"),
        ("exponent(naive.mse - s over samples) == -1", "exponent(naive.mse - s over samples) == -1"),
        ("P(min(y over penalty) >= 0.7 * s) >= 0.9", "P(min(y over penalty) >= 0.7 * s) >= 0.9"),
        ("decay_rate(e over batch,log_power=0.5) == a", "decay_rate(e over batch, log_power = 0.5) == a"),
        ("min(a, b) == quantile(y, 1e-3)", "min(a, b) == quantile(y, 1e-3)"),
        ("convex(e over log ( penalty ))", "convex(e over log(penalty))"),
        ("within_factor_two(a, b)", "within_factor_two(a, b)"),
        ("x[a = b[c = 1] + 1] < inf", "x[a = b[c = 1] + 1] < inf"),
        ("2.5E+3 * 1e-3 == 1e6 + 1e300 + 123456", "2500 * 1e-3 == 1e6 + 1e300 + 123456"),
    ];
    for (text, shown) in table {
        assert_eq!(parse_statement(text).expect(text).to_string(), shown);
    }
    assert_eq!(
        parse_condition("strategy == 'refine' and a >= 16").expect("words").to_string(),
        "strategy == \"refine\" and a >= 16"
    );
    assert_eq!(parse_expression("P(a >= 0) * 2").expect("a relation inside").to_string(), "P(a >= 0) * 2");
}

#[test]
fn places_are_those_of_the_text() {
    let text = "β + (naive.mse[penalty = tau]) * f(x over log(eta)) >= 1";
    let statement = parse_statement(text).expect(text);
    let of_names: Vec<&str> = statement.names().into_iter().map(|(_, span)| &text[span]).collect();
    assert_eq!(of_names, ["β", "naive.mse", "tau", "x"]);
    let mut places = Vec::new();
    statement.visit(&mut |part| places.push(&text[part.span.clone()]));
    assert_eq!(places[0], text);
    assert_eq!(places[3..6], ["naive.mse[penalty = tau]) * f(x over log(eta))", "naive.mse[penalty = tau]", "tau"]);
    statement.visit(&mut |part| {
        if let Term::Call(call) = &part.term {
            assert_eq!(&text[call.name_span.clone()], "f");
            assert_eq!(call.over.as_ref().map(|over| &text[over.span.clone()]), Some("eta"));
        }
    });
}

#[test]
fn hostile_texts_are_refused_quickly() {
    let filled = |unit: &str| unit.repeat(MOST_BYTES / unit.len());
    let units = [
        "(",
        "-",
        "1+",
        "2^",
        "a*",
        "f(",
        "a[b=",
        "not ",
        "a<b and ",
        "min(x over ",
        "1,",
        "\"",
        "a.",
        "(-",
        "P(a<",
        ")",
    ];
    let begin = Instant::now();
    for unit in units {
        for text in [filled(unit), filled(unit) + "1", format!("{}1", &filled(unit)[unit.len()..])] {
            for parse in [parse_statement, parse_condition, parse_expression] {
                assert!(!parse(&text).expect_err(unit).to_string().is_empty());
            }
        }
    }
    // 48 texts, three times: reading one takes a millisecond or so without optimisation.
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn the_limits_are_as_stated() {
    let sum = |terms: usize| vec!["1"; terms].join("+");
    let within = |parentheses: usize| format!("{}1{}", "(".repeat(parentheses), ")".repeat(parentheses));
    assert!(parse_expression(&sum(MOST_DEPTH)).is_ok());
    assert!(parse_expression(&sum(MOST_DEPTH + 1)).is_err());
    assert!(parse_expression(&within(MOST_OPEN - 1)).is_ok());
    assert!(parse_expression(&within(MOST_OPEN)).is_err());
    assert!(parse_expression(&format!("{}1", "-".repeat(MOST_OPEN - 1))).is_ok());
    assert!(parse_expression(&format!("{}1", "-".repeat(MOST_OPEN))).is_err());
    assert!(parse_expression(&"a".repeat(MOST_BYTES)).is_ok());
    assert!(parse_expression(&"a".repeat(MOST_BYTES + 1)).is_err());
}

/// The deepest sentences are read in a megabyte of stack, without optimisation; a thread has two.
#[test]
fn the_deepest_sentences_need_little_stack() {
    let depth = MOST_OPEN - 1;
    let condition = format!("{}a < b{}", "not (".repeat(depth / 2), ")".repeat(depth / 2));
    let call = format!("{}a{} >= 1", "f(".repeat(depth), ")".repeat(depth));
    let brackets = format!("{}a{} >= 1", "a[b=".repeat(depth), "]".repeat(depth));
    let read = move || {
        assert_eq!(parse_condition(&condition).expect("a condition").to_string(), "not ".repeat(depth / 2) + "a < b");
        assert!(parse_statement(&call).is_ok());
        assert!(parse_statement(&brackets).is_ok());
        assert!(parse_expression(&"(-".repeat(MOST_BYTES / 2)).is_err());
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(read).expect("a thread");
    thread.join().expect("enough stack");
}

fn of(term: Term) -> Expr {
    Expr { term, span: 0..0 }
}

/// The same parts with no places.
fn without_places(part: &Expr) -> Expr {
    let boxed = |part: &Expr| Box::new(without_places(part));
    let settings = |list: &[(String, super::Span, Expr)]| {
        list.iter().map(|(name, _, value)| (name.clone(), 0..0, without_places(value))).collect()
    };
    of(match &part.term {
        Term::Number(_) | Term::Word(_) | Term::Name(_) => part.term.clone(),
        Term::With { name, settings: list } => Term::With { name: name.clone(), settings: settings(list) },
        Term::Call(call) => Term::Call(Call {
            function: call.function.clone(),
            name_span: 0..0,
            arguments: call.arguments.iter().map(without_places).collect(),
            over: call.over.clone().map(|over| Over { span: 0..0, ..over }),
            parameters: settings(&call.parameters),
        }),
        Term::Negative(inner) => Term::Negative(boxed(inner)),
        Term::Arithmetic(operator, left, right) => Term::Arithmetic(*operator, boxed(left), boxed(right)),
        Term::Compare(relation, left, right) => Term::Compare(*relation, boxed(left), boxed(right)),
        Term::And(left, right) => Term::And(boxed(left), boxed(right)),
        Term::Or(left, right) => Term::Or(boxed(left), boxed(right)),
        Term::Not(inner) => Term::Not(boxed(inner)),
    })
}

fn names() -> impl Strategy<Value = String> {
    let reserved = ["inf", "and", "or", "not", "over"];
    "[a-zβ_][a-z0-9_]{0,3}(\\.[a-z_][a-z0-9]{0,3})?".prop_filter("reserved", move |name| !reserved.contains(&&**name))
}

fn settings(
    values: impl Strategy<Value = Expr>,
    least: usize,
) -> impl Strategy<Value = Vec<(String, super::Span, Expr)>> {
    let table = proptest::collection::btree_map(names(), values, least..3);
    table.prop_map(|table| table.into_iter().map(|(name, value)| (name, 0..0, value)).collect())
}

fn relations() -> impl Strategy<Value = Relation> + Clone {
    use Relation::{Above, AtLeast, AtMost, Below, Equal};
    proptest::sample::select(vec![Below, AtMost, Equal, AtLeast, Above])
}

fn compared(sides: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Expr> + Clone {
    (relations(), sides.clone(), sides)
        .prop_map(|(relation, left, right)| of(Term::Compare(relation, Box::new(left), Box::new(right))))
}

fn calls(arguments: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Expr> {
    let over = proptest::option::of((names(), any::<bool>()));
    let any_argument = prop_oneof![3 => arguments.clone(), 1 => compared(arguments.clone())];
    let inside = (proptest::collection::vec(any_argument, 1..3), over, settings(arguments, 0));
    (names(), inside).prop_map(|(function, (arguments, over, parameters))| {
        let over = over.map(|(variable, in_logarithm)| Over { variable, span: 0..0, in_logarithm });
        of(Term::Call(Call { function, name_span: 0..0, arguments, over, parameters }))
    })
}

fn numbers() -> impl Strategy<Value = Expr> + Clone {
    use Operator::{Minus, Over, Plus, Power, Times};
    let values = prop_oneof![0.0..10.0f64, Just(f64::INFINITY), (-300..300i32).prop_map(|e| 10f64.powi(e)), Just(0.0)];
    let leaf =
        prop_oneof![values.prop_map(|value| of(Term::Number(value))), names().prop_map(|name| of(Term::Name(name)))];
    leaf.prop_recursive(6, 40, 3, |inner| {
        let words = "[a-z' ]{0,5}".prop_map(|word| of(Term::Word(word)));
        let with = (names(), settings(prop_oneof![inner.clone(), words], 1));
        let operators = proptest::sample::select(vec![Plus, Minus, Times, Over, Power]);
        prop_oneof![
            2 => inner.clone().prop_map(|inner| of(Term::Negative(Box::new(inner)))),
            6 => (operators, inner.clone(), inner.clone())
                .prop_map(|(operator, left, right)| of(Term::Arithmetic(operator, Box::new(left), Box::new(right)))),
            1 => with.prop_map(|(name, settings)| of(Term::With { name, settings })),
            1 => calls(inner),
        ]
    })
}

fn conditions() -> impl Strategy<Value = Expr> {
    compared(numbers()).prop_recursive(4, 16, 2, |inner| {
        let two = (inner.clone(), inner.clone()).prop_map(|(left, right)| (Box::new(left), Box::new(right)));
        prop_oneof![
            two.clone().prop_map(|(left, right)| of(Term::And(left, right))),
            two.prop_map(|(left, right)| of(Term::Or(left, right))),
            inner.prop_map(|inner| of(Term::Not(Box::new(inner)))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(expression in numbers(), condition in conditions()) {
        let read = parse_expression(&expression.to_string()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(without_places(&read), expression);
        let text = condition.to_string();
        if text.len() <= MOST_BYTES {
            let read = parse_condition(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(without_places(&read), condition);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", likely in "([-+*/^()<>=,. 1a\"]|over|and|not|min\\(|\\[a = ){0,40}") {
        for text in [text, likely] {
            for parse in [parse_statement, parse_condition, parse_expression] {
                match parse(&text) {
                    Ok(read) => prop_assert_eq!(without_places(&parse(&read.to_string()).expect("the same again")), without_places(&read)),
                    Err(error) => prop_assert!(error.to_string().contains(error.problem())),
                }
            }
        }
    }
}
