-- People who sign in, what they may do, and their sessions.
create table users (
    id uuid primary key,
    email text not null constraint users_email_key unique check (email = lower(email)),
    name text not null,
    password_hash text,
    is_operator boolean not null default false,
    created_at timestamptz not null,
    invite_hash bytea constraint users_invite_hash_key unique,
    invite_expires_at timestamptz
);

create table memberships (
    user_id uuid not null references users,
    tenant_id uuid not null references tenants,
    role text not null check (role in ('admin', 'leader', 'rep', 'viewer')),
    created_at timestamptz not null,
    primary key (user_id, tenant_id)
);
create index memberships_tenant_idx on memberships (tenant_id);

create table sessions (
    id_hash bytea primary key,
    data bytea not null,
    user_id uuid references users,
    expires_at timestamptz not null,
    created_at timestamptz not null
);
create index sessions_expires_idx on sessions (expires_at);
create index sessions_user_idx on sessions (user_id);

-- Failed sign-ins by address and by origin, for the throttle; pruned.
create table login_attempts (
    key text not null,
    at timestamptz not null
);
create index login_attempts_key_idx on login_attempts (key, at);

grant select, insert, update, delete on users, memberships, sessions, login_attempts to control_rw;
