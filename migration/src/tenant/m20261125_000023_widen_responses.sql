-- Typed answers: what the buyer chose fills columns of its own, so that no report mines text for it.
alter table responses
    -- Whose view it is: a rep's debrief is never counted among buyers' answers.
    add column voice text not null default 'buyer' check (voice in ('buyer', 'sales')),
    add column language text,
    add column recommendation smallint,
    add column price_stance text check (price_stance in ('lower', 'same', 'higher', 'unknown')),
    add column price_gap smallint,
    add column price_role text check (price_role in ('decided', 'named', 'no_part')),
    add column turning_moment text,
    add column change_theme text,
    add column corrected_at timestamptz;

create table response_ratings (
    tenant_id uuid not null,
    response_id uuid not null,
    question_key text not null,
    criterion text not null,
    us smallint check (us between 1 and 5),
    them smallint check (them between 1 and 5),
    competitor_id uuid,
    primary key (tenant_id, response_id, question_key, criterion),
    foreign key (tenant_id, response_id) references responses on delete cascade,
    foreign key (tenant_id, competitor_id) references competitors
);
create index response_ratings_competitor_idx on response_ratings (tenant_id, competitor_id);

alter table deal_competitors drop constraint deal_competitors_role_check;
alter table deal_competitors
    add constraint deal_competitors_role_check check (role in ('mentioned', 'considered', 'finalist', 'chosen'));
create index deal_competitors_response_idx on deal_competitors (tenant_id, response_id) where response_id is not null;
