//! Whatever a page shows, a query tells; whatever a form does, a mutation does.

use std::collections::BTreeSet;

use async_graphql_parser::types::{TypeKind, TypeSystemDefinition};
use maillage::page::{FORMS, PAGES};

/// The fields of a root type of the schema.
fn fields_of(root: &str) -> BTreeSet<String> {
    let document = async_graphql_parser::parse_schema(api::sdl()).unwrap();
    document
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(found) if found.node.name.node == root => {
                Some(found.node.kind)
            }
            _ => None,
        })
        .flat_map(|kind| match kind {
            TypeKind::Object(object) => object.fields,
            _ => Vec::new(),
        })
        .map(|field| field.node.name.node.to_string())
        .collect()
}

#[test]
fn each_page_names_a_query_that_tells_the_same() {
    let queries = fields_of("Query");

    let unknown: Vec<_> = PAGES.iter().filter(|(_, query)| !queries.contains(*query)).collect();

    assert!(!queries.is_empty());
    assert!(unknown.is_empty(), "no such query: {unknown:?}");
}

#[test]
fn each_form_names_the_mutation_that_does_the_same() {
    let mutations = fields_of("Mutation");

    let unknown: Vec<_> =
        FORMS.iter().filter(|(_, mutation)| !mutations.contains(*mutation)).collect();

    assert!(!mutations.is_empty());
    assert!(unknown.is_empty(), "no such mutation: {unknown:?}");
}

#[test]
fn no_two_forms_of_a_page_do_the_same() {
    // What one does for oneself, one may do for somebody else on another page.
    let page = |form: &str| {
        let begins = |page: &str| form.strip_prefix(page).is_some_and(|rest| rest.starts_with('/'));
        PAGES
            .iter()
            .map(|(page, _)| *page)
            .filter(|page| begins(page))
            .max_by_key(|page| page.len())
    };
    let acts: BTreeSet<_> = FORMS.iter().map(|(form, mutation)| (page(form), mutation)).collect();

    assert_eq!(acts.len(), FORMS.len());
}
