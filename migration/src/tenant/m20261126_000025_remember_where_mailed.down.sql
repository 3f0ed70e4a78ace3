alter table invitations drop column mailed_to;
