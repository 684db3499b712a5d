//! What a document uses of that which is to go.
//!
//! Each fragment is looked at once, by the type that it is on, and not where it is spread: the
//! time is that of the text and not of its expansion.

use std::{collections::BTreeMap, convert::Infallible};

use async_graphql::{
    Value, Variables,
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};

use super::schema::{Member, Types};

/// The coordinates with their reasons, in the order of the alphabet.
pub(super) fn of<'a>(
    types: &'a Types,
    document: &ExecutableDocument,
    variables: &'a Variables,
) -> BTreeMap<String, &'a str> {
    let mut walk = Walk { types, variables, used: BTreeMap::new() };
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        let root = types.root(operation.ty == OperationType::Mutation);
        walk.set(root, &operation.selection_set.node);
    }
    for fragment in document.fragments.values() {
        let on = &fragment.node.type_condition.node.on.node;
        walk.set(on, &fragment.node.selection_set.node);
    }
    walk.used
}

struct Walk<'a> {
    types: &'a Types,
    variables: &'a Variables,
    used: BTreeMap<String, &'a str>,
}

impl<'a> Walk<'a> {
    fn set(&mut self, type_name: &str, set: &SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let name = field.name.node.as_str();
                    // What is not in the schema is for the validator to tell.
                    let Some(member) = self.types.member(type_name, name) else { continue };
                    self.note(|| format!("{type_name}.{name}"), member);
                    for (argument, value) in &field.arguments {
                        let argument = argument.node.as_str();
                        if let Some(taken) = member.arguments.get(argument) {
                            self.note(|| format!("{type_name}.{name}({argument}:)"), taken);
                            let variables = self.variables;
                            let Ok(value) = value.node.clone().into_const_with(|name| {
                                let known = variables.get(&name).cloned();
                                Ok::<_, Infallible>(known.unwrap_or_default())
                            });
                            self.value(&taken.type_name, &value);
                        }
                    }
                    self.set(&member.type_name, &field.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| &on.node.on.node);
                    let on = on.map_or(type_name, |on| on.as_str());
                    self.set(on, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    /// A value of this type, as it stands in the document with its variables put in.
    fn value(&mut self, type_name: &str, value: &Value) {
        match value {
            Value::List(values) => {
                for value in values {
                    self.value(type_name, value);
                }
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    if let Some(field) = self.types.member(type_name, name) {
                        self.note(|| format!("{type_name}.{name}"), field);
                        self.value(&field.type_name, value);
                    }
                }
            }
            // In a variable, an enum's value is a string.
            Value::Enum(name) => self.enum_value(type_name, name),
            Value::String(name) => self.enum_value(type_name, name),
            _ => {}
        }
    }

    fn enum_value(&mut self, type_name: &str, name: &str) {
        if let Some(value) = self.types.member(type_name, name) {
            self.note(|| format!("{type_name}.{name}"), value);
        }
    }

    fn note(&mut self, coordinate: impl FnOnce() -> String, member: &'a Member) {
        if let Some(reason) = &member.reason {
            self.used.insert(coordinate(), reason);
        }
    }
}
