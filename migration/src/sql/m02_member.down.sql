drop table membership;
drop table member;
