import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, expect, it, vi } from "vitest";
import { consume } from "../../queues/index.ts";
import { createAttribute, deleteAttribute } from "../../src/catalog/attributes/attributes.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { productQuery } from "../../src/catalog/schemas.ts";
import { addTranslations } from "../../src/catalog/translations/add-translations.ts";
import { putTranslation, removeTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { openStore } from "../../src/platform/store.ts";
import { fillCatalog } from "../catalog/many-products.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sent: unknown[] = [];
const queue = new Proxy(env.IMPORTS_QUEUE, {
  get: (target, name) =>
    name === "send" ? async (message: unknown) => void sent.push(message) : Reflect.get(target, name),
});
const bindings = { ...env, IMPORTS_QUEUE: queue };
const store = openStore(bindings);
const shopper = openStore(bindings, { actor: { kind: "shopper", cartId: null }, locale: "de" });

/** How many products have a word, for who reads German. */
const found = async (q: string): Promise<number> => {
  const { all_words } = await listProducts(shopper, productQuery.parse({ q }));
  return all_words ?? 0;
};

/** Does what was left for later, message by message. @returns how many those were */
async function doTheRest(): Promise<number> {
  let count = 0;
  for (let body = sent.shift(); body !== undefined; body = sent.shift()) {
    const batch = createMessageBatch("imports", [{ id: `m${++count}`, timestamp: new Date(), attempts: 1, body }]);
    const context = createExecutionContext();
    await consume(batch, bindings, context);
    expect((await getQueueResult(batch, context)).explicitAcks).toEqual([`m${count}`]);
  }
  return count;
}

const red = 260;
const german = (red: string) => ({ label: "Farbe", values: { red } });
let colour = "";

beforeAll(async () => {
  await fillCatalog(store, 0, red * 5);
  await store.catalog.run(sql`
    insert into translations (kind, id, locale, texts, updated_at)
    select 'product', id, 'de', '{"title":"Ding"}', updated_at from products
  `);
  ({ id: colour } = await createAttribute(
    store,
    newAttribute.parse({
      code: "colour",
      label: "Colour",
      type: "enum",
      choices: ["red", "blue", "green", "white", "black"],
    }),
  ));
});

it("products are found by what a value of their attribute is called since then, in steps where there are many", async () => {
  expect(await found("scharlachrot")).toBe(0);
  await addTranslations(store, [{ kind: "attribute", id: colour, locale: "de", texts: german("Scharlachrot") }]);
  expect(await found("scharlachrot")).toBeGreaterThan(0);
  expect(await found("scharlachrot")).toBeLessThan(red);
  expect(await doTheRest()).toBeGreaterThan(1);
  expect(await found("scharlachrot")).toBe(red);
});

it("and no longer by what it was called before the name was changed or taken away", async () => {
  const named = { kind: "attribute", id: colour, locale: "de" } as const;
  await putTranslation(store, named, german("Karmesin"), 1);
  await doTheRest();
  expect([await found("karmesin"), await found("scharlachrot")]).toEqual([red, 0]);
  await removeTranslation(store, named, 2);
  await doTheRest();
  expect(await found("karmesin")).toBe(0);
  await putTranslation(store, named, german("Purpur"), null);
  await doTheRest();
  expect(await found("purpur")).toBe(red);
  await deleteAttribute(store, colour, null);
  await doTheRest();
  expect(await found("purpur")).toBe(0);
});
