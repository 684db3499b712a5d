drop table network_commune;
drop table commune;
drop table network_ancestor;
drop table network;
drop table network_level;
