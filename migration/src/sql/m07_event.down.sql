drop table reminder_rule;
drop table event_newcomer;
drop table event_invitation;
drop table question;
drop table session;
drop table event_host;
drop table event;
