-- The address that an invitation was mailed to, as a hash: what follows (receipt, reminder, the draft that was begun)
-- belongs to whoever had the link, and not to whom the CRM names later.
alter table invitations add column mailed_to bytea check (octet_length(mailed_to) = 32);
