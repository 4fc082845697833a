import { type SQL, sql } from "drizzle-orm";
import { servable } from "../inventory/serve-waiting.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Audit } from "./schemas.ts";

/** How many ids of what breaks a rule are told. */
const mostTold = 100;

/** How late the clock may be with what is due before somebody has to look. Seconds. */
const patience = 15 * 60;

/**
 * What must hold in the books whatever happened. Each query answers the ids that break its rule; triggers and checks should
 * leave nothing to find, so a finding is a defect or somebody's hand in the database.
 */
const rules = {
  "on hand is the sum of the movements": sql`
    select l.variant_id as id from stock_levels l
    where l.on_hand <> (
      select coalesce(sum(m.delta), 0) from stock_movements m
      where m.variant_id = l.variant_id and m.location_id = l.location_id
    )`,
  "reserved is the sum of what live orders hold": sql`
    select l.variant_id as id from stock_levels l
    where l.reserved <> (
      select coalesce(sum(r.quantity - r.waiting), 0) from reservations r
      where r.variant_id = l.variant_id and r.location_id = l.location_id and r.state = 'held'
    )`,
  "what was sold ahead is the sum of what live orders wait for": sql`
    select l.variant_id as id from stock_levels l
    where l.backordered <> (
      select coalesce(sum(r.waiting), 0) from reservations r
      where r.variant_id = l.variant_id and r.location_id = l.location_id and r.state = 'held'
    )`,
  "nobody waits for what lies there": sql`
    select l.variant_id as id from stock_levels l
    where l.backordered > 0 and l.on_hand - l.safety_stock > l.reserved`,
  "nobody waits for what lies at another place": sql`
    select order_id as id from (${servable(sql`(select distinct variant_id as value from reservations indexed by reservations_waiting where waiting > 0)`)})`,
  "incoming is the sum of what is on its way": sql`
    select l.variant_id as id from stock_levels l
    where l.incoming <> (
      select coalesce(sum(n.quantity), 0) from stock_transfer_lines n join stock_transfers t on t.id = n.transfer_id
      where n.variant_id = l.variant_id and t.to_location = l.location_id and n.received is null
    )`,
  "what left on a transfer and what came of it are in the ledger": sql`
    select t.id from stock_transfers t
    where (select coalesce(sum(n.quantity), 0) from stock_transfer_lines n where n.transfer_id = t.id)
        <> (select coalesce(0 - sum(m.delta), 0) from stock_movements m where m.transfer_id = t.id and m.kind = 'sent')
      or (select coalesce(sum(n.received), 0) from stock_transfer_lines n where n.transfer_id = t.id)
        <> (select coalesce(sum(m.delta), 0) from stock_movements m where m.transfer_id = t.id and m.kind = 'received')
      or (t.status = 'received') <> not exists (
        select 1 from stock_transfer_lines n where n.transfer_id = t.id and n.received is null
      )`,
  "a stock take that was applied is in the ledger once": sql`
    select t.id from stock_takes t
    where (
      select coalesce(sum(m.delta), 0) from stock_movements m where m.stock_take_id = t.id
    ) <> iif(t.status = 'applied', (
      select coalesce(sum(n.counted - n.expected), 0) from stock_take_lines n where n.stock_take_id = t.id
    ), 0)`,
  "a cancelled order holds nothing": sql`
    select distinct o.id from orders o join reservations r on r.order_id = o.id
    where o.status = 'cancelled' and r.state = 'held'`,
  "what is held is held for goods that have still to leave": sql`
    select distinct r.order_id as id from reservations r left join orders o on o.id = r.order_id
    where r.state = 'held' and (o.id is null or o.shipping_status not in ('unfulfilled', 'partially_shipped'))`,
  "an order that has still to leave holds all of it": sql`
    select distinct o.id from orders o join reservations r on r.order_id = o.id
    where o.status = 'open' and o.shipping_status = 'unfulfilled'
      and (select sum(l.quantity) from order_lines l where l.order_id = o.id and l.variant_id = r.variant_id) <> (
        select coalesce(sum(h.quantity), 0) from reservations h
        where h.order_id = o.id and h.variant_id = r.variant_id and h.state = 'held'
      )`,
  "what left with an order is in the ledger": sql`
    select distinct o.id from orders o join reservations r on r.order_id = o.id and r.state = 'shipped'
    left join (
      select order_id, variant_id, 0 - sum(delta) as units from stock_movements where kind = 'shipped' group by order_id, variant_id
    ) gone on gone.order_id = r.order_id and gone.variant_id = r.variant_id
    where o.shipping_status in ('shipped', 'delivered', 'returned') and coalesce(gone.units, 0)
      <> (select sum(l.quantity) from order_lines l where l.order_id = o.id and l.variant_id = r.variant_id)`,
  "no more left than was ordered": sql`
    select l.order_id as id from shipment_lines s join shipments p on p.id = s.shipment_id join order_lines l on l.id = s.line_id
    where p.status <> 'failed' group by l.id having sum(s.quantity) > l.quantity`,
  "an order's lines add up to its subtotal": sql`
    select o.id from orders o
    where o.subtotal - o.discount_total <> (select coalesce(sum(l.total), 0) from order_lines l where l.order_id = o.id)`,
  "an order's tax is that of its lines and its shipping": sql`
    select o.id from orders o
    where o.tax_total - o.shipping_tax_total
      <> (select coalesce(sum(l.tax_total), 0) from order_lines l where l.order_id = o.id)`,
  "a paid order was paid in full": sql`
    select o.id from orders o
    where o.payment_status in ('paid', 'partially_refunded') and o.status <> 'cancelled'
      and o.total > (select coalesce(sum(p.captured), 0) from payments p where p.order_id = o.id)`,
  "what was refunded is the sum of the refunds": sql`
    select p.id from payments p
    where p.refunded <> (
      select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = p.id and r.status = 'succeeded'
    )`,
  "uses of promotions are counted": sql`
    select p.id from promotions p
    where p.used <> (select count(*) from promotion_uses u where u.promotion_id = p.id and u.state = 'claimed')
      or p.spent <> (
        select coalesce(sum(u.amount), 0) from promotion_uses u
        where u.promotion_id = p.id and u.state = 'claimed' and u.currency = p.budget_currency
      )`,
  "uses of codes are counted": sql`
    select c.code as id from promotion_codes c
    where c.used > 0 and c.used <> (
      select count(*) from promotion_uses u
      where u.promotion_id = c.promotion_id and u.code = c.code and u.state = 'claimed'
    )`,
  "an order holds its promotions as long as it lives": sql`
    select distinct o.id from promotion_uses u join orders o on o.id = u.order_id
    where (o.status = 'cancelled') <> (u.state = 'returned')`,
  "an order's discounts are those of its promotions": sql`
    select o.id from orders o
    where o.discount_total <> (select coalesce(sum(l.discount_total), 0) from order_lines l where l.order_id = o.id)
      or o.discount_total + o.shipping_discount_total
        <> (select coalesce(sum(value ->> 'amount'), 0) from json_each(o.promotions))`,
  "an order's version counts its story": sql`
    select o.id from orders o
    where o.version <> (select coalesce(max(e.version), 0) from order_events e where e.order_id = o.id)
      or o.version <> (select count(*) from order_events e where e.order_id = o.id)`,
  "a refund goes back by a payment of its own order": sql`
    select r.id from refunds r left join payments p on p.id = r.payment_id where p.order_id is not r.order_id`,
  "money that is held or promised has a payment that says so": sql`
    select o.id from orders o
    where o.payment_status = 'authorized'
      and not exists (
        select 1 from payments p where p.order_id = o.id
          and (p.status = 'authorized' or (p.status = 'captured' and p.captured < p.amount))
      )`,
  "a closed order asks nobody for money": sql`
    select p.order_id as id from payments p join orders o on o.id = p.order_id
    where p.status in ('initiating', 'pending') and o.status <> 'open'`,
  "money that nothing is owed for is back, or on its way": sql`
    select o.id from orders o join payments p on p.order_id = o.id
    group by o.id
    having sum(p.captured - p.refunded)
      - (select coalesce(sum(r.amount), 0) from refunds r where r.order_id = o.id and r.status = 'pending')
      > case o.status when 'cancelled' then 0 else o.total end`,
  "the ledger has every payment and every refund": sql`
    select p.id from payments p
    where p.captured - p.refunded <> (
      select coalesce(sum(case when e.kind = 'payment' then e.amount when e.kind = 'refund' then 0 - e.amount else 0 end), 0)
      from ledger_entries e where e.order_id = p.order_id and e.payment_id = p.id
    )`,
  "what was sold is in the ledger": sql`
    select o.id from orders o
    where o.payment_status in ('paid', 'partially_refunded', 'refunded') and o.status <> 'cancelled' and o.total > 0
      and not exists (select 1 from ledger_entries e where e.order_id = o.id and e.kind = 'sale')`,
  "an order that was sold owes nothing, and is owed only what is on its way back": sql`
    select e.order_id as id from ledger_entries e
    where not exists (select 1 from orders o where o.id = e.order_id and o.payment_status = 'pending')
    group by e.order_id
    having sum(case when e.debit = 'buyer' then e.amount when e.credit = 'buyer' then 0 - e.amount else 0 end) > 0`,
  "an account is the sum of its entries, and all accounts together are nothing": sql`
    select a.account || ' ' || a.currency as id from ledger_accounts a
    where a.balance <> (
      select coalesce(sum(case when e.debit = a.account then e.amount else 0 end)
        - sum(case when e.credit = a.account then e.amount else 0 end), 0)
      from ledger_entries e where e.currency = a.currency
    ) or 0 <> (select sum(b.balance) from ledger_accounts b where b.currency = a.currency)`,
  "what happened to an order was told": sql`
    select distinct e.order_id as id from order_events e
    where e.type in ('order.created', 'order.billed', 'order.cancelled', 'order.expired')
      and e.at > (select coalesce(min(time), '9') from outbox)
      and not exists (select 1 from outbox b where b.subject = e.order_id and b.type = e.type)`,
} as const;

/** What must have been done by now. @param before ISO 8601 UTC: what was due then is late */
const rulesOfTime = (before: string) => ({
  "an order that nobody paid is closed in time": sql`
    select id from orders where expires_at < ${before} and status = 'open' and payment_status = 'pending'`,
  "what is told is sent": sql`select id from outbox where sent_at is null and time < ${before}`,
  "money that a service was asked to give back arrives": sql`select id from refunds where status = 'pending' and by_hand = 0 and created_at < ${before}`,
});

/** Every rule with the question that names what breaks it. */
export function auditRules(store: Store): Record<string, SQL> {
  return { ...rules, ...rulesOfTime(new Date(store.now().getTime() - patience * 1000).toISOString()) };
}

/** Goes through the books by every rule, one after the other, so that nobody waits long; an empty answer is a clean audit. */
export async function auditBooks(store: Store): Promise<Audit> {
  const findings: Audit["findings"] = [];
  const all = auditRules(store);
  for (const [rule, query] of Object.entries(all)) {
    const rows = await store.orders.all<{ id: string }>(sql`${query} limit ${mostTold}`);
    if (rows.length > 0) findings.push({ rule, broken_by: rows.map(({ id }) => id) });
  }
  return { at: timestamp(store), rules: Object.keys(all), findings };
}
