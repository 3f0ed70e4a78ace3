//! Turns a submission into a response: the whole pipeline, top to bottom.
//!
//! Reports see a response only after every step. A classifier that fails delays it; what cannot be extracted stays
//! sealed and waits for a person; neither loses it.

use std::time::Duration;

use domain::id::SubmissionId;
use domain::job::Job;
use domain::response::{self, Classified};
use store::response as responses;

use super::{Services, complete, open};
use crate::worker::{JobContext, JobError};

const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn run(context: &JobContext<Services>, submission: SubmissionId) -> Result<(), JobError> {
    let tenant = open(context).await?;
    let Some((raw, facts)) = responses::submission(&tenant, submission).await? else {
        return complete(context, tenant).await;
    };
    let known = responses::context(&tenant, &raw).await?;
    drop(tenant);

    let extracted = response::extract(&known.template, &facts, raw).map_err(JobError::fail)?;
    let classifier = &context.services.classifier;
    let readings = tokio::time::timeout(PATIENCE, classifier.read(extracted.texts()))
        .await
        .map_err(|_| JobError::retry("the classifier took too long"))?
        .map_err(JobError::retry)?;
    let classified = Classified::new(extracted, readings, classifier.model()).map_err(JobError::retry)?;
    let enriched = response::enrich(classified, &known.aliases, known.deal);

    let tenant = open(context).await?;
    if responses::insert(&tenant, &enriched).await? {
        tenant.enqueue(Job::EvaluateAlerts { response: enriched.id() }).await?;
        tenant.enqueue(Job::RefreshRollups).await?;
    }
    complete(context, tenant).await
}
