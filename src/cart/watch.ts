import type { CartLine, CartState } from "./contents.ts";
import type { StockNews } from "./upkeep.ts";

/**
 * Which carts must hear at once of a change: those that somebody looks at. Each tells what it holds to the shards of its products,
 * objects that know nothing else; a cart that nobody looks at is in none, and learns of the change by its own look.
 */

/** How many objects share the products. Never changed without emptying them. */
const shardCount = 16;

/** Seconds for which what a cart told is taken for true; whoever looks on connects anew within that time. */
const heldSeconds = 2 * 3600;
const renewedAfterSeconds = 3600;

/** What a cart holds of one variant, as far as news may concern it. */
export type Holding = Pick<CartLine, "product_id" | "variant_id" | "quantity" | "available"> & {
  in_stock: number | null;
};

/** What happened to stock, and whose variant it is. */
export interface ProductStockNews extends StockNews {
  product_id: string;
}

/** The shard of a product (FNV-1a, 32 bits). */
export function shardOf(productId: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < productId.length; i++) hash = Math.imul(hash ^ productId.charCodeAt(i), 0x01000193);
  return String((hash >>> 0) % shardCount);
}

/** Whether the shards must be told again what is inside, as somebody begins to look on. */
export function mustTellShards({ held_at, lines }: CartState, now: string): boolean {
  if (lines.length === 0) return false;
  return held_at === null || Date.parse(held_at) + renewedAfterSeconds * 1000 <= Date.parse(now);
}

/** What each shard must be told after a change: all that the cart holds there, and nothing where it holds nothing any more. */
export function changedShards(before: CartState | null, after: CartState): Map<string, Holding[]> {
  const [was, is] = [heldByShard(before), heldByShard(after)];
  return new Map(
    [...new Set([...was.keys(), ...is.keys()])].flatMap((shard) => {
      const holdings = is.get(shard) ?? [];
      return summary(was.get(shard) ?? []) === summary(holdings) ? [] : [[shard, holdings] as const];
    }),
  );
}

function heldByShard(cart: CartState | null): Map<string, Holding[]> {
  return Map.groupBy(
    (cart?.lines ?? []).map(({ product_id, variant_id, quantity, available, in_stock = null }) => ({
      ...{ product_id, variant_id, quantity, available, in_stock },
    })),
    ({ product_id }) => shardOf(product_id),
  );
}

/** Stock is told to the shards by whoever changes it. */
function summary(holdings: readonly Holding[]): string {
  return holdings.map(({ variant_id, quantity }) => `${variant_id} ${quantity}`).join();
}

const schema = `
  create table if not exists held (
    cart text not null,
    variant_id text not null,
    product_id text not null,
    quantity integer not null,
    available integer,
    in_stock integer,
    at text not null,
    primary key (cart, variant_id)
  ) strict, without rowid;
  create index if not exists held_variants on held (variant_id);
  create index if not exists held_products on held (product_id);
  create index if not exists held_at on held (at);
`;

/** What a shard remembers, in its object's SQLite. */
export class Held {
  constructor(readonly sql: SqlStorage) {
    sql.exec(schema);
  }

  /** What a cart holds here from now on. What others told long ago and never renewed is forgotten. */
  replace(cart: string, holdings: readonly Holding[], now: string): void {
    this.forget(cart);
    for (const { variant_id, product_id, quantity, available, in_stock } of holdings) {
      this.sql.exec(
        "insert into held values (?, ?, ?, ?, ?, ?, ?)",
        ...[cart, variant_id, product_id, quantity, available, in_stock, now],
      );
    }
    this.sql.exec("delete from held where at < ?", new Date(Date.parse(now) - heldSeconds * 1000).toISOString());
  }

  forget(cart: string): void {
    this.sql.exec("delete from held where cart = ?", cart);
  }

  /**
   * The carts that see a difference: fewer can be bought, or sent at once, than they want, or than were there for them before. A sale
   * that leaves enough for everybody wakes nobody.
   */
  concernedByStock({ variant_id, available, in_stock = null }: StockNews): string[] {
    const enough = (units: string): string => `min(ifnull(max(${units}, 0), 1e9), quantity)`;
    return this.sql
      .exec<{ cart: string }>(
        `update held set available = ?1, in_stock = ?2 where variant_id = ?3
          and (${enough("available")} <> ${enough("?1")} or ${enough("in_stock")} <> ${enough("?2")})
        returning cart`,
        ...[available, in_stock, variant_id],
      )
      .toArray()
      .map(({ cart }) => cart);
  }

  holding(productId: string): string[] {
    const rows = this.sql.exec<{ cart: string }>("select distinct cart from held where product_id = ?", productId);
    return rows.toArray().map(({ cart }) => cart);
  }
}
