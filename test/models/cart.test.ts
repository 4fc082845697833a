import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { addToCart, checkOutCart, clearCart, editLine, readCart } from "../../src/cart/cart.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { type Good, sellMany } from "../cart/shop.ts";

/** What a cart should be: how many of each of the goods, by their place on the shelf. Insertion order is the lines' order. */
type Model = Map<number, number>;

const stock = 20;
const kinds = 4;

type Step =
  | { do: "add"; good: number; quantity: number }
  | { do: "edit"; good: number; quantity: number }
  | { do: "clear" }
  | { do: "sleep" }
  | { do: "order" }
  | { do: "order fails" };

const good = fc.nat(kinds - 1);
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant("add" as const), good, quantity: fc.integer({ min: 1, max: 15 }) }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant("edit" as const), good, quantity: fc.nat(25) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("clear", "sleep", "order", "order fails") }) },
  ) as fc.Arbitrary<Step>,
  { minLength: 1, maxLength: 25 },
);

/** Whether the shop takes the step; if so the model takes it too. */
function expected(model: Model, step: Step): "ok" | "not-found" | "insufficient-stock" {
  if (step.do === "clear" || step.do === "order") model.clear();
  if (step.do !== "add" && step.do !== "edit") return "ok";
  const present = model.get(step.good);
  if (step.do === "edit" && present === undefined) return "not-found";
  const quantity = step.do === "add" ? (present ?? 0) + step.quantity : step.quantity;
  if (quantity > stock) return "insufficient-stock";
  if (quantity === 0) model.delete(step.good);
  else model.set(step.good, quantity);
  return "ok";
}

async function take(store: Store, cartId: string, goods: readonly Good[], step: Step): Promise<void> {
  const of = (place: number): Good => {
    const found = goods[place];
    if (!found) throw new Error(`Nothing stands at ${place}.`);
    return found;
  };
  switch (step.do) {
    case "add":
      await addToCart(store, { variant_id: of(step.good).variant_id, quantity: step.quantity });
      return;
    case "edit":
      await editLine(store, { line_id: of(step.good).line_id, quantity: step.quantity });
      return;
    case "clear":
      await clearCart(store);
      return;
    case "sleep":
      await evictDurableObject(env.CART.getByName(cartId));
      return;
    default: {
      const orderId = step.do === "order" ? makeId("ord", Date.now()) : null;
      await checkOutCart(store, makeId("req", Date.now()), async () => orderId);
    }
  }
}

async function codeOf(work: Promise<void>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (thrown) {
    if (thrown instanceof DomainError) return thrown.code;
    throw thrown;
  }
}

describe("any story of a cart", () => {
  let goods: Good[] = [];
  beforeAll(async () => {
    goods = await sellMany(kinds, { available: stock, price: 1999 });
  });

  it("ends with the lines, quantities and totals that a list on paper would have", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const cartId = makeId("cart", Date.now());
        const store = openStore(env, { actor: { kind: "shopper", cartId } });
        await readCart(store);
        const model: Model = new Map();
        let version = 0;
        for (const step of story) {
          const code = expected(model, step);
          expect(await codeOf(take(store, cartId, goods, step))).toBe(code);
          const cart = await readCart(store);
          expect(cart.items.map((item) => [goods.findIndex((one) => one.sku === item.sku), item.quantity])).toEqual([
            ...model,
          ]);
          const pieces = [...model.values()].reduce((sum, quantity) => sum + quantity, 0);
          expect(cart.total).toBe(pieces * 1999);
          expect(cart.version).toBeGreaterThanOrEqual(version);
          version = cart.version;
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
