-- An invitation whose mail will never arrive says so, with the reason and the address that was tried: a buyer whose
-- address the CRM corrects is asked again.
alter table invitations
    add column undeliverable_at timestamptz,
    add column undeliverable_reason text check (undeliverable_reason in ('address', 'refused', 'gave_up')),
    add column undeliverable_to text;
