//! `[database]`: the control database and the shards.

use secrecy::SecretString;

use super::reader::Section;

/// Where the data is.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// The control database, as the login `wl_app`.
    pub control_url: SecretString,
    /// The same as the login `wl_migrator`; only `migrate`, `provision` and jobs that make silos need it.
    pub control_migrator_url: Option<SecretString>,
    /// Where tenants' rows are; at least one.
    pub shards: Vec<ShardConfig>,
    /// Connections a process may open per shard for requests and real-time jobs.
    pub connections: u32,
    /// Spare silo schemas that workers keep ready in each shard.
    pub spares: usize,
}

/// One database with tenants' rows.
#[derive(Clone, Debug)]
pub struct ShardConfig {
    /// Its name in the directory of placements; never changes.
    pub name: String,
    /// The region it is in.
    pub region: String,
    /// Its address, as the login `wl_app`.
    pub url: SecretString,
    /// Its address, as the login `wl_migrator`.
    pub migrator_url: Option<SecretString>,
    /// Its share of new tenants among the shards of its region.
    pub weight: f64,
}

impl DatabaseConfig {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let control_url = section.database_url("control_url");
        let control_url =
            section.required("control_url", control_url, "the control database's address as wl_app");
        let control_migrator_url = section.database_url("control_migrator_url");
        let connections = section.number("connections", 20, (2, 500));
        let spares = section.number("spares", 2, (0, 50));
        let shards = section.tables("shards", ShardConfig::read);
        let control_url = control_url?;
        let shards = match shards {
            Some(shards) => {
                let shards: Vec<ShardConfig> = shards.into_iter().collect::<Option<_>>()?;
                if shards.is_empty() {
                    section.complain("shards", None, "must name at least one shard, or be left out");
                }
                for (at, shard) in shards.iter().enumerate() {
                    if shards[..at].iter().any(|other| other.name == shard.name) {
                        let problem = format!("names \"{}\" twice", shard.name);
                        section.complain("shards", None, problem);
                    }
                }
                shards
            }
            // One server for everything is the small installation.
            None => vec![ShardConfig {
                name: "main".to_owned(),
                region: "eu".to_owned(),
                url: control_url.clone(),
                migrator_url: control_migrator_url.clone(),
                weight: 1.0,
            }],
        };
        Some(Self { control_url, control_migrator_url, shards, connections, spares })
    }
}

impl ShardConfig {
    fn read(table: &mut Section<'_>) -> Option<Self> {
        let name = table.text("name");
        let name = table.required("name", name, "a short name such as \"eu-1\"");
        let region = table.text("region");
        let region = table.required("region", region, "the region of its data, such as \"eu\"");
        let url = table.database_url("url");
        let url = table.required("url", url, "its address as wl_app");
        let migrator_url = table.database_url("migrator_url");
        let weight = table.number("weight", 1.0, (0.0, 1000.0));
        Some(Self { name: name?, region: region?, url: url?, migrator_url, weight })
    }
}
