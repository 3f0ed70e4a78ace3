-- Who the customers are, where their rows live, how far their set-up came, and how their CRM reaches them.
grant usage on schema control to control_rw;

create table tenants (
    id uuid primary key,
    slug text not null constraint tenants_slug_key unique check (slug ~ '^[a-z][a-z0-9-]{1,39}$'),
    name text not null,
    tier text not null check (tier in ('pool', 'silo')),
    region text not null,
    status text not null check (status in ('provisioning', 'active', 'suspended')),
    created_at timestamptz not null
);

create table placements (
    tenant_id uuid primary key references tenants,
    tier text not null check (tier in ('pool', 'silo')),
    shard text not null,
    schema_name text not null check (schema_name ~ '^(pool|t_[0-9a-f]{32})$'),
    role_name text not null check (role_name = schema_name || '_rw'),
    epoch integer not null default 1
);
create index placements_shard_idx on placements (shard, tier);

create table provisioning_steps (
    tenant_id uuid not null references tenants,
    step text not null,
    state text not null check (state in ('running', 'done', 'failed')),
    attempt integer not null default 1,
    started_at timestamptz not null,
    finished_at timestamptz,
    error text,
    primary key (tenant_id, step)
);

create table connections (
    id uuid primary key,
    tenant_id uuid not null references tenants,
    kind text not null,
    key_hash bytea not null constraint connections_key_hash_key unique,
    -- Sealed; the current one first, then those that are still accepted.
    secrets bytea[] not null,
    created_at timestamptz not null,
    retired_at timestamptz
);
create index connections_tenant_idx on connections (tenant_id);

grant select, insert, update, delete on tenants, placements, provisioning_steps, connections to control_rw;
