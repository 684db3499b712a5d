//! The same thing asked for twice under one name: the library would do it twice and tell it once.

use serde_json::json;

use crate::support::{App, Kind};

#[tokio::test]
async fn a_mutation_that_comes_twice_under_one_name_is_not_done_at_all() {
    let app = App::start(Kind::Sqlite).await;
    let department = app.network("cybanjou").await;
    let lead = app.lead_of(department, "Ana").await;
    let named = |slug: &str| {
        json!({ "input": { "slug": slug, "name": slug, "level": "local",
            "parentId": department.to_string() } })
    };
    let (whole, part) = (
        "networkCreate(input: $input) { network { id } }",
        "networkCreate(input: $input) { userErrors { code } }",
    );

    for twice in [
        format!("mutation($input: NetworkCreateInput!) {{ {whole} {part} }}"),
        format!(
            "mutation($input: NetworkCreateInput!) {{ ...a ...b }} \
             fragment a on Mutation {{ {whole} }} fragment b on Mutation {{ {part} }}"
        ),
        format!(
            "mutation($input: NetworkCreateInput!) {{ {whole} ... @include(if: true) {{ {part} }} }}"
        ),
    ] {
        let answer = app.ask(Some(&lead), &twice, named("rlin")).await;
        assert_eq!(answer.code(), "TOO_MANY_ROOT_MUTATIONS", "{twice}");
        assert!(answer.body.get("data").is_none(), "{}", answer.body);
    }
    assert_eq!(app.count("network where slug = 'rlin'").await, 0);

    // With an alias each has its own answer.
    let aliased = format!(
        "mutation($input: NetworkCreateInput!) {{ {whole} \
         again: networkCreate(input: $input) {{ userErrors {{ code }} }} }}"
    );
    let answer = app.ask(Some(&lead), &aliased, named("rlin")).await;
    assert!(answer.data()["networkCreate"]["network"]["id"].is_string(), "{}", answer.body);
    assert_eq!(answer.data()["again"]["userErrors"][0]["code"], "SLUG_TAKEN");
    assert_eq!(app.count("network where slug = 'rlin'").await, 1);
}

#[tokio::test]
async fn a_query_that_repeats_a_field_is_merged_until_it_is_one_alias_too_many() {
    let app = App::start(Kind::Sqlite).await;
    app.network("cybanjou").await;
    let asked = async |times: usize| {
        let repeated = "networks(first: 1) { totalCount } ".repeat(times);
        app.ask(
            None,
            &format!("{{ {repeated} networks(first: 1) {{ nodes {{ slug }} }} }}"),
            json!({}),
        )
        .await
    };

    let merged = asked(2).await;
    let many = asked(700).await;

    let merged = &merged.data()["networks"];
    assert!(merged["totalCount"].is_number() && merged["nodes"].is_array(), "{merged}");
    assert_eq!(many.code(), "TOO_MANY_ALIASES");
}
