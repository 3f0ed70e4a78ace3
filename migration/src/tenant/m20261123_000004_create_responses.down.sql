drop view leadership_responses, named_responses;
alter table deal_competitors drop constraint deal_competitors_response_fkey;
drop table response_themes, answers, responses;
