drop table calendar_feed;
drop table token;
