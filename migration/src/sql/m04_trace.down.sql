drop table server_secret;
drop table idempotency;
drop table address_refusal;
drop table letter_refusal;
drop table outbox;
drop table audit_line;
