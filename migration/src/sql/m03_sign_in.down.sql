drop table email_change;
drop table email_link;
drop table sign_in_session;
drop table identity_confirmation;
drop table identity;
