drop table employment;
drop table employer_manager;
drop table place;
drop table employer;
