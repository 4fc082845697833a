import type { Store } from "../platform/store.ts";
import { type ProductStockNews, shardOf } from "./watch.ts";

/**
 * Tells the carts that somebody looks at what has changed. A hint: where it fails the carts find out by their own look, so nothing
 * else waits for it or fails with it.
 */
export async function tellCarts(
  store: Store,
  stock: readonly ProductStockNews[],
  productIds: readonly string[],
): Promise<void> {
  const stockOf = Map.groupBy(stock, ({ product_id }) => shardOf(product_id));
  const productsOf = Map.groupBy(new Set(productIds), shardOf);
  const shards = new Set([...stockOf.keys(), ...productsOf.keys()]);
  await Promise.all(
    [...shards].map(async (shard) => {
      try {
        await store.env.CART_WATCH.getByName(shard).tell(stockOf.get(shard) ?? [], productsOf.get(shard) ?? []);
      } catch (thrown) {
        store.log.error("cart.telling-failed", thrown, { shard });
      }
    }),
  );
}
