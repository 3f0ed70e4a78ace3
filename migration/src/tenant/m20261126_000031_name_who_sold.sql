-- Adds the names of who sold to their addresses: by them somebody is recognised who signs in with another address than
-- the CRM's, or was no member yet. The form is that of domain's Seller: without accents and capitals, the words sorted.
-- The owner is held by the policy as well, and has no tenant: without this he would change no row.
alter table deals no force row level security;
alter table contacts no force row level security;
update deals as d set sellers = d.sellers || missing.marks
from (select who.tenant_id, who.id, array_agg(distinct named.mark order by named.mark) as marks
      from (select tenant_id, id, owner_name as name, sellers from deals
            union all
            select o.tenant_id, o.id, c.name, o.sellers from contacts c
            join deals o on o.tenant_id = c.tenant_id and o.id = c.deal_id
            where c.role = 'sales') as who
      cross join lateral (
          select 'name:' || string_agg(word, '+' order by word collate "C") as mark
          from regexp_split_to_table(
              replace(lower(regexp_replace(regexp_replace(normalize(who.name, nfkd),
                  '[\u00AD\u200B-\u200F\u2060\uFEFF\u0300-\u036F]', '', 'g'), '\S*@\S*', ' ', 'g')), 'ß', 'ss'),
              '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u2000-\u206F\u3000-\u303F]+') as word
          where word <> '') as named
      where named.mark is not null and named.mark <> all (who.sellers)
      group by who.tenant_id, who.id) as missing
where d.tenant_id = missing.tenant_id and d.id = missing.id;
alter table deals force row level security;
alter table contacts force row level security;
