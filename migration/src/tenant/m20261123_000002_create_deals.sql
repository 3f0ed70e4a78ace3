-- Deals, the people at the buyer's side, and the competitors that were in them.
create table deals (
    tenant_id uuid not null,
    id uuid not null,
    external_id text not null,
    name text not null,
    account_name text,
    account_domain text,
    industry text,
    employees integer,
    -- Null: the deal was re-opened.
    outcome text check (outcome in ('won', 'lost_competitor', 'lost_no_decision', 'lost_other')),
    deal_type text,
    amount numeric(18, 2),
    currency text,
    home_rate numeric,
    home_cents bigint,
    created_at timestamptz,
    closed_at timestamptz not null,
    closed_day integer not null,
    cycle_days integer,
    pipeline text,
    lead_source text,
    segment text,
    region text,
    products jsonb not null default '[]',
    owner_id text,
    owner_name text,
    owner_email text,
    owner_team text,
    crm_reason text,
    stages jsonb not null default '[]',
    custom jsonb not null default '{}',
    happened_at timestamptz not null,
    received_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint deals_external_id_key unique (tenant_id, external_id)
);
create index deals_report_idx on deals (tenant_id, closed_day)
    include (outcome, home_cents, segment, region, owner_id, cycle_days, id) where outcome is not null;
create index deals_list_idx on deals (tenant_id, closed_at desc, id);

create table contacts (
    tenant_id uuid not null,
    id uuid not null,
    deal_id uuid not null,
    external_id text not null,
    name text,
    email text,
    title text,
    role text,
    is_primary boolean not null default false,
    language text,
    opted_out_at timestamptz,
    primary key (tenant_id, id),
    constraint contacts_external_id_key unique (tenant_id, deal_id, external_id),
    foreign key (tenant_id, deal_id) references deals
);

create table competitors (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    norm text not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint competitors_norm_key unique (tenant_id, norm)
);

create table competitor_aliases (
    tenant_id uuid not null,
    norm text not null,
    alias text not null,
    competitor_id uuid not null,
    source text not null,
    primary key (tenant_id, norm),
    foreign key (tenant_id, competitor_id) references competitors
);
create index competitor_aliases_competitor_idx on competitor_aliases (tenant_id, competitor_id);

create table deal_competitors (
    tenant_id uuid not null,
    deal_id uuid not null,
    source text not null check (source in ('crm', 'buyer')),
    seq smallint not null,
    competitor_id uuid,
    raw text not null,
    role text not null check (role in ('mentioned', 'considered', 'chosen')),
    response_id uuid,
    primary key (tenant_id, deal_id, source, seq),
    foreign key (tenant_id, deal_id) references deals,
    foreign key (tenant_id, competitor_id) references competitors
);
create index deal_competitors_competitor_idx on deal_competitors (tenant_id, competitor_id);
