//! Brings the tenant's rollups up to date with its data.

use store::Workload;
use store::report::rollup;

use super::{Services, complete, open};
use crate::worker::{JobContext, JobError};

pub(super) async fn run(context: &JobContext<Services>) -> Result<(), JobError> {
    let tenant = open(context, Workload::Batch).await?;
    rollup::refresh(&tenant).await?;
    complete(context, tenant).await
}
