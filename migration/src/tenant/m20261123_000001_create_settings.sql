-- One row a tenant: what it can set, and the version of its data that open pages and rollups follow.
create table settings (
    tenant_id uuid primary key,
    document jsonb not null,
    data_version bigint not null default 0,
    rollups_version bigint not null default 0,
    rolled_at timestamptz
);
