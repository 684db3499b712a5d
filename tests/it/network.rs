//! The tree of networks: who may found, change, move and close, and what one sees of it.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_lead_founds_a_network_below_their_own(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let answer = app
            .ask(
                Some(&lead),
                "mutation($input: NetworkCreateInput!) { networkCreate(input: $input) {
                    network { slug ancestors { slug } parent { slug descendantCount }
                        viewerCan(action: EDIT) { isAllowed reason } }
                    userErrors { code field message } } }",
                json!({ "input": { "slug": "rlin-bauge", "name": "RLIN Baugé-en-Anjou",
                    "level": "local", "parentId": department.to_string() } }),
            )
            .await;

        let network = &answer.done()["network"];
        assert_eq!(network["ancestors"], json!([{ "slug": "cybanjou" }]));
        assert_eq!(network["parent"]["descendantCount"], 1);
    }

    async fn a_slug_is_given_once_and_the_refusal_says_so_in_french(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let answer = app
            .ask(
                Some(&lead),
                "mutation($input: NetworkCreateInput!) { networkCreate(input: $input) {
                    network { slug } userErrors { code field message } } }",
                json!({ "input": { "slug": "cybanjou", "name": "Double", "level": "local",
                    "parentId": department.to_string() } }),
            )
            .await;

        assert_eq!(answer.refusals(), ["SLUG_TAKEN"]);
        let error = &answer.data()["networkCreate"]["userErrors"][0];
        assert_eq!(error["field"], json!(["slug"]));
        assert_eq!(error["message"], "L’identifiant « cybanjou » est déjà pris.");
    }

    async fn all_that_is_wrong_with_a_new_network_comes_together(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let create = async |slug: &str| app.ask(
            Some(&lead),
            "mutation($input: NetworkCreateInput!) { networkCreate(input: $input) {
                network { slug } userErrors { code } } }",
            json!({ "input": { "slug": slug, "name": " ", "level": "cosmic",
                "parentId": department.to_string() } }),
        ).await;

        assert_eq!(create("cybanjou").await.refusals(), ["NAME_MISSING", "SLUG_TAKEN", "LEVEL_UNKNOWN"]);
        assert_eq!(create("Deux mots").await.refusals(), ["NAME_MISSING", "SLUG_INVALID", "LEVEL_UNKNOWN"]);
    }

    async fn a_telephone_number_is_kept_in_its_international_form_or_refused(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let call = async |phone: &str| {
            app.ask(
                Some(&lead),
                "mutation($input: NetworkUpdateInput!) { networkUpdate(input: $input) {
                    network { contactPhone } userErrors { code field message } } }",
                json!({ "input": { "networkId": network.to_string(), "contactPhone": phone } }),
            )
            .await
        };

        let good = call("02 41 00 00 00").await;
        let bad = call("demander à l’accueil").await;
        let none = call("").await;

        assert_eq!(good.done()["network"]["contactPhone"], "+33241000000");
        assert_eq!(bad.refusals(), ["PHONE_INVALID"]);
        assert_eq!(none.done()["network"]["contactPhone"], json!(null));
    }

    async fn what_one_may_not_read_is_null_alone(app: App) {
        let network = app.network("cybanjou").await;
        let member = app.member_of(network, "Ana").await;

        let answer = app
            .ask(
                Some(&member),
                "{ network(by: { slug: \"cybanjou\" }) { slug letters(first: 1) { totalCount }
                    memberships(first: 1) { nodes { role } } } }",
                json!({}),
            )
            .await;

        assert_eq!(answer.code(), "FORBIDDEN");
        assert_eq!(answer.body["errors"].as_array().unwrap().len(), 1);
        assert_eq!(answer.body["errors"][0]["path"], json!(["network", "letters"]));
        assert_eq!(
            answer.body["data"]["network"],
            json!({ "slug": "cybanjou", "letters": null,
                "memberships": { "nodes": [{ "role": "MEMBER" }] } })
        );
    }

    async fn what_nobody_may_list_leaves_what_everybody_may(app: App) {
        let network = app.network("cybanjou").await;
        let named = json!({ "network": network.to_string() });

        for (asked, code) in [
            ("members(first: 1) { totalCount }", "UNAUTHENTICATED"),
            ("employers(first: 1) { totalCount }", "UNAUTHENTICATED"),
            ("memberDuplicates(networkId: $network) { likeness }", "UNAUTHENTICATED"),
        ] {
            let document = format!("query($network: ID!) {{
                networks(first: 1) {{ pageInfo {{ hasPreviousPage }} }}
                refused: {asked} node(id: $network) {{ id }} }}");
            let answer = app.ask(None, &document, named.clone()).await;

            assert_eq!(answer.code(), code, "{asked}");
            assert_eq!(answer.body["errors"][0]["path"], json!(["refused"]));
            assert_eq!(
                answer.body["data"],
                json!({ "networks": { "pageInfo": { "hasPreviousPage": false } },
                    "refused": null, "node": { "id": network.to_string() } }),
                "{asked}"
            );
        }
    }

    async fn an_identifier_that_is_none_is_null_among_others(app: App) {
        let network = app.network("cybanjou").await.to_string();
        let ids = [network.as_str(), "garbage", "network_zzz", network.as_str()];

        let answer = app
            .ask(None, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids }))
            .await;

        let found = json!({ "id": network });
        assert_eq!(answer.body["data"], json!({ "nodes": [found, null, null, found] }));
        let errors = answer.body["errors"].as_array().unwrap();
        let told: Vec<_> = errors
            .iter()
            .map(|error| (error["path"].clone(), error["extensions"]["code"].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [(json!(["nodes", 1]), "NOT_FOUND"), (json!(["nodes", 2]), "NOT_FOUND")]
        );
    }

    async fn a_branch_moves_whole_and_never_below_itself(app: App) {
        let region = app.network("hub").await;
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin-bauge").await;
        let lead = app.lead_of(department, "Ana").await;
        app.joins(&lead, region, domain::membership::Role::Lead, None).await;
        let document = "mutation($input: NetworkMoveInput!) { networkMove(input: $input) {
            network { slug } userErrors { code } } }";

        let moved = app
            .ask(Some(&lead), document, json!({ "input": {
                "networkId": department.to_string(), "parentId": region.to_string() } }))
            .await;
        let circle = app
            .ask(Some(&lead), document, json!({ "input": {
                "networkId": region.to_string(), "parentId": local.to_string() } }))
            .await;
        let tree = app
            .ask(None, "{ network(by: { slug: \"rlin-bauge\" }) { ancestors { slug } } }", json!({}))
            .await;

        moved.done();
        assert_eq!(circle.refusals(), ["CIRCLE"]);
        assert_eq!(
            tree.data()["network"]["ancestors"],
            json!([{ "slug": "hub" }, { "slug": "cybanjou" }])
        );
    }

    async fn a_stranger_founds_nothing_and_nobody_is_asked_to_sign_in(app: App) {
        let department = app.network("cybanjou").await;
        let stranger = app.person("Zoé").await;
        let document = "mutation($input: NetworkArchiveInput!) { networkArchive(input: $input) {
            network { slug } userErrors { code } } }";
        let input = json!({ "input": { "networkId": department.to_string() } });

        let as_stranger = app.ask(Some(&stranger), document, input.clone()).await;
        let as_nobody = app.ask(None, document, input).await;

        assert_eq!(as_stranger.code(), "FORBIDDEN");
        assert_eq!(as_nobody.code(), "UNAUTHENTICATED");
    }

    async fn nobody_waits_for_a_network_that_is_closed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.person("Ana").await;
        app.write("update member set is_administrator = true where id = ?", vec![lead.id.into()])
            .await;
        let zoe = app.person("Zoé").await;
        let to = network.to_string();
        let (asks, refuses, invites, closes) = (
            "mutation($input: JoinRequestCreateInput!) { joinRequestCreate(input: $input) {
                joinRequest { id } userErrors { code } } }",
            "mutation($input: JoinRequestRefuseInput!) { joinRequestRefuse(input: $input) {
                joinRequest { id } userErrors { code } } }",
            "mutation($input: InvitationsCreateInput!) { invitationsCreate(input: $input) {
                entries { outcome } userErrors { code } } }",
            "mutation($input: NetworkArchiveInput!) { networkArchive(input: $input) {
                network { slug } userErrors { code } } }",
        );
        let close = async || {
            app.ask(Some(&lead), closes, json!({ "input": { "networkId": to } })).await
        };
        let asked = app.ask(Some(&zoe), asks, json!({ "input": { "networkId": to, "word": "Bonjour." } })).await;
        app.ask(Some(&lead), invites, json!({ "input": { "networkId": to,
            "addresses": "paul@exemple.test, jean@exemple.test" } })).await.done();

        let too_early = close().await;
        app.ask(Some(&lead), refuses, json!({ "input": {
            "joinRequestId": asked.done()["joinRequest"]["id"], "reason": "Nous fermons." } }))
            .await.done();
        close().await.done();
        let page = app.client.get("/networks/cybanjou").send().await;
        let page = page.0.into_body().into_string().await.unwrap();

        assert_eq!(too_early.refusals(), ["HAS_WAITING_REQUESTS"]);
        assert_eq!(app.count("invitation where state = 'revoked'").await, 2);
        assert_eq!(app.count("audit_line where action = 'invitation.revoke'").await, 2);
        assert!(page.contains("Ce réseau est fermé"), "{page}");
        assert!(!page.contains("Rejoindre ce réseau"), "{page}");
    }

    async fn the_second_page_follows_the_first_whatever_is_inserted_between(app: App) {
        for slug in ["a", "b", "d", "e"] {
            app.network(slug).await;
        }
        let document = "query($after: String) { networks(first: 2, after: $after) {
            totalCount nodes { slug } pageInfo { endCursor hasNextPage } } }";

        let first = app.ask(None, document, json!({})).await;
        app.network("c").await;
        let after = first.data()["networks"]["pageInfo"]["endCursor"].clone();
        let second = app.ask(None, document, json!({ "after": after })).await;

        assert_eq!(first.data()["networks"]["totalCount"], 4);
        assert_eq!(second.data()["networks"]["nodes"], json!([{ "slug": "c" }, { "slug": "d" }]));
        assert_eq!(second.data()["networks"]["pageInfo"]["hasNextPage"], true);
    }
}
