-- The draft beside the published versions, for whom and after which outcomes a survey is used, and its end.
alter table survey_templates
    add column draft jsonb,
    add column draft_revision integer not null default 0,
    add column draft_by uuid,
    add column draft_at timestamptz,
    add column audience text not null default 'buyer' check (audience in ('buyer', 'sales')),
    add column outcomes text[] not null default '{won,lost_competitor,lost_no_decision,lost_other}',
    add column archived_at timestamptz;

-- Logos and the like, made anew from what was uploaded: nothing of the file itself is kept.
create table images (
    tenant_id uuid not null,
    id uuid not null,
    mime text not null check (mime in ('image/png', 'image/webp')),
    width integer not null,
    height integer not null,
    bytes bytea not null,
    created_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, id)
);

-- A member who tries a survey as a sample deal; nothing here ever becomes an answer.
create table previews (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    template_id uuid not null,
    document jsonb not null,
    deal jsonb not null,
    answers jsonb not null default '{}',
    attribution text,
    language text,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, template_id) references survey_templates
);
create index previews_created_idx on previews (tenant_id, created_at);
