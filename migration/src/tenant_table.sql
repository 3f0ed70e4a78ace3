do $guard$
declare
    t record;
begin
    for t in
        select c.oid, c.relname, c.relrowsecurity and c.relforcerowsecurity as is_forced,
               exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid) as has_policy,
               exists (select from pg_catalog.pg_constraint k
                       where k.conrelid = c.oid and k.conname = c.relname || '_silo') as has_check
        from pg_catalog.pg_class c
        where c.relnamespace = '{schema}'::regnamespace and c.relkind in ('r', 'p')
          and c.relname <> 'seaql_migrations'
    loop
        if not t.is_forced then
            execute format('alter table {schema}.%I enable row level security, force row level security', t.relname);
        end if;
        if not t.has_policy then
            -- Isolation: the only policy text there is. An equality that an index can serve, evaluated once.
            execute format('create policy tenant on {schema}.%I using (tenant_id = (select ctx.tenant_id()))
                            with check (tenant_id = (select ctx.tenant_id()))', t.relname);
        end if;
        if '{tenant}' <> '' and not t.has_check then
            -- Isolation: a wrong route into a silo fails even with a valid context.
            execute format('alter table {schema}.%I add constraint %I check (tenant_id = %L)',
                           t.relname, t.relname || '_silo', '{tenant}');
        end if;
        if '{role}' <> '' then
            execute format('grant select, insert, update, delete on {schema}.%I to {role}', t.relname);
        end if;
    end loop;
    if '{role}' <> '' then
        execute 'grant usage on schema {schema} to {role}';
        for t in
            select c.relname from pg_catalog.pg_class c
            where c.relnamespace = '{schema}'::regnamespace and c.relkind = 'v'
        loop
            execute format('grant select on {schema}.%I to {role}', t.relname);
        end loop;
    end if;
end $guard$
