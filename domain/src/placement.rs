//! Where a tenant's rows live, and how a new tenant is placed.
//!
//! A directory row is authoritative. New tenants get a shard by 4,096 buckets: a tenant's bucket never changes,
//! and a bucket goes to the shard with the highest weighted rendezvous score in its region, so that adding a
//! shard moves only the buckets it wins.

use sha2::{Digest as _, Sha256};

use crate::id::TenantId;
use crate::tenant::Tier;

/// Number of buckets that tenants are spread over.
pub const BUCKETS: u16 = 4096;

/// A database that holds tenants.
#[derive(Clone, PartialEq, Debug)]
pub struct Shard {
    /// Its name in configuration and in the directory.
    pub name: String,
    /// The region its data stays in.
    pub region: String,
    /// Its share of new tenants, relative to the others; zero takes none.
    pub weight: f64,
}

/// The directory's answer for one tenant.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Placement {
    /// Whose rows.
    pub tenant: TenantId,
    /// How they are kept apart.
    pub tier: Tier,
    /// In which database.
    pub shard: String,
    /// In which schema.
    pub schema: String,
    /// The role that may touch them.
    pub role: String,
    /// Grows with every move; a stale route is refused.
    pub epoch: i32,
}

impl Placement {
    /// Where a tenant of this tier lives on that shard: names are derived from the id, never from input.
    #[must_use]
    pub fn derive(tenant: TenantId, tier: Tier, shard: &str) -> Self {
        let (schema, role) = match tier {
            Tier::Pool => ("pool".to_owned(), "pool_rw".to_owned()),
            Tier::Silo => {
                let hex = tenant.uuid().simple().to_string();
                (format!("t_{hex}"), format!("t_{hex}_rw"))
            }
        };
        Self { tenant, tier, shard: shard.to_owned(), schema, role, epoch: 1 }
    }
}

/// The bucket of a tenant, the same for ever.
#[must_use]
pub fn bucket(tenant: TenantId) -> u16 {
    let digest = Sha256::digest(tenant.uuid().as_bytes());
    u16::from_be_bytes([digest[0], digest[1]]) % BUCKETS
}

/// The shard for a bucket among those of a region, by weighted rendezvous hashing
/// (score = weight / -ln(u), u uniform in (0, 1) from the hash of bucket and shard name).
#[must_use]
pub fn choose<'a>(shards: &'a [Shard], region: &str, bucket: u16) -> Option<&'a Shard> {
    shards
        .iter()
        .filter(|shard| shard.region == region && shard.weight > 0.0)
        .map(|shard| (score(shard, bucket), shard))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.name.cmp(&a.1.name)))
        .map(|(_, shard)| shard)
}

fn score(shard: &Shard, bucket: u16) -> f64 {
    let mut hash = Sha256::new();
    hash.update(bucket.to_be_bytes());
    hash.update(shard.name.as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    // 53 bits: what a double holds exactly; the half keeps the value inside the open interval.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let uniform = ((u64::from_be_bytes(bytes) >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
    shard.weight / -uniform.ln()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn shards(names: &[&str]) -> Vec<Shard> {
        names.iter().map(|n| Shard { name: (*n).to_owned(), region: "eu".to_owned(), weight: 1.0 }).collect()
    }

    #[test]
    fn a_new_shard_takes_only_what_it_wins() {
        let (four, five) = (shards(&["a", "b", "c", "d"]), shards(&["a", "b", "c", "d", "e"]));
        let mut moved = 0;
        for bucket in 0..BUCKETS {
            let before = &choose(&four, "eu", bucket).expect("a shard").name;
            let after = &choose(&five, "eu", bucket).expect("a shard").name;
            if before != after {
                assert_eq!(after, "e", "a bucket moved between old shards");
                moved += 1;
            }
        }
        let share = f64::from(moved) / f64::from(BUCKETS);
        assert!((0.17..0.23).contains(&share), "moved {share}");
    }

    #[test]
    fn a_region_is_never_left() {
        let mut all = shards(&["a", "b"]);
        all.push(Shard { name: "us".to_owned(), region: "us".to_owned(), weight: 100.0 });
        for bucket in 0..BUCKETS {
            assert_ne!(choose(&all, "eu", bucket).expect("a shard").name, "us");
        }
        assert_eq!(choose(&all, "mars", 1), None);
    }

    #[test]
    fn a_tenants_bucket_and_names_never_change() {
        let tenant = TenantId::new(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(bucket(tenant), bucket(tenant));
        let silo = Placement::derive(tenant, Tier::Silo, "main");
        assert_eq!(silo.schema, "t_01920000000070008000000000000001");
        assert_eq!(silo.role, "t_01920000000070008000000000000001_rw");
        assert_eq!(Placement::derive(tenant, Tier::Pool, "main").schema, "pool");
    }
}
