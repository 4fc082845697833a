-- What a payment service tells of a card comes after the order was weighed: it is weighed once more then.

-- When the order was weighed with what its payment service told; null before.
alter table fraud_assessments add column card_at text;

-- Which orders a card paid for is known by the payments alone.
drop index fraud_assessments_by_fingerprint;
alter table fraud_assessments drop column fingerprint;
create index payments_by_fingerprint on payments (fingerprint, created_at) where fingerprint is not null;
