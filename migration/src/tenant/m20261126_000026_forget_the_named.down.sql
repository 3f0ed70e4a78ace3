alter table invitations drop column remind_job_at;
alter table competitors drop column is_met;
