-- What the buyer chose before the first question, and how far he came.
alter table invitations
    add column attribution text check (attribution in ('named', 'leadership', 'pooled')),
    add column language text,
    add column remind_at timestamptz,
    add column reminders smallint not null default 0,
    -- The hash of the receipt's token; there is one as soon as an answer was sent.
    add column receipt_hash bytea,
    -- While an answer is being corrected; the answer itself stays what it was until the correction is sent.
    add column correcting_at timestamptz,
    add constraint invitations_receipt_hash_key unique (tenant_id, receipt_hash);

-- When a page of the survey was first and last saved by a button: the funnel, without a word of an answer.
create table survey_steps (
    tenant_id uuid not null,
    invitation_id uuid not null,
    section text not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    primary key (tenant_id, invitation_id, section),
    foreign key (tenant_id, invitation_id) references invitations on delete cascade
);

-- What was erased at whose wish: numbers of rows and a hash, never what was in them.
create table erasures (
    tenant_id uuid not null,
    id uuid not null,
    invitation_id uuid not null,
    reason text not null check (reason in ('withdrawn')),
    manifest jsonb not null,
    sha256 bytea not null,
    at timestamptz not null,
    primary key (tenant_id, id),
    constraint erasures_invitation_key unique (tenant_id, invitation_id),
    foreign key (tenant_id, invitation_id) references invitations
);
