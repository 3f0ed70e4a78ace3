-- A preference holds for an address in every deal, a survey's results for everybody who was invited with a version.
create index contacts_email_idx on contacts (tenant_id, email);
create index invitations_contact_idx on invitations (tenant_id, contact_id);
create index invitations_version_idx on invitations (tenant_id, version_id);
create index responses_version_idx on responses (tenant_id, version_id);
