alter table responses drop column closed_day;
