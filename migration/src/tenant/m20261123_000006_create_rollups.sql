-- One-dimension monthly cubes; month is year * 12 + month counted from zero.
create table rollups (
    tenant_id uuid not null,
    dimension text not null check (dimension in ('all', 'segment', 'region', 'rep', 'competitor', 'theme')),
    month integer not null,
    key text not null,
    won integer not null default 0,
    lost_competitor integer not null default 0,
    lost_no_decision integer not null default 0,
    lost_other integer not null default 0,
    won_cents bigint not null default 0,
    lost_cents bigint not null default 0,
    without_amount integer not null default 0,
    answered integer not null default 0,
    primary key (tenant_id, dimension, month, key)
);
