import { nextDay, readPrices } from "./demo-store.ts";

/** Asks the store's API as staff. @throws Error with the problem that it answers */
type Api = <Answer>(method: string, path: string, body?: object, version?: number) => Promise<Answer | null>;

interface Made {
  id: string;
  version: number;
}

/** Writes where the demo store sells, to which groups, and its price lists; what is there already stays. */
export async function writePrices(api: Api): Promise<void> {
  const { markets, customer_groups, price_lists } = readPrices();
  const sold = await there<{ code: string }>(api, "/markets");
  for (const market of markets) {
    if (!sold.some(({ code }) => code === market.code)) await api("POST", "/markets", market);
  }
  const known = await there<{ code: string }>(api, "/customer-groups");
  for (const group of customer_groups) {
    if (!known.some(({ code }) => code === group.code)) await api("POST", "/customer-groups", group);
  }
  const lists = await there<{ name: string }>(api, "/price-lists");
  for (const { prices, starts_on, ends_on, ...list } of price_lists) {
    if (lists.some(({ name }) => name === list.name)) continue;
    const starts_at = starts_on ? nextDay(starts_on) : null;
    const ends_at = ends_on ? nextDay(ends_on, starts_at ? new Date(starts_at) : undefined) : null;
    const made = await api<Made>("POST", "/price-lists", { ...list, starts_at, ends_at });
    if (made && prices.length > 0) await api("PATCH", `/price-lists/${made.id}/prices`, { prices }, made.version);
  }
}

async function there<Thing>(api: Api, path: string): Promise<Thing[]> {
  return (await api<{ data: Thing[] }>("GET", path))?.data ?? [];
}
