//! What is to go is told to who uses it: over a schema of the tests' own.

use async_graphql::{
    Variables,
    parser::{parse_query, parse_schema},
};
use serde_json::json;

use super::{Deprecations, headers};

const SDL: &str = r#"
type Query {
    hike(id: ID!, slug: String @deprecated(reason: "2027-02-01: use id; removed after 2027-12-31")): Hike
    hikes(filter: HikeFilter): [Hike!]!
}
type Mutation {
    hikeCreate(kind: HikeKind!): Hike
}
interface Walk {
    name: String
}
type Hike implements Walk {
    name: String
    title: String @deprecated(reason: "2027-01-15: use name; removed after 2028-06-30")
    length: Int @deprecated(reason: "too short")
    next: Hike
}
input HikeFilter {
    kind: HikeKind
    kinds: [HikeKind!]
    place: String @deprecated(reason: "2027-03-01: use kind; removed after 2027-12-31")
}
enum HikeKind {
    LONG
    SHORT @deprecated(reason: "2027-04-01: use LONG; removed after 2027-12-31")
}
"#;

fn used(document: &str, variables: serde_json::Value) -> Vec<String> {
    let document = parse_query(document).unwrap();
    let variables = Variables::from_json(variables);
    let used = Deprecations::of(parse_schema(SDL).unwrap()).used(&document, &variables);
    used.into_iter().map(|gone| gone.coordinate).collect()
}

#[test]
fn a_field_an_argument_an_input_and_a_value_that_go_are_found_wherever_they_are_used() {
    for (document, variables, expected) in [
        ("{ hike(id: 1) { name next { name } } }", json!({}), &[][..]),
        ("{ hike(id: 1) { next { t: title } } }", json!({}), &["Hike.title"]),
        ("{ hike(id: 1) { ...f } } fragment f on Hike { title }", json!({}), &["Hike.title"]),
        ("{ hike(id: 1) { ... on Hike { title } } }", json!({}), &["Hike.title"]),
        ("{ hike(id: 1) { ... @include(if: true) { title } } }", json!({}), &["Hike.title"]),
        ("{ hike(slug: \"a\") { name } }", json!({}), &["Query.hike(slug:)"]),
        (
            "{ hikes(filter: { place: \"a\", kinds: [SHORT] }) { name } }",
            json!({}),
            &["HikeFilter.place", "HikeKind.SHORT"],
        ),
        (
            "query($f: HikeFilter) { hikes(filter: $f) { name } }",
            json!({ "f": { "place": "a", "kind": "SHORT" } }),
            &["HikeFilter.place", "HikeKind.SHORT"],
        ),
        (
            "mutation($k: HikeKind!) { hikeCreate(kind: $k) { name } }",
            json!({ "k": "SHORT" }),
            &["HikeKind.SHORT"],
        ),
        ("{ nothing { title } }", json!({}), &[]),
    ] {
        assert_eq!(used(document, variables), expected, "{document}");
    }
}

#[test]
fn the_headers_tell_the_first_announcement_and_the_first_end() {
    let document = parse_query("{ hike(slug: \"a\") { title } }").unwrap();
    let used = Deprecations::of(parse_schema(SDL).unwrap()).used(&document, &Variables::default());

    let headers = headers(&used);

    assert_eq!(headers[0], ("deprecation", "@1799971200".to_owned()), "15 January 2027");
    assert_eq!(headers[1], ("sunset", "Fri, 31 Dec 2027 00:00:00 GMT".to_owned()));
    assert!(headers[2].1.contains("/api/changes.json"));
    assert_eq!(super::headers(&[]), []);
}

#[test]
fn everything_that_goes_is_listed_with_its_dates() {
    let all = Deprecations::of(parse_schema(SDL).unwrap()).all();

    let coordinates: Vec<_> = all.iter().map(|gone| gone.coordinate.as_str()).collect();
    assert_eq!(
        coordinates,
        ["Hike.length", "Hike.title", "HikeFilter.place", "HikeKind.SHORT", "Query.hike(slug:)"]
    );
    assert_eq!(
        serde_json::to_value(&all[1]).unwrap(),
        json!({
            "coordinate": "Hike.title",
            "reason": "2027-01-15: use name; removed after 2028-06-30",
            "announcedOn": "2027-01-15",
            "staysUntil": "2028-06-30",
        })
    );
    assert_eq!(all[0].announced_on, None, "an undated reason is told as it is");
}
