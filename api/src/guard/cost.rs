//! What a request may cost: the objects it can reach, pages multiplied with pages.

use std::collections::HashMap;

use async_graphql::{
    Name, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use super::list::Lists;

/// The page of a list that names none.
const DEFAULT_PAGE: u64 = 20;
/// The length assumed of a list that cannot be paged; such lists are short by design.
const PLAIN_LIST: u64 = 10;

/// Counts one for each object that the operation can answer with, at most.
pub(super) fn of(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    lists: &Lists,
) -> u64 {
    let mut walk = Walk { document, operation, variables, lists, seen: HashMap::new() };
    walk.set(&operation.selection_set.node, false)
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    lists: &'a Lists,
    /// By name, and by whether it is spread within the introspection.
    seen: HashMap<(&'a Name, bool), u64>,
}

impl<'a> Walk<'a> {
    /// Comes after the count, which has refused cycles and depth.
    fn set(&mut self, set: &'a SelectionSet, is_schema: bool) -> u64 {
        set.items.iter().fold(0_u64, |total, selection| {
            let cost = match &selection.node {
                Selection::Field(field) => self.field(&field.node, is_schema),
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, is_schema)
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, is_schema)
                }
            };
            total.saturating_add(cost)
        })
    }

    fn fragment(&mut self, name: &'a Name, is_schema: bool) -> u64 {
        if let Some(cost) = self.seen.get(&(name, is_schema)) {
            return *cost;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        let cost = self.set(&fragment.node.selection_set.node, is_schema);
        self.seen.insert((name, is_schema), cost);
        cost
    }

    fn field(&mut self, field: &'a Field, is_schema: bool) -> u64 {
        let name = field.name.node.as_str();
        if field.selection_set.node.items.is_empty() {
            return 0;
        }
        let is_schema = is_schema || matches!(name, "__schema" | "__type");
        let inside = self.set(&field.selection_set.node, is_schema);
        if is_schema {
            return inside.saturating_add(1).saturating_mul(schema_list(name));
        }
        let times = self.times(field);
        match name {
            // The wrappers of a connection are no objects that anyone has to fetch.
            "pageInfo" => 0,
            "edges" => inside,
            _ if self.is_list(field) => inside.saturating_add(1).saturating_mul(times),
            _ => inside.saturating_mul(times).saturating_add(1),
        }
    }

    /// How many times the content of a field can come.
    fn times(&self, field: &Field) -> u64 {
        let name = field.name.node.as_str();
        let pages = ["first", "last"].map(|argument| self.page(field, argument));
        match pages {
            [None, None] if self.lists.is_paged(name) => DEFAULT_PAGE,
            [None, None] if self.is_list(field) => {
                self.longest_argument(field).unwrap_or(PLAIN_LIST)
            }
            [None, None] => 1,
            [first, last] => first.max(last).unwrap_or(DEFAULT_PAGE),
        }
    }

    /// `nodes(ids: …)` is a list; the `nodes` of a connection has no arguments, and was multiplied
    /// at the field that has the page.
    fn is_list(&self, field: &Field) -> bool {
        let name = field.name.node.as_str();
        self.lists.is_list(name) && (name != "nodes" || !field.arguments.is_empty())
    }

    /// The page size that an argument asks for, if the argument is there.
    fn page(&self, field: &Field, argument: &str) -> Option<u64> {
        let index = field.arguments.iter().position(|(name, _)| name.node == *argument)?;
        Some(match self.argument(field, index) {
            // A page below one is refused where it is read; here it must not make its content
            // free.
            Some(Value::Number(number)) => number.as_u64().unwrap_or(1).max(1),
            _ => DEFAULT_PAGE,
        })
    }

    /// A list asked for by its keys is as long as they are many.
    fn longest_argument(&self, field: &Field) -> Option<u64> {
        let lengths =
            (0..field.arguments.len()).filter_map(|index| match self.argument(field, index) {
                Some(Value::List(items)) => Some(items.len()),
                _ => None,
            });
        lengths.max().map(|length| u64::try_from(length).unwrap_or(u64::MAX).max(1))
    }

    /// The value of an argument, with its variables put in.
    fn argument(&self, field: &Field, index: usize) -> Option<Value> {
        let (_, value) = field.arguments.get(index)?;
        value.node.clone().into_const_with(|name| self.variable(&name).cloned().ok_or(())).ok()
    }

    fn variable(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            self.operation
                .variable_definitions
                .iter()
                .find(|definition| definition.node.name.node == *name)
                .and_then(|definition| definition.node.default_value())
        })
    }
}

/// The usual lengths of the introspection's lists, small enough for the query that tools send.
fn schema_list(name: &str) -> u64 {
    match name {
        "types" => 20,
        "fields" | "inputFields" | "enumValues" | "directives" => 5,
        "args" | "interfaces" | "possibleTypes" => 2,
        _ => 1,
    }
}
