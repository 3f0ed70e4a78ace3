-- Roles. A role exists once a cluster, so every statement must also work for the second database.
do $$
declare
    name text;
begin
    -- wl_owner owns every schema and table; tenant_rw holds what every tenant role may call.
    foreach name in array array['wl_owner', 'ctx_owner', 'control_rw', 'queue_rw', 'tenant_rw', 'pool_rw'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I nologin', name);
        end if;
    end loop;
    -- Isolation: the application's login inherits nothing; it can only become a role for one transaction.
    foreach name in array array['wl_app', 'wl_bench'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I login noinherit', name);
        end if;
    end loop;
    if not exists (select from pg_roles where rolname = 'wl_migrator') then
        create role wl_migrator login createrole;
    end if;
    for name in
        select format('grant %I to %I', granted, member)
        from (values ('tenant_rw', 'pool_rw'), ('control_rw', 'wl_app'), ('queue_rw', 'wl_app'),
                     ('pool_rw', 'wl_app'), ('wl_owner', 'wl_migrator')) as wanted (granted, member)
        where not exists (
            select from pg_auth_members m
            where m.roleid = wanted.granted::regrole and m.member = wanted.member::regrole)
    loop
        execute name;
    end loop;
    -- So that the migrator can hand it on to a new silo's role.
    if not exists (select from pg_auth_members m where m.roleid = 'tenant_rw'::regrole
                   and m.member = 'wl_migrator'::regrole and m.admin_option) then
        grant tenant_rw to wl_migrator with admin option;
    end if;
end $$;
revoke all on schema public from public;
alter default privileges for role wl_owner revoke execute on functions from public;

-- The signed context. A tenant's transaction carries `v2|kid|tenant|expiry|epoch, nonce|HMAC-SHA256`, and the policy
-- of every table believes nothing else (`v1` is of a release that knew no epochs). Nobody but ctx_owner reads the key,
-- which is kept as the two 64-byte pads.
create schema if not exists ctx;
create table if not exists ctx.key (
    kid smallint primary key,
    ipad bytea not null check (length(ipad) = 64),
    opad bytea not null check (length(opad) = 64),
    not_after timestamptz
);
-- The least epoch of a route to a tenant that this database takes: a row only where the tenant was moved. Who still
-- believes an older route is refused here, by the shard itself, and asks the directory again.
create table if not exists ctx.fence (
    tenant_id uuid primary key,
    epoch integer not null
);
create or replace function ctx.raise_fence(tenant uuid, new_epoch integer) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into ctx.fence as known (tenant_id, epoch) values (tenant, new_epoch)
    on conflict (tenant_id) do update set epoch = greatest(known.epoch, excluded.epoch);
$$;
-- Every part has its place, so that nothing needs a pattern, and octets are counted rather than characters: each costs
-- time at every statement.
-- No "exception when" in it: a subtransaction cannot start under a parallel plan.
create or replace function ctx.tenant_id() returns uuid
    language plpgsql stable parallel restricted security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    raw text := current_setting('app.ctx', true);
    inner_pad bytea;
    outer_pad bytea;
    tenant uuid;
    least_epoch integer;
begin
    -- v2|kid (3)|tenant (36)|expiry (10)|epoch (8) nonce (8)|signature (64)
    if raw is null or octet_length(raw) <> 136 then
        return null;
    end if;
    select k.ipad, k.opad into inner_pad, outer_pad
        from ctx.key k
        where k.kid::text = ltrim(substr(raw, 4, 3), '0') and (k.not_after is null or k.not_after > now());
    if inner_pad is null
       or encode(sha256(outer_pad || sha256(inner_pad || substring(convert_to(raw, 'UTF8'), 1, 71))), 'hex')
           <> substr(raw, 73) then
        return null;
    end if;
    -- From here on it is our own text. Said aloud, so that a transaction that was held too long fails instead of
    -- seeing nothing.
    if substr(raw, 45, 10)::bigint < extract(epoch from clock_timestamp())::bigint then
        raise exception 'the tenant context is expired' using errcode = '28000';
    end if;
    tenant := substr(raw, 8, 36);
    select f.epoch into least_epoch from ctx.fence f where f.tenant_id = tenant;
    if least_epoch is not null and (left(raw, 2) <> 'v2' or substr(raw, 56, 8)::integer < least_epoch) then
        raise exception 'the route to the tenant is stale' using errcode = 'WL001';
    end if;
    return tenant;
end $$;
alter schema ctx owner to ctx_owner;
alter table ctx.key owner to ctx_owner;
alter table ctx.fence owner to ctx_owner;
alter function ctx.tenant_id() owner to ctx_owner;
alter function ctx.raise_fence(uuid, integer) owner to ctx_owner;
revoke all on schema ctx from public;
revoke all on ctx.key, ctx.fence from public;
revoke all on function ctx.tenant_id(), ctx.raise_fence(uuid, integer) from public;
grant usage on schema ctx to tenant_rw, wl_owner;
grant execute on function ctx.raise_fence(uuid, integer) to wl_migrator;
grant execute on function ctx.tenant_id() to tenant_rw, wl_owner;

-- Isolation: each of these was used to read another tenant's rows from inside one SELECT, or lets one tenant
-- leave something behind for another.
revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
grant execute on function pg_catalog.set_config(text, text, boolean) to wl_migrator;
revoke update on pg_catalog.pg_settings from public;
do $$
declare
    f regprocedure;
begin
    for f in
        select p.oid::regprocedure
        from pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace
          and (p.proname ~ '^(query|table|cursor|schema|database)_to_xml' or p.proname = 'ts_stat'
               or p.oid = 'ts_rewrite(tsquery,text)'::regprocedure
               or p.proname ~ '^lo_|^lo(creat|read|write|unlink)|^lowrite$|^loread$')
    loop
        execute format('revoke execute on function %s from public', f);
    end loop;
end $$;
