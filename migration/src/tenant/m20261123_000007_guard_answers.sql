-- Published versions never change, whoever asks; and the buyers' words follow the same choice as their names.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a published version never changes' using errcode = '42501';
end $$;
create trigger template_versions_never_change before update on template_versions
    for each row execute function refuse_change();

create index contacts_opted_out_idx on contacts (tenant_id, email) where opted_out_at is not null;
create index invitations_state_idx on invitations (tenant_id, state, expires_at);

-- Isolation: the words of a buyer who chose to be pooled are in neither view; pages read words only here.
create view named_answers with (security_invoker = true) as
    select a.tenant_id, a.response_id, a.question_key, a.answer
    from answers a
    join responses r on r.tenant_id = a.tenant_id and r.id = a.response_id
    where r.attribution = 'named';

create view leadership_answers with (security_invoker = true) as
    select a.tenant_id, a.response_id, a.question_key, a.answer
    from answers a
    join responses r on r.tenant_id = a.tenant_id and r.id = a.response_id
    where r.attribution in ('named', 'leadership');
