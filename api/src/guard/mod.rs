//! What we refuse before the library looks at it: the guard in front of parser and validator.
//!
//! The library's own limits are compared after it has walked the expanded document, and its
//! parser recurses without one; a kilobyte can then keep a processor busy for minutes or end
//! the process. The guard is linear in the length of the text, whatever the text is.

mod code;
mod cost;
mod count;
mod document;
mod list;
mod refusal;
mod repeat;
mod text;
pub(crate) mod value;
mod variable;

use std::sync::Arc;

use async_graphql::{
    Variables,
    parser::{
        parse_query,
        types::{
            DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
            ServiceDocument,
        },
    },
};

pub use code::Code;
pub use refusal::Refusal;

/// How much one request may ask for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the document.
    pub text_bytes: usize,
    /// Words, numbers, strings and signs of the document.
    pub tokens: usize,
    /// Levels of brackets of any kind.
    pub brackets: usize,
    /// Levels of fields.
    pub depth: usize,
    /// Levels of fields, spreads and inline fragments; also bounds our own recursion.
    pub nesting: usize,
    /// Fields and spreads, with fragments expanded.
    pub selections: usize,
    /// Aliases, and fields that come again under the same name, with fragments expanded.
    pub aliases: usize,
    /// Plain values that come again under the same name, with fragments expanded.
    pub repeated_leaves: usize,
    /// Directives, with fragments expanded.
    pub directives: usize,
    /// Fragment definitions.
    pub fragments: usize,
    /// Variables, of all operations.
    pub variables: usize,
    /// Values of arguments, those of variables counted at every use.
    pub inputs: u64,
    /// Mutations of one operation.
    pub root_mutations: usize,
    /// Lists of the introspection within each other.
    pub schema_lists: usize,
    /// Objects that the answer may hold.
    pub cost: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_bytes: 64 * 1024,
            tokens: 10_000,
            brackets: 64,
            depth: 20,
            // The library refuses more than 32 levels of its own; ours comes first.
            nesting: 30,
            selections: 1_500,
            aliases: 60,
            repeated_leaves: 200,
            directives: 50,
            fragments: 100,
            variables: 100,
            inputs: 50_000,
            root_mutations: 5,
            schema_lists: 2,
            // Two pages of a hundred within each other pass; three do not.
            cost: 20_000,
        }
    }
}

/// A request that was let through.
#[derive(Debug)]
pub struct Passed {
    /// The document, so that nobody parses it again.
    pub document: ExecutableDocument,
    /// How many objects the answer may hold.
    pub cost: u64,
    /// Whether the operation changes anything.
    pub is_mutation: bool,
}

/// Refuses what would cost too much to answer, before it costs anything.
#[derive(Debug)]
pub struct Guard {
    limits: Limits,
    lists: list::Lists,
    documents: document::Documents,
}

impl Guard {
    /// A guard for this schema.
    pub fn new(schema: &ServiceDocument, limits: Limits) -> Self {
        Self { limits, lists: list::Lists::of(schema), documents: document::Documents::default() }
    }

    /// The limits that hold.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads a request and says what it costs, or why it is refused.
    pub fn inspect(
        &self,
        query: &str,
        operation_name: Option<&str>,
        variables: &Variables,
    ) -> Result<Passed, Refusal> {
        let document = self.read(query)?;
        let operation = select(&document, operation_name)?;
        if operation.ty == OperationType::Subscription {
            return Err(Refusal::new(Code::OperationNotFound, "guard-no-subscriptions"));
        }
        variable::check(operation, variables)?;
        let price = cost::of(&document, operation, variables, &self.lists);
        if price.inputs > self.limits.inputs {
            let refusal = Refusal::new(Code::QueryTooComplex, "guard-too-many-values");
            return Err(refusal.with("most", self.limits.inputs));
        }
        if let Some(wrong) = price.wrong {
            return Err(Refusal::new(Code::BadUserInput, wrong.key()));
        }
        let cost = price.objects;
        if cost > self.limits.cost {
            let refusal = Refusal::new(Code::QueryTooComplex, "guard-too-many-objects")
                .with("cost", cost)
                .with("most", self.limits.cost);
            return Err(Refusal { cost: Some(cost), ..refusal });
        }
        let is_mutation = operation.ty == OperationType::Mutation;
        Ok(Passed { document: ExecutableDocument::clone(&document), cost, is_mutation })
    }

    /// All that depends on the text alone.
    fn read(&self, query: &str) -> Result<Arc<ExecutableDocument>, Refusal> {
        if let Some(document) = self.documents.find(query) {
            return Ok(document);
        }
        text::check(query, &self.limits)?;
        let document = parse_query(query).map_err(|error| Refusal {
            positions: error.positions().collect(),
            ..Refusal::said(Code::GraphqlParseFailed, error.to_string())
        })?;
        count::check(&document, &self.limits)?;
        let document = Arc::new(document);
        self.documents.keep(query, &document);
        Ok(document)
    }
}

fn select<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Refusal> {
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            all.next().filter(|_| all.next().is_none())
        }
    };
    found.map(|operation| &operation.node).ok_or_else(|| match name {
        Some(name) => {
            Refusal::new(Code::OperationNotFound, "guard-operation-unknown").with("name", name)
        }
        None => Refusal::new(Code::OperationNotFound, "guard-operation-unnamed"),
    })
}

#[cfg(test)]
mod tests;
