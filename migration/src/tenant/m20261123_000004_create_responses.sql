-- Enriched answers, and who may be named beside them.
create table responses (
    tenant_id uuid not null,
    id uuid not null,
    deal_id uuid not null,
    invitation_id uuid not null,
    version_id uuid not null,
    attribution text not null check (attribution in ('named', 'leadership', 'pooled')),
    overall smallint,
    sentiment real,
    submitted_at timestamptz not null,
    submitted_day integer not null,
    seconds integer,
    model text not null,
    written_at timestamptz not null,
    primary key (tenant_id, id),
    constraint responses_invitation_key unique (tenant_id, invitation_id),
    foreign key (tenant_id, deal_id) references deals,
    foreign key (tenant_id, invitation_id) references invitations,
    foreign key (tenant_id, version_id) references template_versions
);
create index responses_deal_idx on responses (tenant_id, deal_id);
create index responses_newest_idx on responses (tenant_id, submitted_at desc, id);

create table answers (
    tenant_id uuid not null,
    response_id uuid not null,
    question_key text not null,
    answer jsonb not null,
    primary key (tenant_id, response_id, question_key),
    foreign key (tenant_id, response_id) references responses on delete cascade
);

create table response_themes (
    tenant_id uuid not null,
    response_id uuid not null,
    theme text not null,
    source text not null,
    -- Basis points: the weights of one response add up to 10,000.
    weight integer not null,
    confidence real not null,
    sentiment real,
    evidence jsonb not null default '[]',
    primary key (tenant_id, response_id, theme),
    foreign key (tenant_id, response_id) references responses on delete cascade
);
create index response_themes_theme_idx on response_themes (tenant_id, theme);

alter table deal_competitors
    add constraint deal_competitors_response_fkey foreign key (tenant_id, response_id) references responses (tenant_id, id);

-- Isolation: a name is joined to an answer only here, and only when its buyer allowed it.
create view named_responses with (security_invoker = true) as
    select r.tenant_id, r.id as response_id, c.id as contact_id, c.name, c.title, c.email, c.role
    from responses r
    join invitations i on i.tenant_id = r.tenant_id and i.id = r.invitation_id
    join contacts c on c.tenant_id = i.tenant_id and c.id = i.contact_id
    where r.attribution = 'named';

create view leadership_responses with (security_invoker = true) as
    select r.tenant_id, r.id as response_id, c.id as contact_id, c.name, c.title, c.email, c.role
    from responses r
    join invitations i on i.tenant_id = r.tenant_id and i.id = r.invitation_id
    join contacts c on c.tenant_id = i.tenant_id and c.id = i.contact_id
    where r.attribution in ('named', 'leadership');
