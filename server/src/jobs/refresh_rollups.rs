//! Brings the tenant's rollups up to date with its data.

use store::Workload;
use store::report::rollup;

use super::{Services, complete, open_for};
use crate::worker::{JobContext, JobError};

pub(super) async fn run(context: &JobContext<Services>) -> Result<(), JobError> {
    // It must start soon, and may take long.
    let tenant = open_for(context, Workload::Batch).await?;
    rollup::refresh(&tenant).await?;
    complete(context, tenant).await
}
