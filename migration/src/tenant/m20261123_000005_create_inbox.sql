-- Events as they were received, and the record of effects on the outside that must happen once.
create table inbox (
    tenant_id uuid not null,
    connection_id uuid not null,
    event_id text not null,
    body bytea not null,
    body_sha256 bytea not null,
    received_at timestamptz not null,
    processed_at timestamptz,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'ignored', 'rejected')),
    reason text,
    primary key (tenant_id, connection_id, event_id)
);

create table effects (
    tenant_id uuid not null,
    kind text not null,
    key text not null,
    at timestamptz not null,
    primary key (tenant_id, kind, key)
);
