-- What must be true of the catalogue before anybody is served. Every row is a fault: rule, object.
-- Everything is read from the access lists directly, so that the cost grows with tables, not tables times roles.
with runtime (oid) as (
    select oid from pg_roles
    where rolname in ('wl_app', 'wl_bench', 'control_rw', 'queue_rw', 'tenant_rw', 'pool_rw')
       or rolname ~ '^t_[0-9a-f]{32}_rw$'
),
tenant_role (oid) as (
    select oid from pg_roles where rolname in ('tenant_rw', 'pool_rw') or rolname ~ '^t_[0-9a-f]{32}_rw$'
),
space (oid, nspname) as (
    select oid, nspname from pg_namespace where nspname ~ '^(pool|t_[0-9a-f]{32}|spare_[0-9a-f]{32})$'
),
relation as (
    select c.*, n.nspname, n.nspname || '.' || c.relname as name, a.attnum as tenant_column
    from pg_class c
    join space n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
),
tenant_table as (
    select * from relation where relkind in ('r', 'p') and relname <> 'seaql_migrations'
),
granted as (
    select c.oid, n.nspname, n.nspname || '.' || c.relname as name, c.relname, acl.grantee, acl.privilege_type
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    cross join lateral aclexplode(c.relacl) acl
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and acl.grantee <> c.relowner
)
select 'R1 row security is not forced' as rule, name as object
    from tenant_table where not (relrowsecurity and relforcerowsecurity)
union all
select 'R2 the policy is missing or not on the signed context', name
    from tenant_table t where not exists (
        select from pg_policy p
        where p.polrelid = t.oid and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
          and pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = ( SELECT ctx.tenant_id() AS tenant_id))'
          and pg_get_expr(p.polwithcheck, p.polrelid) = '(tenant_id = ( SELECT ctx.tenant_id() AS tenant_id))')
union all
select 'R2b there is another permissive policy', t.name
    from tenant_table t join pg_policy p on p.polrelid = t.oid and p.polpermissive
    where pg_get_expr(p.polqual, p.polrelid)
              is distinct from '(tenant_id = ( SELECT ctx.tenant_id() AS tenant_id))'
       or pg_get_expr(p.polwithcheck, p.polrelid)
              is distinct from '(tenant_id = ( SELECT ctx.tenant_id() AS tenant_id))'
union all
select 'R3 a runtime role is too strong', rolname
    from pg_roles
    where oid in (select oid from runtime)
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
union all
select 'R3b a runtime role owns something', n.nspname || '.' || c.relname
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relowner in (select oid from runtime)
union all
select 'R3c a login inherits what it should only become', rolname
    from pg_roles where rolname in ('wl_app', 'wl_bench') and rolinherit
union all
select 'R4 a view does not run as its caller', name
    from relation where relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)
union all
select 'R4b a materialized view is in a tenant schema', name from relation where relkind = 'm'
union all
select 'R5 a unique index does not start with tenant_id', i.indexrelid::regclass::text
    from pg_index i join tenant_table t on t.oid = i.indrelid
    where i.indisunique and i.indkey[0] is distinct from t.tenant_column
union all
select 'R6 a foreign key does not start with tenant_id', k.conname || ' on ' || t.name
    from pg_constraint k join tenant_table t on t.oid = k.conrelid
    where k.contype = 'f' and k.conkey[1] is distinct from t.tenant_column
union all
select 'R7 a security definer function has no pinned search path', p.oid::regprocedure::text
    from pg_proc p
    where p.prosecdef
      and not exists (select from unnest(coalesce(p.proconfig, '{}')) setting where setting like 'search_path=%')
union all
select 'R8 a role holds TRUNCATE, REFERENCES or TRIGGER', g.name || ' ' || g.grantee::regrole
    from granted g
    where g.nspname in (select nspname from space) and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
union all
select 'R8b a role reaches rows that are not its own', g.name || ' ' || g.grantee::regrole
    from granted g
    where (g.grantee = 0 and (g.nspname in (select nspname from space) or g.nspname in ('control', 'queue', 'ctx')))
       or (g.nspname in (select nspname from space)
           and (g.grantee::regrole::text <> g.nspname || '_rw' or g.relname = 'seaql_migrations'))
       or (g.nspname in ('control', 'queue', 'ctx') and g.grantee in (select oid from tenant_role))
union all
select 'R9 a runtime role can call ' || p.proname, coalesce(nullif(acl.grantee, 0)::regrole::text, 'public')
    from pg_proc p
    cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl
    where p.pronamespace = 'pg_catalog'::regnamespace
      and (acl.grantee = 0 or acl.grantee in (select oid from runtime))
      and (p.proname in ('set_config', 'ts_stat', 'pg_read_file', 'pg_read_binary_file', 'pg_ls_dir')
           or p.proname ~ '^(query|table|cursor|schema|database)_to_xml'
           or p.proname ~ '^lo_|^lo(creat|read|write|unlink)|^lowrite$|^loread$'
           or p.oid = 'ts_rewrite(tsquery,text)'::regprocedure)
union all
select 'R9b pgcrypto is installed', extname from pg_extension where extname = 'pgcrypto'
union all
select 'R10 a role reaches a foreign schema', coalesce(nullif(acl.grantee, 0)::regrole::text, 'public') || ' -> ' || n.nspname
    from pg_namespace n
    join space s on s.oid = n.oid
    cross join lateral aclexplode(n.nspacl) acl
    where acl.grantee <> n.nspowner
      and (acl.grantee = 0 or acl.grantee::regrole::text <> n.nspname || '_rw')
union all
select 'R11 everybody may create or make temporary tables', d.datname
    from pg_database d
    cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) acl
    where d.datname = current_database()
      and (acl.grantee = 0 or acl.grantee in (select oid from runtime))
      and acl.privilege_type in ('TEMPORARY', 'CREATE')
union all
select 'R12 a table has no tenant_id', t.name
    from tenant_table t
    left join pg_attribute a on a.attrelid = t.oid and a.attnum = t.tenant_column
    where a.attnum is null or not a.attnotnull or a.atttypid <> 'uuid'::regtype
union all
select 'R13 a silo''s table accepts other tenants', t.name
    from tenant_table t
    where t.nspname ~ '^t_'
      and not exists (
          select from pg_constraint k
          where k.conrelid = t.oid and k.contype = 'c' and k.convalidated
            and pg_get_expr(k.conbin, k.conrelid)
                = '(tenant_id = ''' || (substr(t.nspname, 3))::uuid || '''::uuid)')
union all
select 'R14 an enum, domain or range is in a tenant schema', n.nspname || '.' || y.typname
    from pg_type y join space n on n.oid = y.typnamespace where y.typtype in ('e', 'd', 'r')
union all
select 'R15 a function of a tenant schema runs as its owner', p.oid::regprocedure::text
    from pg_proc p join space n on n.oid = p.pronamespace where p.prosecdef
order by 1, 2
