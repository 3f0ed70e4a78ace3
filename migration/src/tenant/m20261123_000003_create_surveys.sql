-- Questionnaires (a published version never changes), invitations, drafts and sealed submissions.
create table survey_templates (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    active_version_id uuid,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);

create table template_versions (
    tenant_id uuid not null,
    id uuid not null,
    template_id uuid not null,
    number integer not null,
    document jsonb not null,
    published_at timestamptz not null,
    published_by uuid,
    primary key (tenant_id, id),
    constraint template_versions_number_key unique (tenant_id, template_id, number),
    foreign key (tenant_id, template_id) references survey_templates
);
alter table survey_templates
    add foreign key (tenant_id, active_version_id) references template_versions (tenant_id, id);

create table invitations (
    tenant_id uuid not null,
    id uuid not null,
    deal_id uuid not null,
    contact_id uuid not null,
    version_id uuid not null,
    token_hash bytea not null,
    kid smallint not null,
    state text not null check (state in ('waiting', 'sent', 'started', 'answered', 'withdrawn')),
    created_at timestamptz not null,
    send_after timestamptz not null,
    sent_at timestamptz,
    started_at timestamptz,
    answered_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    expires_at timestamptz not null,
    response_id uuid,
    primary key (tenant_id, id),
    constraint invitations_contact_key unique (tenant_id, deal_id, contact_id),
    constraint invitations_token_hash_key unique (tenant_id, token_hash),
    foreign key (tenant_id, deal_id) references deals,
    foreign key (tenant_id, contact_id) references contacts,
    foreign key (tenant_id, version_id) references template_versions
);

create table drafts (
    tenant_id uuid not null,
    invitation_id uuid not null,
    sealed bytea not null,
    section text not null,
    revision integer not null default 1,
    updated_at timestamptz not null,
    primary key (tenant_id, invitation_id),
    foreign key (tenant_id, invitation_id) references invitations
);

create table submissions (
    tenant_id uuid not null,
    id uuid not null,
    invitation_id uuid not null,
    sealed bytea not null,
    received_at timestamptz not null,
    primary key (tenant_id, id),
    constraint submissions_invitation_key unique (tenant_id, invitation_id),
    foreign key (tenant_id, invitation_id) references invitations
);
