drop table previews, images;
alter table survey_templates
    drop column draft, drop column draft_revision, drop column draft_by, drop column draft_at,
    drop column audience, drop column outcomes, drop column archived_at;
