-- The release before looks for addresses only.
alter table deals no force row level security;
update deals set sellers = array(select one from unnest(sellers) with ordinality as s(one, place)
                                 where one not like 'name:%' order by place)
where exists (select from unnest(sellers) as one where one like 'name:%');
alter table deals force row level security;
