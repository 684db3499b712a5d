drop table join_request;
drop table invitation;
