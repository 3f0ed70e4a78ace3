//! Images of a tenant: logos, made anew from what was uploaded before they come here.

use chrono::Duration;
use domain::id::{ImageId, UserId};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// An image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// `image/png` or `image/webp`.
    pub mime: String,
    /// Its width in pixels.
    pub width: i32,
    /// Its height in pixels.
    pub height: i32,
    /// The file, written by ourselves.
    pub bytes: Vec<u8>,
}

/// Keeps an image.
///
/// # Errors
/// [`StoreError::Conflict`] for a type that is not served.
pub async fn insert(tenant: &TenantTx, image: &Image, by: Option<UserId>) -> Result<ImageId, StoreError> {
    let id = tenant.clock().new_id();
    sql::run(
        tenant,
        "INSERT INTO images (tenant_id, id, mime, width, height, bytes, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            tenant.tenant().uuid().into(),
            id.into(),
            image.mime.as_str().into(),
            image.width.into(),
            image.height.into(),
            image.bytes.clone().into(),
            tenant.clock().now().into(),
            by.map(UserId::uuid).into(),
        ],
    )
    .await?;
    Ok(ImageId::new(id))
}

/// An image; `None` when this tenant has no such.
///
/// # Errors
/// When the database is not there.
pub async fn load(tenant: &TenantTx, image: ImageId) -> Result<Option<Image>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT mime, width, height, bytes FROM images WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), image.uuid().into()],
    )
    .await?;
    row.map(|row| {
        Ok(Image {
            mime: row.try_get_by_index(0)?,
            width: row.try_get_by_index(1)?,
            height: row.try_get_by_index(2)?,
            bytes: row.try_get_by_index(3)?,
        })
    })
    .transpose()
}

/// Whether this tenant has that image.
///
/// # Errors
/// When the database is not there.
pub async fn exists(tenant: &TenantTx, image: ImageId) -> Result<bool, StoreError> {
    let ids = [tenant.tenant().uuid().into(), image.uuid().into()];
    let row = sql::one(tenant, "SELECT 1 FROM images WHERE tenant_id = $1 AND id = $2", ids).await?;
    Ok(row.is_some())
}

/// Deletes images older than a day that no draft, version or preview shows. Gives their number.
///
/// # Errors
/// When the database is not there.
pub async fn purge_unused(tenant: &TenantTx) -> Result<u64, StoreError> {
    let before = tenant.clock().now() - Duration::days(1);
    sql::run(
        tenant,
        "DELETE FROM images AS m
         WHERE m.tenant_id = $1 AND m.created_at < $2
           AND NOT EXISTS (SELECT FROM survey_templates t
                           WHERE t.tenant_id = $1 AND t.draft #>> '{branding,logo,image}' = m.id::text)
           AND NOT EXISTS (SELECT FROM template_versions v
                           WHERE v.tenant_id = $1 AND v.document #>> '{branding,logo,image}' = m.id::text)
           AND NOT EXISTS (SELECT FROM previews p
                           WHERE p.tenant_id = $1 AND p.document #>> '{branding,logo,image}' = m.id::text)",
        [tenant.tenant().uuid().into(), before.into()],
    )
    .await
}
