//! What a request may cost: the objects it can reach, pages multiplied with pages.

use std::{borrow::Cow, collections::HashMap, convert::Infallible};

use async_graphql::{
    Name, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use super::{list::Lists, value};

/// The page of a list that names none.
const DEFAULT_PAGE: u64 = 20;
/// The length assumed of a list that cannot be paged; such lists are short by design.
const PLAIN_LIST: u64 = 10;

/// What a request asks for; every sum saturates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Price {
    /// The objects that the answer may hold.
    pub(super) objects: u64,
    /// The values of all arguments: the validator and the resolvers copy them at every use, so a
    /// long variable used a thousand times is dear.
    pub(super) inputs: u64,
    /// What is wrong with one of those values, whatever its type.
    pub(super) wrong: Option<value::Wrong>,
}

impl Price {
    fn and(self, other: Self) -> Self {
        Self {
            objects: self.objects.saturating_add(other.objects),
            inputs: self.inputs.saturating_add(other.inputs),
            wrong: None,
        }
    }
}

/// Adds up an operation. Comes after the count, which has refused cycles and depth.
pub(super) fn of(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    lists: &Lists,
) -> Price {
    let fragments = HashMap::new();
    let sizes = HashMap::new();
    let mut walk = Walk { document, operation, variables, lists, fragments, sizes, wrong: None };
    let price = walk.set(&operation.selection_set.node, false);
    Price { wrong: walk.wrong, ..price }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    lists: &'a Lists,
    /// By name, and by whether it is spread within the introspection.
    fragments: HashMap<(&'a Name, bool), Price>,
    /// Of the variables.
    sizes: HashMap<Name, u64>,
    /// The first value that nobody could read.
    wrong: Option<value::Wrong>,
}

impl<'a> Walk<'a> {
    fn set(&mut self, set: &'a SelectionSet, is_schema: bool) -> Price {
        set.items.iter().fold(Price::default(), |total, selection| {
            let price = match &selection.node {
                Selection::Field(field) => self.field(&field.node, is_schema),
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, is_schema)
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, is_schema)
                }
            };
            let inputs = selection
                .node
                .directives()
                .iter()
                .flat_map(|directive| &directive.node.arguments)
                .fold(0_u64, |total, (_, value)| {
                    total.saturating_add(self.size(|name| value.node.clone().into_const_with(name)))
                });
            total.and(price).and(Price { inputs, ..Price::default() })
        })
    }

    fn fragment(&mut self, name: &'a Name, is_schema: bool) -> Price {
        if let Some(price) = self.fragments.get(&(name, is_schema)) {
            return *price;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return Price::default() };
        let price = self.set(&fragment.node.selection_set.node, is_schema);
        self.fragments.insert((name, is_schema), price);
        price
    }

    fn field(&mut self, field: &'a Field, is_schema: bool) -> Price {
        let is_schema = is_schema || matches!(field.name.node.as_str(), "__schema" | "__type");
        let inside = self.set(&field.selection_set.node, is_schema);
        let own = field.arguments.iter().fold(0_u64, |total, (_, value)| {
            total.saturating_add(self.size(|name| value.node.clone().into_const_with(name)))
        });
        Price {
            objects: self.objects(field, inside.objects, is_schema),
            inputs: inside.inputs.saturating_add(own),
            wrong: None,
        }
    }

    fn objects(&self, field: &Field, inside: u64, is_schema: bool) -> u64 {
        let name = field.name.node.as_str();
        if field.selection_set.node.items.is_empty() {
            return 0;
        }
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
        Some(match self.argument(field, index)?.as_ref() {
            // A page below one is refused where it is read; here it must not make its content
            // free.
            Value::Number(number) => number.as_u64().unwrap_or(1).max(1),
            _ => DEFAULT_PAGE,
        })
    }

    /// A list asked for by its keys is as long as they are many.
    fn longest_argument(&self, field: &Field) -> Option<u64> {
        let lengths = (0..field.arguments.len()).filter_map(|index| {
            match self.argument(field, index)?.as_ref() {
                Value::List(items) => Some(items.len()),
                _ => None,
            }
        });
        lengths.max().map(|length| u64::try_from(length).unwrap_or(u64::MAX).max(1))
    }

    /// The value of an argument: what is written, or the variable that stands there alone.
    /// Variables within a literal are left out: only its length matters here.
    fn argument(&self, field: &Field, index: usize) -> Option<Cow<'_, Value>> {
        let (_, value) = field.arguments.get(index)?;
        let mut variable = None;
        let literal = value
            .node
            .clone()
            .into_const_with(|name| {
                variable = Some(name);
                Ok::<_, Infallible>(Value::Null)
            })
            .ok()?;
        match (literal, variable) {
            (Value::Null, Some(name)) => {
                Some(self.variable(&name).map_or(Cow::Owned(Value::Null), Cow::Borrowed))
            }
            (literal, _) => Some(Cow::Owned(literal)),
        }
    }

    /// How many values an argument holds. `put_in` puts variables into it; instead of copying
    /// them, each is measured, and only once.
    fn size(
        &mut self,
        put_in: impl FnOnce(
            &mut dyn FnMut(Name) -> Result<Value, Infallible>,
        ) -> Result<Value, Infallible>,
    ) -> u64 {
        let mut total = 0_u64;
        let literal = put_in(&mut |name| {
            let size = self.sizes.get(&name).copied().unwrap_or_else(|| {
                let value = self.variable(&name);
                let wrong = value.and_then(value::wrong);
                let size = value.map_or(0, size);
                self.wrong = self.wrong.or(wrong);
                self.sizes.insert(name.clone(), size);
                size
            });
            total = total.saturating_add(size);
            Ok(Value::Null)
        });
        let Ok(literal) = literal;
        self.wrong = self.wrong.or_else(|| value::wrong(&literal));
        total.saturating_add(size(&literal))
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

/// How many values there are in a value; a long text counts as several.
fn size(value: &Value) -> u64 {
    let inside = match value {
        Value::List(items) => items.iter().map(size).fold(0, u64::saturating_add),
        Value::Object(fields) => fields.values().map(size).fold(0, u64::saturating_add),
        Value::String(text) => u64::try_from(text.len() / 256).unwrap_or(u64::MAX),
        _ => 0,
    };
    inside.saturating_add(1)
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
