alter table memberships drop column used_at;
