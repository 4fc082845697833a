import { env } from "cloudflare:workers";

/** So many at a time, so that no statement holds a million rows. */
const atOnce = 50_000;

/**
 * Writes a book of so many orders, spread over the questions that staff ask: every 7th unpaid, every 50th to France, every 500th of
 * Bob, every 1000th with the SKU `RARE` and a tag, every 4000th held,
 * and another cleared. They are rows and nothing more: no stock, no story.
 */
export async function writeBook(from: number, count: number): Promise<void> {
  for (let at = from; at < from + count; at += atOnce) await writePart(at, Math.min(atOnce, from + count - at));
}

async function writePart(from: number, count: number): Promise<void> {
  const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${from + count - 1})`;
  const id = "'ord_' || printf('%010d', i) || '0000000000000000'";
  const at = "strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i * 60, 'unixepoch')";
  const statements = [
    `${numbers} insert into orders (
      id, number, checkout_key, status, payment_status, shipping_status, email, locale, currency, subtotal, discount_total,
      shipping_total, tax_total, tax_included, total, shipping_option, shipping_address, billing_address, created_at, updated_at
    ) select ${id}, 1000000000 + i, 'book-' || i,
      case when i % 7 = 0 then 'cancelled' when i % 11 = 0 then 'open' else 'finished' end,
      case when i % 7 = 0 then 'failed' else 'paid' end,
      case when i % 7 = 0 or i % 11 = 0 then 'unfulfilled' else 'delivered' end,
      'buyer' || (i % 1000) || '@example.com', 'en', 'EUR', i, 0, 0, 0, 1, i, 'standard',
      json_object('name', case when i % 500 = 0 then 'Bob Beamon' else 'Ada ' || i end, 'line1', 'x', 'city', 'x',
        'postal_code', '1', 'country', case when i % 50 = 0 then 'FR' else 'DE' end),
      '{}', ${at}, ${at} from n`,
    `${numbers} insert into order_lines (
      id, order_id, position, variant_id, product_id, sku, title, quantity, unit_price, total
    ) select 'oli_' || i, ${id}, 0, 'var', 'prod', case when i % 1000 = 0 then 'RARE' else 'SKU-' || (i % 90) end, 'Pan', 1, i, i
      from n`,
    `${numbers} insert into payments (id, order_id, provider, status, amount, captured, currency, created_at, updated_at)
      select 'pay_' || i, ${id}, case when i % 900 = 0 then 'paypal' else 'stripe' end, 'captured', i, 0, 'EUR', ${at}, ${at}
      from n where i > 0`,
    `${numbers} insert into order_tags (order_id, tag, added_by, added_at)
      select ${id}, 'gift wrap', 'usr_staff', ${at} from n where i % 1000 = 0`,
    `${numbers} update orders set review = iif(i % 4000 = 0, 'held', 'cleared') from n where i % 2000 = 0 and id = ${id}`,
  ];
  for (const statement of statements) await env.ORDERS.prepare(statement).run();
}
