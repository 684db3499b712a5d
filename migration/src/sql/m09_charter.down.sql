drop table signature;
drop table charter_version;
drop table charter;
