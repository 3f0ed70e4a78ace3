drop table deal_competitors, competitor_aliases, competitors, contacts, deals;
