//! Every table, once: the local office creates them from here, and the specification holds `template.yaml` equal to it.

use crate::Store;
use crate::commit::{Result, unexpected};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, StreamSpecification, StreamViewType, TimeToLiveSpecification,
};

/// A table of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// Applications and their decisions.
    Applications,
    /// Ambassadors.
    Ambassadors,
    /// Plans and reports, one item an activity.
    Activities,
    /// What was done about a quarter: check-ins, closing, summary.
    Quarters,
    /// Standings with their reasons.
    Standings,
    /// Letters on their way.
    Outbox,
    /// People's addresses, sessions, tokens and throttles.
    Access,
    /// Who changed what, append-only.
    Audit,
    /// Settings, every version; readiness and the opening of the intake.
    Program,
    /// What anyone wants to tell the team.
    Feedback,
    /// What people of the community did.
    Contributions,
    /// How many people there are in each territory, and how a country is split.
    Territories,
    /// Files people posted, by what they are about.
    Evidence,
    /// Ambassador calls and onboarding sessions.
    Slots,
    /// What the team asks about activities, and the answers.
    Remarks,
    /// What the team is asked to decide about ambassadors.
    Proposals,
    /// What ambassadors answered to their check-ins.
    CheckIns,
    /// Requests for funds, with what belongs to each.
    Funding,
    /// The books of the quarters, and the rates of exchange.
    Budgets,
    /// Batches of payments, and which requests wait in one.
    Batches,
    /// Addresses that letters came back from.
    Returned,
    /// Where ambassadors are paid to, sealed.
    PaymentDetails,
}

/// How a table is keyed, indexed and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name without the office's prefix.
    pub name: &'static str,
    /// The partition key.
    pub hash: &'static str,
    /// The sort key.
    pub range: Option<&'static str>,
    /// Its indexes: name, partition key, sort key. Each holds whole items.
    pub indexes: &'static [(&'static str, &'static str, &'static str)],
    /// The attribute that says when an item may be swept away.
    pub ttl: Option<&'static str>,
    /// Whether new items are told to a function.
    pub stream: bool,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 22] = [
        Self::Applications,
        Self::Ambassadors,
        Self::Activities,
        Self::Quarters,
        Self::Standings,
        Self::Outbox,
        Self::Access,
        Self::Audit,
        Self::Program,
        Self::Feedback,
        Self::Contributions,
        Self::Territories,
        Self::Evidence,
        Self::Slots,
        Self::Remarks,
        Self::Proposals,
        Self::CheckIns,
        Self::Funding,
        Self::Budgets,
        Self::Batches,
        Self::Returned,
        Self::PaymentDetails,
    ];

    /// Its name without the office's prefix.
    pub fn name(self) -> &'static str {
        self.definition().name
    }

    /// How it is keyed, indexed and kept.
    pub fn definition(self) -> Definition {
        let table =
            |name, hash, range| Definition { name, hash, range: Some(range), indexes: &[], ttl: None, stream: false };
        match self {
            Self::Applications => Definition {
                indexes: &[
                    ("by_tranche", "tranche", "place_on_board"),
                    ("by_score", "tranche", "place_by_score"),
                    ("by_territory", "tranche", "place_by_territory"),
                    ("by_language", "tranche", "place_by_language"),
                ],
                stream: true,
                ..table("applications", "application_id", "entry")
            },
            Self::Ambassadors => table("ambassadors", "ambassador_id", "entry"),
            Self::Activities => Definition {
                indexes: &[("by_quarter", "quarter_shard", "ambassador_id")],
                ..table("activities", "ambassador_id", "activity_id")
            },
            Self::Quarters => table("quarters", "quarter", "entry"),
            Self::Standings => Definition {
                indexes: &[("by_ambassador", "ambassador_id", "quarter")],
                ..table("standings", "quarter_shard", "ambassador_id")
            },
            Self::Outbox => Definition {
                range: None,
                indexes: &[("by_shelf", "shelf", "queued_at")],
                stream: true,
                ..table("outbox", "letter_id", "")
            },
            Self::Access => Definition { range: None, ttl: Some("expires_at"), ..table("access", "key", "") },
            Self::Audit => table("audit", "subject", "at"),
            Self::Program => table("program", "program", "version"),
            Self::Feedback => table("feedback", "kind", "feedback_id"),
            Self::Contributions => table("contributions", "contributor", "contribution_id"),
            Self::Slots => table("slots", "kind", "slot_id"),
            Self::Territories => Definition { range: None, ..table("territories", "territory", "") },
            Self::Evidence => table("evidence", "subject", "file_id"),
            Self::Remarks => table("remarks", "activity_id", "entry"),
            Self::Proposals => Definition {
                indexes: &[("by_shelf", "shelf", "proposed_at")],
                ..table("proposals", "ambassador_id", "proposal_id")
            },
            Self::CheckIns => Definition {
                indexes: &[("by_nothing", "nothing_in", "ambassador_id")],
                ..table("check-ins", "ambassador_id", "quarter")
            },
            Self::Funding => Definition {
                indexes: &[("by_ambassador", "ambassador_id", "request_id"), ("by_state", "shelf", "since")],
                ..table("funding", "request_id", "entry")
            },
            Self::Budgets => table("budgets", "book", "entry"),
            Self::PaymentDetails => Definition { range: None, ..table("payment-details", "ambassador_id", "") },
            Self::Batches => Definition {
                indexes: &[("by_shelf", "shelf", "made_at")],
                stream: true,
                ..table("batches", "batch_id", "entry")
            },
            Self::Returned => Definition { range: None, ..table("returned", "address", "") },
        }
    }
}

impl Store {
    /// Creates the tables that are not there yet. Only a local office does this; on AWS the template does.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn create_tables(&self) -> Result<()> {
        for table in Table::ALL {
            match self.create_table(table).await {
                Err(aws_sdk_dynamodb::Error::ResourceInUseException(_)) => {}
                Err(error) => return Err(unexpected(error)),
                Ok(()) => self.expire(table).await?,
            }
        }
        Ok(())
    }

    async fn create_table(&self, table: Table) -> std::result::Result<(), aws_sdk_dynamodb::Error> {
        let Definition { hash, range, indexes, stream, .. } = table.definition();
        let mut request = self
            .db
            .create_table()
            .table_name(self.table(table))
            .billing_mode(BillingMode::PayPerRequest)
            .set_key_schema(Some(schema(hash, range)));
        let mut attributes: Vec<_> = [Some(hash), range].into_iter().flatten().collect();
        for (name, hash, range) in indexes {
            attributes.extend([hash, range]);
            let index = GlobalSecondaryIndex::builder()
                .index_name(*name)
                .set_key_schema(Some(schema(hash, Some(range))))
                .projection(Projection::builder().projection_type(ProjectionType::All).build())
                .build()?;
            request = request.global_secondary_indexes(index);
        }
        attributes.sort_unstable();
        attributes.dedup();
        for attribute in attributes {
            let definition = AttributeDefinition::builder()
                .attribute_name(attribute)
                .attribute_type(ScalarAttributeType::S)
                .build()?;
            request = request.attribute_definitions(definition);
        }
        if stream {
            let specification =
                StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewImage).build();
            request = request.stream_specification(specification?);
        }
        request.send().await?;
        Ok(())
    }

    async fn expire(&self, table: Table) -> Result<()> {
        let Some(attribute) = table.definition().ttl else { return Ok(()) };
        let specification = TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute).build();
        self.db
            .update_time_to_live()
            .table_name(self.table(table))
            .set_time_to_live_specification(specification.ok())
            .send()
            .await
            .map_err(unexpected)?;
        Ok(())
    }
}

fn schema(hash: &str, range: Option<&str>) -> Vec<KeySchemaElement> {
    let element = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().ok();
    [element(hash, KeyType::Hash), range.and_then(|range| element(range, KeyType::Range))]
        .into_iter()
        .flatten()
        .collect()
}
