//! What every request to the tables takes, asked of DynamoDB itself and told to the errand at hand ([`watch`]).
//!
//! It hangs on the one client there is, so no request is left out and no caller has to think of it.

use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::scan::{ScanInput, ScanOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsInput, TransactWriteItemsOutput};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use watch::Spent;

/// Asks with each request what it takes, and counts it.
#[derive(Debug)]
pub(crate) struct Meter;

/// Asks each kind of request that the office makes, and reads its answer: what reads and what writes.
macro_rules! kinds {
    (reads: $($read:ident => $read_answer:ident),*; writes: $($write:ident => $write_answer:ident),* $(,)?) => {
        fn ask(context: &mut BeforeSerializationInterceptorContextMut<'_>) {
            let input = context.input_mut();
            $(if let Some(input) = input.downcast_mut::<$read>() {
                input.return_consumed_capacity = Some(ReturnConsumedCapacity::Total);
            })*
            $(if let Some(input) = input.downcast_mut::<$write>() {
                input.return_consumed_capacity = Some(ReturnConsumedCapacity::Total);
            })*
        }

        fn told(context: &FinalizerInterceptorContextRef<'_>) -> Spent {
            let Some(Ok(output)) = context.output_or_error() else { return Spent::default() };
            $(if let Some(output) = output.downcast_ref::<$read_answer>() {
                return Spent { reads: units(output.consumed_capacity()), ..Spent::default() };
            })*
            $(if let Some(output) = output.downcast_ref::<$write_answer>() {
                return Spent { writes: units(output.consumed_capacity()), ..Spent::default() };
            })*
            Spent::default()
        }
    };
}

kinds! {
    reads: GetItemInput => GetItemOutput, BatchGetItemInput => BatchGetItemOutput, QueryInput => QueryOutput,
        ScanInput => ScanOutput;
    writes: TransactWriteItemsInput => TransactWriteItemsOutput, PutItemInput => PutItemOutput,
        UpdateItemInput => UpdateItemOutput, DeleteItemInput => DeleteItemOutput,
}

fn units<'a>(told: impl IntoIterator<Item = &'a ConsumedCapacity>) -> f64 {
    told.into_iter().filter_map(ConsumedCapacity::capacity_units).sum()
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "meter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        ask(context);
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        watch::spends(Spent { requests: 1, ..Spent::default() });
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        watch::spends(told(context));
        Ok(())
    }
}
