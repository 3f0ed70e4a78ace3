//! A tenant's images: logos and the like, made anew from what was uploaded.

use domain::id::ImageId;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// An image as it is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Its type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An image of this tenant.
///
/// # Errors
/// When the database is not there.
pub async fn find(tenant: &TenantTx, image: ImageId) -> Result<Option<Image>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT mime, bytes FROM images WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), image.uuid().into()],
    )
    .await?;
    row.map(|row| Ok(Image { mime: row.try_get_by_index(0)?, bytes: row.try_get_by_index(1)? })).transpose()
}
