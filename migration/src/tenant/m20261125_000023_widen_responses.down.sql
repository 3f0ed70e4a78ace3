drop index deal_competitors_response_idx;
-- Isolation: row security holds for the owner, too, who has no tenant's context here and would change no row; it is
-- forced again before anybody else sees the table.
alter table deal_competitors no force row level security;
update deal_competitors set role = 'considered' where role = 'finalist';
alter table deal_competitors force row level security;
alter table deal_competitors drop constraint deal_competitors_role_check;
alter table deal_competitors
    add constraint deal_competitors_role_check check (role in ('mentioned', 'considered', 'chosen'));
drop table response_ratings;
alter table responses
    drop column voice, drop column language, drop column recommendation, drop column price_stance,
    drop column price_gap, drop column price_role, drop column turning_moment, drop column change_theme,
    drop column corrected_at;
