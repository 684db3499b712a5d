//! Variables that are required and not there.
//!
//! The validator judges the values that are used; a required variable without a value it leaves
//! to the executor, which answers for each field when the whole request is wrong.

use async_graphql::{Value, Variables, parser::types::OperationDefinition};

use super::{Code, Refusal};

/// Refuses a request without a value for a variable that needs one.
pub(super) fn check(operation: &OperationDefinition, variables: &Variables) -> Result<(), Refusal> {
    let missing = operation.variable_definitions.iter().find(|definition| {
        let variable = &definition.node;
        let value = variables.get(&variable.name.node);
        match value {
            Some(Value::Null) => !variable.var_type.node.nullable,
            Some(_) => false,
            None => !variable.var_type.node.nullable && variable.default_value.is_none(),
        }
    });
    missing.map_or(Ok(()), |definition| {
        let variable = &definition.node;
        let refusal = Refusal::new(Code::GraphqlValidationFailed, "guard-variable-missing")
            .with("name", &variable.name.node)
            .with("type", &variable.var_type.node);
        Err(Refusal { positions: vec![definition.pos], ..refusal })
    })
}
