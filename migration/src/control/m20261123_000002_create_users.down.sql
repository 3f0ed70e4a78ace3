drop table login_attempts, sessions, memberships, users;
