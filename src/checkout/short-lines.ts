import { correctOffer } from "../catalog/prices/offers.ts";
import { availableOf } from "../inventory/levels.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { OfferedLine } from "./lines.ts";

/** A line that the books could not promise now. */
export interface ShortLine {
  variant_id: string;
  sku: string;
  title: string;
  requested: number;
  available: number;
  gift_of: string | null;
}

/** Every line of which there is too little now; of lines of one variant the later ones are short. */
export async function shortLines(store: Store, lines: readonly OfferedLine[]): Promise<ShortLine[]> {
  return (await linesBeyond(store, lines)).map(({ short }) => short);
}

/**
 * Says what an order that the books refused is short of. A gift stands behind what is bought, and one that is not there any more is not
 * offered again: what this isolate remembers of it is put right.
 * @throws insufficient-stock naming every line that is short now
 */
export async function refuseShortLines(store: Store, lines: readonly OfferedLine[]): Promise<void> {
  const beyond = await linesBeyond(store, lines);
  if (beyond.length === 0) return;
  for (const { short, level } of beyond) {
    if (short.gift_of !== null) correctOffer(short.variant_id, { available: level });
  }
  const short = beyond.map((one) => one.short);
  const told = short.map(({ title, available, gift_of }) => {
    if (gift_of !== null) return `the gift ${title} has run out`;
    return available === 0 ? `${title} is sold out` : `only ${available} of ${title} left`;
  });
  const bought = short.some(({ gift_of }) => gift_of === null);
  const advice = bought ? "Change the cart to go on." : "Look at the order again to go on without it.";
  throw new DomainError("insufficient-stock", `${told.join("; ")}. ${advice}`, { lines: short });
}

/** @returns with each short line what there is of its variant, whatever the lines before it take */
async function linesBeyond(
  store: Store,
  lines: readonly OfferedLine[],
): Promise<{ short: ShortLine; level: number }[]> {
  const available = await availableOf(
    store,
    lines.map(({ variant_id }) => variant_id),
  );
  const promised = new Map<string, number>();
  return lines.flatMap(({ variant_id, quantity, offer, gift_of }) => {
    const before = promised.get(variant_id) ?? 0;
    promised.set(variant_id, before + quantity);
    const level = available.get(variant_id) ?? (offer.available === null ? before + quantity : 0);
    const left = Math.max(0, level - before);
    if (left >= quantity) return [];
    const { sku, title } = offer;
    return [{ short: { variant_id, sku, title, requested: quantity, available: left, gift_of }, level }];
  });
}
