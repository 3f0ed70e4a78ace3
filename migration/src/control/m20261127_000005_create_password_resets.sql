-- Ways back in for people who lost a password, one row for each that was asked for. No secret is kept: the mailed link is the row's id
-- under a signature. Pruned some weeks after their end, and until then a link that is no good can say why.
create table password_resets (
    id uuid primary key,
    user_id uuid not null references users,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    ended text check (ended in ('used', 'replaced'))
);
create index password_resets_user_idx on password_resets (user_id) where ended is null;
create index password_resets_expires_idx on password_resets (expires_at);

grant select, insert, update, delete on password_resets to control_rw;
