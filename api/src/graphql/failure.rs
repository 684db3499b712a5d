//! A field that fails is null alone when it may be null: the rest of the answer stays.
//!
//! async-graphql lets the error of a resolver climb to the parent even when the field itself is
//! nullable; GraphQL stops it at the field (specification, section 6.4.4).

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Response, ServerError, ServerResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, ResolveInfo,
    },
};

use super::nobody;

/// Keeps each failure at its field.
pub(super) struct FailureStays;

impl ExtensionFactory for FailureStays {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Failures::default())
    }
}

/// What failed in one request.
#[derive(Default)]
struct Failures(Mutex<Vec<ServerError>>);

#[async_trait::async_trait]
impl Extension for Failures {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        response.errors.append(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let may_be_null = !info.return_type.ends_with('!');
        let answer = match nobody::stopped(ctx, &info) {
            Some(error) => Err(error),
            None => next.run(ctx, info).await,
        };
        match answer {
            Err(error) if may_be_null => {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).push(error);
                Ok(Some(Value::Null))
            }
            answer => answer,
        }
    }
}
