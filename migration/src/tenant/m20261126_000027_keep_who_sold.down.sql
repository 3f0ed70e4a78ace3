alter table deals drop column sellers;
