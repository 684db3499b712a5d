//! The public contract: committed, current, and described to the last argument.

use async_graphql_parser::{
    parse_schema,
    types::{FieldDefinition, InputValueDefinition, TypeKind, TypeSystemDefinition},
};

/// The contract as the repository has it.
fn committed() -> &'static str {
    include_str!("../../schema.graphql")
}

#[test]
fn the_committed_schema_is_what_the_server_serves() {
    assert!(
        committed() == api::sdl(),
        "schema.graphql is not current: cargo run -q -- schema > schema.graphql"
    );
}

#[test]
fn every_type_field_argument_and_value_is_described() {
    let document = parse_schema(committed()).unwrap();
    let mut bare = Vec::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = definition.node;
        let name = definition.name.node.as_str();
        // The roots have no description of their own in the merged schema.
        if definition.description.is_none() {
            bare.push(name.to_owned());
        }
        match definition.kind {
            TypeKind::Object(object) => fields(name, &object.fields, &mut bare),
            TypeKind::Interface(interface) => fields(name, &interface.fields, &mut bare),
            TypeKind::InputObject(object) => inputs(name, &object.fields, &mut bare),
            TypeKind::Enum(closed) => bare.extend(
                closed
                    .values
                    .iter()
                    .filter(|value| value.node.description.is_none())
                    .map(|value| format!("{name}.{}", value.node.value.node)),
            ),
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }

    assert_eq!(bare, Vec::<String>::new(), "described by nothing");
}

fn fields(
    name: &str,
    fields: &[async_graphql_parser::Positioned<FieldDefinition>],
    bare: &mut Vec<String>,
) {
    for field in fields {
        let path = format!("{name}.{}", field.node.name.node);
        inputs(&path, &field.node.arguments, bare);
        if field.node.description.is_none() {
            bare.push(path);
        }
    }
}

fn inputs(
    name: &str,
    inputs: &[async_graphql_parser::Positioned<InputValueDefinition>],
    bare: &mut Vec<String>,
) {
    bare.extend(
        inputs
            .iter()
            .filter(|input| input.node.description.is_none())
            .map(|input| format!("{name}({})", input.node.name.node)),
    );
}
