//! No tenant reads or writes another's rows: asked of every table that the catalogue knows, in the pool and in
//! silos, so that a new table is covered the day it is made.

use std::collections::BTreeMap;

use domain::tenant::{Tenant, Tier};
use secrecy::ExposeSecret as _;
use store::testing::{TestDb, fixture, signed_context};
use store::{Keys, Store};

use crate::support::{Raw, Space};

const REFUSED: &str = "42501";

/// Two tenants in the pool and two silos.
struct World {
    db: TestDb,
    tenants: Vec<(Tenant, Space)>,
    /// The mandatory columns of every table of the pool: name, type, a word that its check takes.
    columns: BTreeMap<String, Vec<[String; 3]>>,
}

impl World {
    async fn new() -> Self {
        let db = TestDb::new().await;
        let mut tenants = Vec::new();
        for (slug, tier) in
            [("pool-a", Tier::Pool), ("pool-b", Tier::Pool), ("silo-a", Tier::Silo), ("silo-b", Tier::Silo)]
        {
            let tenant = fixture::tenant(&db.store(), slug, tier).await;
            let space = Space::of(&db, &tenant).await;
            tenants.push((tenant, space));
        }
        let columns = columns(&db).await;
        Self { db, tenants, columns }
    }

    fn context(&self, of: usize) -> String {
        signed_context(self.db.store().keys(), self.tenants[of].0.id, 1, 60)
    }

    /// Every table of a schema, by the catalogue.
    async fn tables(&self, schema: &str) -> Vec<String> {
        let mut raw = Raw::superuser(&self.db).await;
        let rows = raw
            .texts(&format!(
                "select table_name::text from information_schema.tables
                 where table_schema = '{schema}' and table_type = 'BASE TABLE' and table_name <> 'seaql_migrations'
                 order by 1"
            ))
            .await;
        let tables: Vec<String> = rows.into_iter().map(|mut row| row.remove(0)).collect();
        assert!(tables.len() >= 22, "{schema} has its tables: {tables:?}");
        tables
    }

    /// Puts one row of every tenant into every table of its schema, past all keys and triggers.
    async fn plant(&self) {
        let mut raw = Raw::superuser(&self.db).await;
        raw.run("set session_replication_role = replica").await.unwrap();
        for (tenant, space) in &self.tenants {
            for table in self.tables(&space.schema).await {
                let insert = format!("{} on conflict do nothing", self.row(&space.schema, &table, tenant));
                raw.run(&insert).await.unwrap_or_else(|state| panic!("{state}: {insert}"));
            }
        }
    }

    /// An insert of a row of this tenant, made from the columns alone.
    fn row(&self, schema: &str, table: &str, tenant: &Tenant) -> String {
        let columns = &self.columns[table];
        let names: Vec<_> = columns.iter().map(|[name, ..]| name.as_str()).collect();
        let values: Vec<_> = columns
            .iter()
            .map(|[name, kind, word]| match (name.as_str(), kind.as_str()) {
                ("tenant_id", _) => format!("'{}'", tenant.id),
                (_, "uuid") => "gen_random_uuid()".to_owned(),
                (_, "text") => format!("'{word}'"),
                (_, "timestamptz") => "now()".to_owned(),
                (_, "jsonb") => "'{}'".to_owned(),
                (_, "bytea") => "'\\x00'".to_owned(),
                (_, "bool") => "false".to_owned(),
                (_, kind) if kind.starts_with('_') => "'{}'".to_owned(),
                _ => "1".to_owned(),
            })
            .collect();
        format!("insert into {schema}.{table} ({}) values ({})", names.join(", "), values.join(", "))
    }
}

async fn columns(db: &TestDb) -> BTreeMap<String, Vec<[String; 3]>> {
    let mut raw = Raw::superuser(db).await;
    let rows = raw
        .texts(
            "select c.relname::text, a.attname::text, t.typname::text,
                    coalesce((select (regexp_match(pg_get_constraintdef(k.oid), '''([a-z_/]+)''::text'))[1]
                              from pg_constraint k
                              where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]
                                and t.typname = 'text' limit 1), 'x')
             from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
             where c.relnamespace = 'pool'::regnamespace and c.relkind = 'r' and a.attnum > 0
               and not a.attisdropped and a.attnotnull
             order by c.relname, a.attnum",
        )
        .await;
    let mut columns = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        let [table, name, kind, word] = <[String; 4]>::try_from(row).unwrap();
        columns.entry(table).or_default().push([name, kind, word]);
    }
    columns
}

#[tokio::test]
async fn every_table_has_a_tenant_and_is_locked() {
    let world = World::new().await;
    let mut raw = Raw::superuser(&world.db).await;
    for (_, space) in &world.tenants {
        for table in world.tables(&space.schema).await {
            let name = format!("{}.{table}", space.schema);
            let rows = raw
                .texts(&format!(
                    "select c.relname::text from pg_class c
                     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull
                     join pg_policy p on p.polrelid = c.oid
                     where c.oid = '{name}'::regclass and c.relrowsecurity and c.relforcerowsecurity"
                ))
                .await;
            assert_eq!(rows.len(), 1, "{name} must have tenant_id, forced row security and one policy");
        }
    }
}

#[tokio::test]
async fn the_owner_can_and_nobody_else_can() {
    let world = World::new().await;
    world.plant().await;
    let mut raw = Raw::connect(&world.db).await;
    for (a, (owner, space)) in world.tenants.iter().enumerate() {
        for table in world.tables(&space.schema).await {
            let name = format!("{}.{table}", space.schema);
            raw.begin(space, Some(&world.context(a))).await;
            let own = raw.number(&format!("select count(*) from {name}")).await.unwrap();
            assert!(own >= 1, "{} reads its {name}", owner.slug);
            let all =
                raw.number(&format!("select count(*) from {name} where tenant_id = '{}'", owner.id)).await;
            assert_eq!(all, Ok(own), "{} reads only its own {name}", owner.slug);
            if !APPEND_ONLY.contains(&table.as_str()) {
                let touched = raw.touch(&format!("update {name} set tenant_id = tenant_id")).await;
                assert_eq!(touched, Ok(own.unsigned_abs()), "{} writes its {name}", owner.slug);
            }
            raw.rollback().await;

            for (b, (other, other_space)) in world.tenants.iter().enumerate().filter(|(b, _)| *b != a) {
                let who = format!("{} on {}'s {name}", other.slug, owner.slug);
                // By the other's own role, and by the owner's role with the other's context.
                for via in [other_space, space] {
                    raw.begin(via, Some(&world.context(b))).await;
                    let is_reached = via.role == space.role;
                    let count = format!("select count(*) from {name} where tenant_id = '{}'", owner.id);
                    let expected = if is_reached { Ok(0) } else { Err(REFUSED.to_owned()) };
                    assert_eq!(raw.number(&count).await, expected, "reading: {who}");
                    let expected = if is_reached { Ok(0) } else { Err(REFUSED.to_owned()) };
                    for change in ["update {} set tenant_id = tenant_id", "delete from {}"] {
                        let change =
                            format!("{} where tenant_id = '{}'", change.replace("{}", &name), owner.id);
                        assert_eq!(raw.touch(&change).await, expected, "{change}: {who}");
                    }
                    // A row of the owner's, written under another's context.
                    let insert = world.row(&space.schema, &table, owner);
                    assert_eq!(raw.touch(&insert).await, Err(REFUSED.to_owned()), "inserting: {who}");
                    if is_reached && via.schema != "pool" {
                        // A row of the other's in the owner's silo: the context is right, the route is wrong.
                        let stray = world.row(&space.schema, &table, other);
                        assert_eq!(raw.touch(&stray).await, Err("23514".to_owned()), "straying: {who}");
                    }
                    raw.rollback().await;
                }
            }
            // Giving a row away.
            let (receiver, _) = &world.tenants[(a + 1) % world.tenants.len()];
            raw.begin(space, Some(&world.context(a))).await;
            let given = raw.touch(&format!("update {name} set tenant_id = '{}'", receiver.id)).await;
            assert!(given.is_err(), "{} gave its {name} away: {given:?}", owner.slug);
            raw.rollback().await;
        }
    }
}

/// Tables whose rows a trigger keeps from changing.
const APPEND_ONLY: [&str; 1] = ["template_versions"];

#[tokio::test]
async fn without_a_good_context_there_is_nothing() {
    let world = World::new().await;
    world.plant().await;
    let keys = world.db.store().keys().clone();
    let mut raw = Raw::connect(&world.db).await;
    for (a, (owner, space)) in world.tenants.iter().enumerate() {
        let good = world.context(a);
        let flipped = |at: usize| {
            let mut bytes = good.clone().into_bytes();
            bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
            String::from_utf8(bytes).unwrap()
        };
        let contexts = [
            None,
            Some(String::new()),
            Some("v1".to_owned()),
            Some(owner.id.to_string()),
            Some(good[..good.len() - 1].to_owned()),
            Some(format!("{good}0")),
            Some(flipped(good.len() - 1)),
            Some(flipped(7)),
            Some(good.replace("v2|001|", "v2|002|")),
            Some(good.replace("v2|001|", "v2|999|")),
            Some(good.replace("v2|001|", "v1|001|")),
            Some(signed_context(&keys, owner.id, 1, -1)),
            Some(signed_context(&keys, owner.id, 2, 60)),
            Some(signed_context(&Keys::from_root(&[9; 32]), owner.id, 1, 60)),
        ];
        for table in world.tables(&space.schema).await {
            for context in &contexts {
                raw.begin(space, context.as_deref()).await;
                match raw.number(&format!("select count(*) from {table}")).await {
                    Ok(count) => assert_eq!(count, 0, "{table} under {context:?}"),
                    Err(state) => assert_eq!(state, "28000", "{table} under {context:?}"),
                }
                let insert = world.row(&space.schema, &table, owner);
                assert!(raw.touch(&insert).await.is_err(), "insert into {table} under {context:?}");
                raw.rollback().await;
            }
            // The login itself, before it has become anything.
            let name = format!("{}.{table}", space.schema);
            let refused = raw.run(&format!("select count(*) from {name}")).await;
            assert_eq!(refused, Err(REFUSED.to_owned()));
        }
    }
}

#[tokio::test]
async fn an_injected_expression_cannot_change_the_tenant() {
    let world = World::new().await;
    world.plant().await;
    let mut raw = Raw::connect(&world.db).await;
    for (a, b) in [(0, 1), (2, 3), (0, 2), (2, 0)] {
        let (space, theirs) = (&world.tenants[a].1, &world.tenants[b].1);
        let (foreign, schema, role) = (world.context(b), &theirs.schema, &theirs.role);
        let attacks = [
            format!("select count(*) from deals where set_config('app.ctx', '{foreign}', true) is not null"),
            format!(
                "with x as materialized (select set_config('app.ctx', '{foreign}', true) as y)
                 select count(*) from deals, x where y is not null"
            ),
            format!("select count(*) from (select set_config('role', '{role}', true)) x"),
            format!(
                "select length(query_to_xml('select * from {schema}.deals', true, true, '')::text)::bigint"
            ),
            format!("select length(table_to_xml('{schema}.deals', true, true, '')::text)::bigint"),
            format!("select length(schema_to_xml('{schema}', true, true, '')::text)::bigint"),
            format!("select count(*) from ts_stat('select name::tsvector from {schema}.deals')"),
            "select lo_create(0)::bigint".to_owned(),
            "select count(*) from ctx.key".to_owned(),
            "select count(*) from control.tenants".to_owned(),
            "select count(*) from control.connections".to_owned(),
            "select count(*) from queue.jobs".to_owned(),
        ];
        for attack in attacks {
            raw.begin(space, Some(&world.context(a))).await;
            assert_eq!(raw.number(&attack).await, Err(REFUSED.to_owned()), "{attack}");
            raw.rollback().await;
        }
        for attack in [
            format!("update pg_settings set setting = '{foreign}' where name = 'app.ctx'"),
            "create temporary table t (a int)".to_owned(),
            "create table t (a int)".to_owned(),
            "create function pg_temp.f() returns int language sql as 'select 1'".to_owned(),
            "alter table deals disable row level security".to_owned(),
            "truncate deals".to_owned(),
            "set local session_replication_role = replica".to_owned(),
        ] {
            raw.begin(space, Some(&world.context(a))).await;
            let done = raw.touch(&attack).await;
            assert!(matches!(&done, Ok(0)) || done == Err(REFUSED.to_owned()), "{attack}: {done:?}");
            raw.rollback().await;
        }
    }
}

#[tokio::test]
async fn a_row_cannot_lean_on_another_tenants_row() {
    let world = World::new().await;
    world.plant().await;
    let (owner, other) = (&world.tenants[0].0, &world.tenants[1].0);
    let mut superuser = Raw::superuser(&world.db).await;
    let deal =
        superuser.texts(&format!("select id::text from pool.deals where tenant_id = '{}'", owner.id)).await;
    let mut raw = Raw::connect(&world.db).await;
    raw.begin(&world.tenants[1].1, Some(&world.context(1))).await;
    let insert = format!(
        "insert into contacts (tenant_id, id, deal_id, external_id) values ('{}', gen_random_uuid(), '{}', 'x')",
        other.id, deal[0][0]
    );
    assert_eq!(raw.touch(&insert).await, Err("23503".to_owned()));
}

#[tokio::test]
async fn the_catalogue_finds_every_planted_fault() {
    let db = TestDb::new().await;
    let store = db.store();
    let silo = fixture::tenant(&store, "silo", Tier::Silo).await;
    let Space { schema, role } = Space::of(&db, &silo).await;
    let one_policy = "create policy tenant on pool.deals using (tenant_id = (select ctx.tenant_id()))
                      with check (tenant_id = (select ctx.tenant_id()))";
    let faults: Vec<(&str, String, String)> = vec![
        ("R1 ", "alter table pool.deals no force row level security".into(),
            "alter table pool.deals force row level security".into()),
        ("R1 ", "alter table pool.deals disable row level security".into(),
            "alter table pool.deals enable row level security".into()),
        ("R2 ", "drop policy tenant on pool.deals; create policy tenant on pool.deals using (true)".into(),
            format!("drop policy tenant on pool.deals; {one_policy}")),
        ("R2 ", format!("drop policy tenant on {schema}.inbox"),
            one_policy.replace("pool.deals", &format!("{schema}.inbox"))),
        ("R2b", "create policy more on pool.deals for select using (true)".into(),
            "drop policy more on pool.deals".into()),
        ("R3b", "create table public.mine (a int); alter table public.mine owner to wl_app".into(),
            "drop table public.mine".into()),
        ("R4 ", "create view pool.leaky as select * from pool.deals".into(), "drop view pool.leaky".into()),
        ("R4b", "create materialized view pool.cold as select * from pool.deals".into(),
            "drop materialized view pool.cold".into()),
        ("R5 ", "create unique index leaky on pool.contacts (email)".into(), "drop index pool.leaky".into()),
        ("R6 ", "create table pool.child (tenant_id uuid not null, s uuid,
                 foreign key (s, tenant_id) references pool.deals (id, tenant_id))".into(),
            "drop table pool.child".into()),
        ("R7 ", "create function public.f() returns int language sql security definer as 'select 1'".into(),
            "drop function public.f()".into()),
        ("R8 ", format!("grant truncate on {schema}.deals to {role}"),
            format!("revoke truncate on {schema}.deals from {role}")),
        ("R8b", format!("grant select on {schema}.deals to pool_rw"),
            format!("revoke select on {schema}.deals from pool_rw")),
        ("R8b", "grant select on control.users to tenant_rw".into(),
            "revoke select on control.users from tenant_rw".into()),
        ("R9 ", "grant execute on function pg_catalog.set_config(text, text, boolean) to public".into(),
            "revoke execute on function pg_catalog.set_config(text, text, boolean) from public".into()),
        ("R9 ", "grant execute on function pg_catalog.query_to_xml(text, boolean, boolean, text) to pool_rw".into(),
            "revoke execute on function pg_catalog.query_to_xml(text, boolean, boolean, text) from pool_rw".into()),
        ("R10", format!("grant usage on schema {schema} to pool_rw"),
            format!("revoke usage on schema {schema} from pool_rw")),
        ("R11", "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$"
            .into(),
            "do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$"
                .into()),
        ("R12", "create table pool.open (a int)".into(), "drop table pool.open".into()),
        ("R13", format!("alter table {schema}.deals drop constraint deals_silo"),
            format!("alter table {schema}.deals add constraint deals_silo check (tenant_id = '{}')", silo.id)),
        ("R14", "create type pool.mood as enum ('good')".into(), "drop type pool.mood".into()),
        ("R15", "create function pool.f() returns int language sql security definer set search_path = pg_catalog
                 as 'select 1'".into(),
            "drop function pool.f()".into()),
    ];
    for (rule, fault, repair) in faults {
        let before = store.inspect().await.unwrap().faults;
        db.sabotage(&fault).await;
        let found = store.inspect().await.unwrap().faults;
        assert!(before.is_empty(), "before {fault}: {before:?}");
        assert!(found.iter().any(|line| line.starts_with(rule)), "{rule} misses {fault}: {found:?}");
        let refused = Store::connect(&db.config(), db.clock().clone()).await;
        assert!(matches!(refused, Err(store::StoreError::Refused(_))), "started with {fault}");
        db.sabotage(&repair).await;
    }
    assert_eq!(store.inspect().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_login_that_the_locks_do_not_hold_for_is_refused_by_the_name_of_its_setting() {
    // The rules looked at the role called `wl_app`, whoever signed in.
    let db = TestDb::new().await;
    let process = std::process::id();
    let logins = [
        ("past", "noinherit bypassrls"),
        ("heir", "inherit in role pool_rw"),
        ("maker", "noinherit createrole"),
    ];
    for (name, options) in logins {
        let name = format!("wl_test_{name}_{process}");
        db.sabotage(&format!(
            "drop role if exists {name}; create role {name} login {options} password 'only-for-tests'"
        ))
        .await;
    }
    let app = db.config();
    let named = |name: &str| {
        let url = app.control_url.expose_secret();
        url.replace("wl_app", &format!("wl_test_{name}_{process}"))
    };
    let migrator = app.control_migrator_url.as_ref().unwrap().expose_secret().to_owned();
    for (url, reason) in [
        (db.superuser_url(), "is a superuser"),
        (migrator, "can become the owner of the tables"),
        (named("past"), "can look past row security"),
        (named("heir"), "inherits what it should only become"),
        (named("maker"), "can make roles, databases or copies of them"),
    ] {
        let mut config = db.config();
        config.control_url = url.clone().into();
        let refused = Store::connect(&config, db.clock().clone()).await;
        let Err(store::StoreError::Refused(reasons)) = refused else { panic!("it serves what {reason}") };
        let about = |setting: &str| reasons.iter().find(|one| one.starts_with(setting));
        let words = about("database.control_url: the login").unwrap_or_else(|| panic!("{reasons:?}"));
        assert!(words.contains(reason) && words.contains("sign in as wl_app"), "{words}");
        config.control_url = app.control_url.clone();
        config.shards[0].url = url.into();
        let refused = Store::connect(&config, db.clock().clone()).await;
        let Err(store::StoreError::Refused(reasons)) = refused else { panic!("it serves what {reason}") };
        assert!(reasons.iter().any(|one| one.starts_with("the url of shard main: the login")), "{reasons:?}");
        config.control_url = config.shards[0].url.clone();
        let refused = Store::connect(&config, db.clock().clone()).await;
        let Err(store::StoreError::Refused(reasons)) = refused else { panic!("it serves what {reason}") };
        let both = "database.control_url and the url of shard main: the login";
        assert!(reasons.iter().any(|one| one.starts_with(both)), "{reasons:?}");
    }
    for (name, _) in logins {
        db.sabotage(&format!("drop role wl_test_{name}_{process}")).await;
    }
}

#[tokio::test]
async fn another_root_key_is_refused() {
    let db = TestDb::new().await;
    let mut config = db.config();
    config.keys = Keys::from_root(&[9; 32]);
    let refused = Store::connect(&config, db.clock().clone()).await;
    let Err(store::StoreError::Refused(reasons)) = refused else { panic!("it started") };
    assert_eq!(reasons, ["shard main was set up with another root key"]);
}

#[tokio::test]
async fn a_database_of_an_older_release_is_refused_with_what_to_do() {
    let db = TestDb::new().await;
    db.sabotage("comment on schema pool is 'm20261123_000001_create_settings'").await;
    let refused = Store::connect(&db.config(), db.clock().clone()).await;
    let Err(store::StoreError::Refused(reasons)) = refused else { panic!("it started") };
    assert_eq!(reasons, ["the schema pool is of an older release: run `winloss migrate`"]);
    store::tenancy::migrate(&db.config()).await.unwrap();
    assert!(Store::connect(&db.config(), db.clock().clone()).await.is_ok(), "now it is not");
}
