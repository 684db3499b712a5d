//! What the guard lets through and what it refuses.

use std::{fmt::Write as _, time::Instant};

use async_graphql::{Value, Variables, parser::parse_schema, value};

use super::{Code, Guard, Limits};

const SDL: &str = "
    type Query { events(first: Int): EventConnection! nodes(ids: [ID!]!): [Event]!
      all(first: Int): [Event!]! me: Event }
    type Event { id: ID! guests(first: Int, last: Int): EventConnection! days: [Day!]! host: Event }
    type Day { on: String host: Event }
    type EventConnection { edges: [EventEdge!]! nodes: [Event!]! }
    type EventEdge { node: Event! }
";

fn guard() -> Guard {
    Guard::new(&parse_schema(SDL).unwrap(), Limits::default())
}

fn code(query: &str) -> Option<Code> {
    guard().inspect(query, None, &Variables::default()).err().map(|refusal| refusal.code)
}

fn cost(query: &str) -> u64 {
    cost_with(query, &Variables::default())
}

fn cost_with(query: &str, variables: &Variables) -> u64 {
    guard().inspect(query, None, variables).unwrap().cost
}

/// `levels` fragments that each spread the next twice.
fn bomb(levels: usize) -> String {
    let mut text = "{ ...f0 }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        write!(text, " fragment f{level} on Query {{ ...f{next} ...f{next} }}").unwrap();
    }
    write!(text, " fragment f{levels} on Query {{ __typename }}").unwrap();
    text
}

#[test]
fn a_fragment_bomb_is_refused_at_once() {
    for (levels, refused) in [(25, Code::QueryTooComplex), (90, Code::QueryTooDeep)] {
        let began = Instant::now();
        assert_eq!(code(&bomb(levels)), Some(refused));
        assert!(began.elapsed().as_millis() < 500, "{levels} levels: {:?}", began.elapsed());
    }
}

#[test]
fn a_bomb_that_no_operation_lights_is_refused_too() {
    let text = bomb(25).replacen("{ ...f0 }", "{ me { id } }", 1);
    assert!(code(&text).is_some());
}

#[test]
fn twenty_kilobytes_of_brackets_are_refused_before_parsing() {
    for bracket in ["[", "{a:", "{", "("] {
        let text = format!("{{ me(v: {} }}", bracket.repeat(20_000 / bracket.len()));
        assert_eq!(code(&text), Some(Code::QueryTooDeep), "{bracket}");
    }
}

#[test]
fn a_fragment_within_itself_is_refused() {
    let near = "{ ...a } fragment a on Query { me { id } ...a }";
    let far = "{ ...a } fragment a on Query { ...b } fragment b on Query { me { ...a } }";
    let apart = "{ me { id } } fragment a on Query { ...b } fragment b on Query { ...a }";
    for query in [near, far, apart] {
        assert_eq!(code(query), Some(Code::GraphqlValidationFailed), "{query}");
    }
}

#[test]
fn each_limit_has_its_code() {
    let deep = format!("{}id{}", "{ me".repeat(21), "}".repeat(21));
    let aliases =
        (0..61).fold(String::new(), |text, number| format!("{text} a{number}: me {{ id }}"));
    let directives = format!("{{ me {} {{ id }} }}", "@include(if: true) ".repeat(51));
    let mutations = format!("mutation {{ {} }}", "eventClose ".repeat(6));
    let fragments = (0..101).fold("{ me { id } }".to_owned(), |text, number| {
        format!("{text} fragment f{number} on Query {{ me {{ id }} }}")
    });
    for (query, expected) in [
        (deep.as_str(), Code::QueryTooDeep),
        (&format!("{{ {aliases} }}"), Code::TooManyAliases),
        (&directives, Code::TooManyDirectives),
        (&mutations, Code::TooManyRootMutations),
        (&fragments, Code::QueryTooComplex),
        (&format!("{{ {} }}", "me ".repeat(1_501)), Code::QueryTooComplex),
        ("{ me", Code::GraphqlParseFailed),
        ("", Code::GraphqlParseFailed),
        ("subscription { me }", Code::OperationNotFound),
        ("query a { me } query b { me }", Code::OperationNotFound),
    ] {
        assert_eq!(code(query), Some(expected), "{query:.80}");
    }
}

#[test]
fn mutations_in_a_fragment_count_as_mutations() {
    let fragments = "fragment a on Mutation { one two } fragment b on Mutation { three four }";
    let query = format!("mutation {{ ...a ...b five six }} {fragments}");
    assert_eq!(code(&query), Some(Code::TooManyRootMutations));
    assert_eq!(code(&format!("mutation {{ ...a ...b }} {fragments}")), None);
}

#[test]
fn a_mutation_that_comes_twice_under_one_name_is_refused() {
    for query in [
        "mutation { one one }",
        "mutation { one { id } ... { one { host { id } } } }",
        "mutation { one ... on Mutation { one } }",
        "mutation { ...a ...a } fragment a on Mutation { one }",
        "mutation { ...a ...b } fragment a on Mutation { one } fragment b on Mutation { ...a }",
        "mutation { a: one a: one }",
        "mutation { a: __typename ... on Mutation { a: one } }",
        "mutation { one @include(if: true) one @skip(if: true) }",
        "query a { me { id } } mutation b { one one }",
    ] {
        assert_eq!(code(query), Some(Code::TooManyRootMutations), "{query}");
    }
    for query in [
        "mutation { one two }",
        "mutation { one a: one __typename __typename }",
        "mutation { one { id id ...a } } fragment a on Event { id }",
        "mutation a { one } mutation b { one } query c { me { id } me { host { id } } }",
    ] {
        assert_ne!(code(query), Some(Code::TooManyRootMutations), "{query}");
    }
}

#[test]
fn a_field_that_comes_again_under_its_name_counts_as_an_alias() {
    let fragment = "fragment f on Query { me { id } }";
    let (most, one_more) = (61, 62);
    for (before, repeated, after) in [
        ("{ ", "me { id } ", "}"),
        ("{ ", "... { me { id } } ... on Query { __typename } ", "}"),
        ("{ ", "...f ", fragment),
        ("{ me { ", "host { id } ", "} }"),
        ("{ me { ", "id(of: 1) ", "} }"),
    ] {
        let query = |times: usize| {
            let end = if after == fragment { format!("}} {fragment}") } else { after.to_owned() };
            format!("{before}{}{end}", repeated.repeat(times))
        };
        assert_eq!(code(&query(most)), None, "{repeated}");
        assert_eq!(code(&query(one_more)), Some(Code::TooManyAliases), "{repeated}");
    }
    let aliases =
        (0..30).fold(String::new(), |text, number| format!("{text} a{number}: me {{ id }}"));
    let beside = |times: usize| format!("{{ {aliases} {} }}", "me { id } ".repeat(times));
    assert_eq!(code(&beside(31)), None);
    assert_eq!(code(&beside(32)), Some(Code::TooManyAliases));
}

#[test]
fn what_clients_repeat_in_each_of_their_fragments_passes() {
    let values = |times: usize| format!("{{ me {{ {} }} }}", "id __typename ".repeat(times));
    assert_eq!(code(&values(101)), None);
    assert_eq!(code(&values(102)), Some(Code::TooManyAliases));
    // Fragments for several types do not meet.
    let types = (0..90).fold(String::new(), |text, number| {
        format!("{text} ... on T{number} {{ id host {{ id }} }}")
    });
    assert_eq!(code(&format!("{{ nodes(ids: [1]) {{ {types} }} }}")), None);
}

#[test]
fn pages_multiply() {
    assert_eq!(cost("{ events(first: 3) { nodes { id } } }"), 1 + 3);
    assert_eq!(cost("{ events(first: 3) { edges { node { id } } } }"), 1 + 3);
    assert_eq!(cost("{ events { nodes { id } } }"), 1 + 20);
    let nested = "{ events(first: 50) { nodes { guests(last: 20) { nodes { host { id } } } } } }";
    assert_eq!(cost(nested), 1 + 50 * (1 + 1 + 20 * 2));
}

#[test]
fn a_page_without_a_connection_counts_what_it_holds() {
    assert_eq!(cost("{ all(first: 100) { id } }"), 100);
    assert_eq!(cost("{ all { host { id } } }"), 20 * 2);
}

#[test]
fn a_page_may_come_from_a_variable() {
    let query = "query ($n: Int = 7) { events(first: $n) { nodes { id } } }";
    assert_eq!(cost(query), 1 + 7);
    let variables = Variables::from_value(value!({ "n": 9 }));
    assert_eq!(cost_with(query, &variables), 1 + 9);
}

#[test]
fn a_page_below_one_is_not_free() {
    assert_eq!(cost("{ events(first: 0) { nodes { id } } }"), 2);
    assert_eq!(cost("{ events(first: -5) { nodes { id } } }"), 2);
}

#[test]
fn three_pages_of_a_hundred_within_each_other_are_refused() {
    let two = "{ events(first: 100) { nodes { guests(first: 100) { nodes { id } } } } }";
    assert_eq!(code(two), None);
    let three = "{ events(first: 100) { nodes { guests(first: 100) { nodes {
        guests(first: 100) { nodes { id } } } } } } }";
    let refusal = guard().inspect(three, None, &Variables::default()).unwrap_err();
    assert_eq!(refusal.code, Code::QueryTooComplex);
    assert!(refusal.cost > Some(1_000_000));
}

#[test]
fn no_page_is_large_enough_to_overflow() {
    let page = format!("first: {}", u64::MAX);
    let query =
        format!("{{ events({page}) {{ nodes {{ guests({page}) {{ nodes {{ id }} }} }} }} }}");
    assert_eq!(code(&query), Some(Code::QueryTooComplex));
}

#[test]
fn a_list_by_keys_is_as_long_as_its_keys_and_a_plain_one_is_assumed_short() {
    assert_eq!(cost("{ nodes(ids: [1, 2, 3]) { host { id } } }"), 3 * 2);
    assert_eq!(cost("{ me { days { host { id } } } }"), 1 + 10 * 2);
}

#[test]
fn a_fragment_costs_each_time_it_is_spread() {
    let query = "{ a: me { ...f } b: me { ...f } } fragment f on Event { host { id } }";
    assert_eq!(cost(query), 4);
}

#[test]
fn the_introspection_of_the_tools_passes_and_deeper_ones_do_not() {
    assert_eq!(code(INTROSPECTION), None);
    let deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(code(deep), Some(Code::QueryTooDeep));
    let wide = (0..40).fold(String::new(), |text, number| {
        format!("{text} a{number}: __schema {{ types {{ fields {{ type {{ fields {{ type {{ name }} }} }} }} }} }}")
    });
    assert_eq!(code(&format!("{{ {wide} }}")), Some(Code::QueryTooComplex));
}

#[test]
fn a_required_variable_needs_a_value() {
    let query = "query ($n: Int!) { events(first: $n) { nodes { id } } }";
    assert_eq!(code(query), Some(Code::GraphqlValidationFailed));
    let null = Variables::from_value(value!({ "n": null }));
    assert!(guard().inspect(query, None, &null).is_err());
    let one = Variables::from_value(value!({ "n": 1 }));
    assert!(guard().inspect(query, None, &one).is_ok());
    assert_eq!(code("query ($n: Int! = 2) { events(first: $n) { nodes { id } } }"), None);
}

#[test]
fn only_the_named_operation_is_priced() {
    let query = "query a { me { id } } query b { events(first: 5) { nodes { id } } }";
    let passed = guard().inspect(query, Some("b"), &Variables::default()).unwrap();
    assert_eq!(passed.cost, 6);
    assert!(guard().inspect(query, Some("c"), &Variables::default()).is_err());
}

#[test]
fn a_document_read_twice_is_judged_the_same() {
    let guard = guard();
    let query = "query ($n: Int) { events(first: $n) { nodes { id } } }";
    let few = Variables::from_value(value!({ "n": 2 }));
    let many = Variables::from_value(value!({ "n": 1_000_000 }));
    assert_eq!(guard.inspect(query, None, &few).unwrap().cost, 3);
    assert!(guard.inspect(query, None, &many).is_err());
    assert_eq!(guard.inspect(query, None, &few).unwrap().cost, 3);
}

#[test]
fn a_long_variable_is_dear_at_every_use() {
    let ids = (0..10_000).map(Value::from).collect();
    let variables = Variables::from_value(value!({ "v": Value::List(ids) }));
    let query = |uses: usize| {
        format!("query ($v: [Int]) {{ me {{ {} }} }}", "is(in: {one: [$v, 1]}) ".repeat(uses))
    };
    let code =
        |query: &str| guard().inspect(query, None, &variables).err().map(|refusal| refusal.code);
    assert_eq!(code(&query(4)), None);
    assert_eq!(code(&query(5)), Some(Code::QueryTooComplex));
    let spread = format!(
        "query ($v: [Int]) {{ me {{ {} }} }} fragment f on Event {{ is(in: $v) }}",
        "...f ".repeat(6)
    );
    assert_eq!(code(&spread), Some(Code::QueryTooComplex));
    let began = Instant::now();
    assert_eq!(code(&query(60)), Some(Code::QueryTooComplex));
    assert_eq!(code(&query(700)), Some(Code::TooManyAliases));
    assert!(began.elapsed().as_millis() < 500, "{:?}", began.elapsed());
}

#[test]
fn a_document_of_variables_is_refused() {
    let variables = (0..101).fold(String::new(), |text, number| format!("{text} $v{number}: Int"));
    let query = format!("query ({variables}) {{ me {{ id }} }}");
    assert_eq!(code(&query), Some(Code::QueryTooComplex));
}

/// A small generator of our own, so that the same texts come in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

#[test]
fn no_text_made_of_pieces_of_queries_takes_long_or_panics() {
    const PIECES: &[&str] = &[
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "$",
        "@",
        "!",
        "...",
        "\"",
        "\"\"\"",
        "\\",
        "#",
        "\n",
        "a",
        "on",
        "query",
        "mutation",
        "fragment",
        "f on Query",
        "...f",
        "first: 99",
        "null",
        "$a: Int",
        "é",
        "\u{feff}",
        "{ me { id } }",
        "events(first: 9)",
        "9e9",
        "-",
        "true",
    ];
    let guard = guard();
    let mut dice = Dice(0x5eed);
    for _ in 0..3_000 {
        let length = 1 + dice.throw(80);
        let text: String =
            (0..length).flat_map(|_| [PIECES[dice.throw(PIECES.len())], " "]).collect();
        let began = Instant::now();
        let _ = guard.inspect(&text, None, &Variables::default());
        assert!(began.elapsed().as_millis() < 1_000, "{text}");
    }
}

const INTROSPECTION: &str = "query IntrospectionQuery { __schema {
    queryType { name kind } mutationType { name kind } subscriptionType { name kind }
    types { ...FullType } directives { name description locations args { ...InputValue } } } }
  fragment FullType on __Type { kind name description
    fields(includeDeprecated: true) { name description args { ...InputValue }
      type { ...TypeRef } isDeprecated deprecationReason }
    inputFields { ...InputValue } interfaces { ...TypeRef }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    possibleTypes { ...TypeRef } }
  fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
  fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name } } } } } } } } } }";
