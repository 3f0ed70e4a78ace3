drop table erasures, survey_steps;
alter table invitations
    drop constraint invitations_receipt_hash_key,
    drop column attribution, drop column language, drop column remind_at, drop column reminders,
    drop column receipt_hash, drop column correcting_at;
