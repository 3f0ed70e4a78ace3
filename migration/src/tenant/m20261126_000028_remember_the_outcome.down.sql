alter table responses drop column outcome;
