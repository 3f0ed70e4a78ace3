drop table effects, inbox;
