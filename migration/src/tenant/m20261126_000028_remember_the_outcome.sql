-- How the deal had ended when the answer was given: what made a buyer choose us is no reason for losing, should the
-- outcome be corrected later. Answers of before have none, and are read as given after the outcome there is.
alter table responses
    add column outcome text check (outcome in ('won', 'lost_competitor', 'lost_no_decision', 'lost_other'));
