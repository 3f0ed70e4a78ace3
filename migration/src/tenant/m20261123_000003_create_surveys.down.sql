alter table survey_templates drop constraint survey_templates_tenant_id_active_version_id_fkey;
drop table submissions, drafts, invitations, template_versions, survey_templates;
