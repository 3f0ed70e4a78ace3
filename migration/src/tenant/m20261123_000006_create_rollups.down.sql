drop table rollups;
