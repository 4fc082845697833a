import type { Memory } from "./shopper.ts";
import type { MortalStore } from "./store.ts";

/** What must be true at the end; each query answers those for whom it is not. */
const stranded: Readonly<Record<string, [database: string, query: string]>> = {
  "an order waits for money beyond its time": [
    "ORDERS",
    "select id from orders where status = 'open' and payment_status = 'pending'",
  ],
  "a payment never came to an end": ["ORDERS", "select id from payments where status in ('initiating', 'pending')"],
  "money never came back": ["ORDERS", "select id from refunds where status = 'pending'"],
  "an event was never sent": ["ORDERS", "select id from outbox where sent_at is null"],
  "a paid order's buyer heard nothing, or twice": [
    "ACTIVITY",
    "select order_id as id from messages where template = 'confirmation' group by order_id having count(*) <> 1",
  ],
  "a mail never left": ["ACTIVITY", "select id from messages where status = 'pending'"],
  "a message died": ["ACTIVITY", "select id from dead_letters"],
};

type Call = (path: string) => Promise<Record<string, unknown>>;

/** `findings`: everything that does not hold, in words; `rules`: by how many rules the audit looked. */
export async function examine(
  store: MortalStore,
  call: Call,
  memories: readonly Memory[],
  variantIds: readonly string[],
  stockOfEach: number,
): Promise<{ findings: string[]; rules: number }> {
  const findings: string[] = [];
  const audit = (await call("/api/v1/audit")) as unknown as {
    rules: string[];
    findings: { rule: string; broken_by: string[] }[];
  };
  for (const { rule, broken_by } of audit.findings)
    findings.push(`audit: ${rule}: ${broken_by.slice(0, 3).join(", ")}`);
  for (const [what, [database, query]] of Object.entries(stranded)) {
    const rows = await store.query(database, query);
    if (rows.length > 0) findings.push(`${what}: ${rows.length}, first ${String(rows[0]?.id)}`);
  }
  findings.push(
    ...(await ordersAsRemembered(store, memories)),
    ...(await stockAsSold(store, variantIds, stockOfEach)),
    ...(await everyPaidOrderWasConfirmed(store)),
  );
  return { findings, rules: audit.rules.length };
}

interface OrderRow {
  id: string;
  checkout_key: string;
  total: number;
  status: string;
  payment_status: string;
  captured: number;
  refunded: number;
}

/** Every order that a shopper was promised is there, as they remember it, and there is no other. */
async function ordersAsRemembered(store: MortalStore, memories: readonly Memory[]): Promise<string[]> {
  const findings: string[] = [];
  const rows = (await store.query(
    "ORDERS",
    `select o.id, o.checkout_key, o.total, o.status, o.payment_status, sum(p.captured) as captured, sum(p.refunded) as refunded
     from orders o join payments p on p.order_id = o.id group by o.id`,
  )) as unknown as OrderRow[];
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const { order, intent } of memories) {
    if (!order) continue;
    const row = found.get(order.id);
    found.delete(order.id);
    if (!row) findings.push(`an order is lost: ${order.id}`);
    else if (row.total !== order.total) findings.push(`an order has another total: ${order.id}`);
    else findings.push(...paidAsMeant(row, intent));
  }
  for (const id of found.keys()) findings.push(`an order that nobody was told of: ${id}`);
  const carts = new Set(rows.map(({ checkout_key }) => checkout_key.split(":")[0]));
  if (carts.size < rows.length) findings.push("a cart was ordered twice");
  return findings;
}

/** Who paid in time has a paid order, or, where it had expired, the money back; who never paid was charged nothing. */
function paidAsMeant({ id, total, status, captured, refunded }: OrderRow, intent: Memory["intent"]): string[] {
  if (intent === "abandon") return captured === 0 && status === "cancelled" ? [] : [`nobody paid, and yet: ${id}`];
  if (captured !== total) return [`${intent}, but ${captured} of ${total} was taken: ${id}`];
  const kept = captured - refunded;
  return kept === (status === "cancelled" ? 0 : total) ? [] : [`${status}, but ${kept} of ${total} was kept: ${id}`];
}

/** What is promised to live orders never passes what there was, and the rest lies on the shelf. */
async function stockAsSold(store: MortalStore, variantIds: readonly string[], stockOfEach: number): Promise<string[]> {
  const rows = (await store.query(
    "ORDERS",
    `select s.variant_id as id, s.on_hand, s.reserved, (
       select coalesce(sum(l.quantity), 0) from order_lines l join orders o on o.id = l.order_id
       where l.variant_id = s.variant_id and o.status <> 'cancelled'
     ) as sold, (
       select coalesce(sum(r.quantity), 0) from reservations r where r.variant_id = s.variant_id and r.state = 'shipped'
     ) as shipped from stock_levels s`,
  )) as unknown as { id: string; on_hand: number; reserved: number; sold: number; shipped: number }[];
  const findings = rows.flatMap(({ id, on_hand, reserved, sold, shipped }) => {
    const wrong = sold > stockOfEach || reserved + shipped !== sold || on_hand + shipped !== stockOfEach;
    return wrong ? [`stock of ${id}: ${sold} sold, ${reserved} held, ${shipped} shipped, ${on_hand} on hand`] : [];
  });
  return rows.length === variantIds.length ? findings : [...findings, "a stock level is lost"];
}

/** Every order that was ever billed had its confirmation. */
async function everyPaidOrderWasConfirmed(store: MortalStore): Promise<string[]> {
  const billed = await store.query(
    "ORDERS",
    "select distinct order_id as id from order_events where type = 'order.billed'",
  );
  const told = await store.query("ACTIVITY", "select order_id as id from messages where template = 'confirmation'");
  const heard = new Set(told.map(({ id }) => id));
  return billed.flatMap(({ id }) => (heard.has(id) ? [] : [`a paid order was never confirmed: ${String(id)}`]));
}
