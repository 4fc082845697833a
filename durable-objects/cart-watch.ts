import { DurableObject } from "cloudflare:workers";
import type { StockNews } from "../src/cart/upkeep.ts";
import { Held, type Holding, type ProductStockNews } from "../src/cart/watch.ts";
import { openStore } from "../src/platform/store.ts";

/** Carts that are told at the same time. */
const toldAtOnce = 50;

/** One shard of what the carts hold that somebody looks at: whom to tell of a change. See `src/cart/watch.ts`. */
export class CartWatch extends DurableObject<Env> {
  readonly #held = new Held(this.ctx.storage.sql);

  /** What a cart holds of this shard's products from now on. @param cart its object's id */
  hold(cart: string, holdings: Holding[]): void {
    this.#held.replace(cart, holdings, new Date().toISOString());
  }

  /** Tells the carts that are concerned; one that nobody looks at any more is forgotten. */
  async tell(stock: ProductStockNews[], productIds: string[]): Promise<void> {
    const news = new Map<string, StockNews[]>();
    for (const one of stock) {
      for (const cart of this.#held.concernedByStock(one)) news.set(cart, [...(news.get(cart) ?? []), one]);
    }
    const changed = new Set(productIds.flatMap((id) => this.#held.holding(id)));
    const concerned = [...new Set([...news.keys(), ...changed])];
    for (let from = 0; from < concerned.length; from += toldAtOnce) {
      const some = concerned.slice(from, from + toldAtOnce);
      await Promise.all(some.map((cart) => this.#tellOne(cart, news.get(cart) ?? [], changed.has(cart))));
    }
  }

  /** A cart that cannot be told now looks for itself before long. */
  async #tellOne(cart: string, news: StockNews[], changed: boolean): Promise<void> {
    try {
      const object = this.env.CART.get(this.env.CART.idFromString(cart));
      if (!(await object.hear(news, changed))) this.#held.forget(cart);
    } catch (thrown) {
      openStore(this.env).log.error("cart.telling-failed", thrown);
    }
  }
}
