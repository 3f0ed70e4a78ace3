-- A vendor that is in the list only because a buyer named him goes with the last answer that does.
alter table competitors add column is_met boolean not null default false;

-- When the earliest job looks whether a reminder is due: whoever puts a survey off again and again makes no new ones.
alter table invitations add column remind_job_at timestamptz;
