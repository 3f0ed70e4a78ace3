alter table invitations
    drop column undeliverable_to, drop column undeliverable_reason, drop column undeliverable_at;
