-- Rights on the database itself, which a copy of a database does not inherit.
do $$
begin
    -- Isolation: with temporary objects, one tenant's transaction could leave something behind for another's.
    execute format('revoke temporary, create on database %I from public', current_database());
    execute format('grant connect on database %I to wl_app, wl_bench, wl_migrator', current_database());
    execute format('grant create on database %I to wl_owner', current_database());
end $$;
