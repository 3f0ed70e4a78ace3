-- Which of several tenants a person worked for last: a sign-in begins there. Null where nobody came in since.
alter table memberships add column used_at timestamptz;
