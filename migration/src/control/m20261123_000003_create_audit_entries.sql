-- What was done by whom to which object. Never personal data; never changed: nobody is granted that.
create table audit_entries (
    id uuid primary key,
    at timestamptz not null,
    tenant_id uuid,
    actor_kind text not null,
    actor_id text not null,
    action text not null,
    object text,
    detail jsonb not null default '{}'
);
create index audit_entries_tenant_idx on audit_entries (tenant_id, at);

grant select, insert on audit_entries to control_rw;
