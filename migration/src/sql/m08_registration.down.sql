drop table attendance;
drop table answer;
drop table session_choice;
drop table registration;
