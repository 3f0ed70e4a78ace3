-- What was filled in was missing, and is right for the release before too.
select;
