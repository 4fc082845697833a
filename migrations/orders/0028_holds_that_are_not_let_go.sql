-- Attempts that are over while their service may still hold the money: they are asked to let go until they say that they did, the longest
-- untouched first.
create index payments_to_let_go on payments (updated_at) where status = 'expired' and authorized_until is not null;
