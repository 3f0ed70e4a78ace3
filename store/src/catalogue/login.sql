-- Why the login of this connection must not serve, if there is a reason. Row security and the roles hold for one that
-- owns nothing, inherits nothing and can become nothing else than the roles of one transaction.
with login as (
    select * from pg_roles where rolname = session_user
),
becomes as (
    select r.* from pg_roles r cross join login where pg_has_role(login.oid, r.oid, 'member')
)
select login.rolname::text, case
    when login.rolsuper then 'is a superuser'
    when exists (select from becomes where rolsuper or rolbypassrls) then 'can look past row security'
    when exists (
        select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname ~ '^(control|queue|ctx|pool|t_[0-9a-f]{32}|spare_[0-9a-f]{32})$'
          and c.relowner in (select oid from becomes)) then 'can become the owner of the tables'
    when exists (select from becomes where rolcreaterole or rolcreatedb or rolreplication)
        then 'can make roles, databases or copies of them'
    when exists (
        select from pg_roles r
        where r.oid <> login.oid and pg_has_role(login.oid, r.oid, 'usage')
          and (r.rolname in ('wl_app', 'wl_bench', 'control_rw', 'queue_rw', 'tenant_rw', 'pool_rw',
                             'pg_read_all_data', 'pg_write_all_data')
               or r.rolname ~ '^t_[0-9a-f]{32}_rw$')) then 'inherits what it should only become'
end
from login
