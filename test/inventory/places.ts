import { env } from "cloudflare:workers";
import {
  changeStockSettings,
  createLocation,
  listLocations,
  readStockSettings,
  updateLocation,
} from "../../src/inventory/locations/locations.ts";
import type { Location, StockSettingsChange } from "../../src/inventory/locations/schemas.ts";
import { adjustStock } from "../../src/inventory/stock.ts";
import { storeFor } from "../checkout/shop.ts";

let count = 0;

/** Opens another place; in Munich unless something else is said. */
export function openPlace(more: Partial<Parameters<typeof createLocation>[1]> = {}): Promise<Location> {
  const where = { line1: "Sendlinger Straße 1", postal_code: "80331", city: "Munich", country: "DE" };
  const plain = { serves: [], active: true, pickup: false, priority: 200 };
  return createLocation(storeFor(), { name: `Place ${++count}`, ...where, ...plain, ...more });
}

/** The store has one place again, whatever a test opened. */
export async function closeOtherPlaces(): Promise<void> {
  const places = await listLocations(storeFor());
  const main = places.find(({ id }) => id === "main");
  if (main && !main.active) await updateLocation(storeFor(), "main", main.version, { active: true });
  for (const { id, version, active } of places) {
    if (id !== "main" && active) await updateLocation(storeFor(), id, version, { active: false });
  }
}

export async function serveBy(strategy: StockSettingsChange["strategy"]): Promise<void> {
  const { version } = await readStockSettings(storeFor());
  await changeStockSettings(storeFor(), version, { strategy });
}

/** So many lie there from now on. */
export const putAt = (location: string, variantId: string, units: number) =>
  adjustStock(storeFor(), variantId, { location, set: units, reason: "Delivery" });

/** What the books say of a variant by location; places that keep none of it are left out. */
export async function levelsOf(variantId: string) {
  const { results } = await env.ORDERS.prepare(
    "select location_id, on_hand, reserved, incoming, backordered, backorder_limit from stock_levels where variant_id = ? order by location_id",
  )
    .bind(variantId)
    .all<{
      location_id: string;
      on_hand: number;
      reserved: number;
      incoming: number;
      backordered: number;
      backorder_limit: number;
    }>();
  return Object.fromEntries(results.map(({ location_id, ...level }) => [location_id, level]));
}
