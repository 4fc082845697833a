import { allocate } from "../../platform/money.ts";
import type { Bill, OpenLine, Plan } from "../bill.ts";
import type { Wanted } from "./buy-get.ts";
import { dearestFirst, unclaimed } from "./off-pieces.ts";
import { Places } from "./places.ts";

export interface Bundle {
  parts: readonly Wanted[];
  /** Of one bundle, in the sale's currency. */
  price: number;
  times: number | null;
}

/** Pieces that make up bundles, and what is saved by that. */
interface Bundled {
  pieces: ReadonlyMap<OpenLine, number>;
  saving: number;
}

/**
 * So many bundles as save most, of the dearest pieces that can make them up. What they save is split among their pieces by what
 * these cost.
 */
export function bundlePrice(bill: Bill, bundle: Bundle): Plan {
  const fitting = bundle.parts.map(({ those }) => unclaimed(bill, those));
  const most = bundle.parts.map(({ quantity }, part) => Math.floor(piecesOf(fitting[part] ?? []) / quantity));
  const lines = dearestFirst([...new Set(fitting.flat())].sort((a, b) => a.at - b.at));
  const fits = lines.map((line) => fitting.map((of) => of.includes(line)));
  const make = (times: number): Bundled | null => makeBundles(lines, fits, bundle, times);
  const often = bestOf(Math.min(bundle.times ?? Number.POSITIVE_INFINITY, ...most), (times) => make(times)?.saving);
  const best = make(often);
  if (often === 0 || best === null) return make(1) === null ? "no_line_meets_it" : "nothing_left";
  const claimed = [...best.pieces];
  const parts = allocate(
    best.saving,
    claimed.map(([{ line }, pieces]) => line.unit_price * pieces),
  );
  return claimed.map(([{ at }, pieces], index) => ({ at, pieces, amount: parts[index] ?? 0 }));
}

/** @returns null where the pieces do not suffice for so many */
function makeBundles(
  lines: readonly OpenLine[],
  fits: readonly (readonly boolean[])[],
  { parts, price }: Bundle,
  times: number,
): Bundled | null {
  const places = new Places(parts.map(({ quantity }) => quantity * times));
  const pieces = new Map<OpenLine, number>();
  for (const [index, line] of lines.entries()) {
    const placed = places.fill(fits[index] ?? [], line.open);
    if (placed > 0) pieces.set(line, placed);
  }
  if (!places.full) return null;
  const worth = [...pieces].reduce((sum, [{ line }, count]) => sum + line.unit_price * count, 0);
  return { pieces, saving: worth - price * times };
}

/**
 * How many bundles save most, at most `most`. Each further one is made of cheaper pieces and saves no more than the one before,
 * so that the first which saves nothing can be halved towards.
 */
function bestOf(most: number, saving: (times: number) => number | undefined): number {
  let [surely, mostly] = [0, most];
  while (surely < mostly) {
    const times = Math.floor((surely + mostly) / 2);
    const further = saving(times + 1);
    if (further !== undefined && further > (saving(times) ?? 0)) surely = times + 1;
    else mostly = times;
  }
  return surely;
}

function piecesOf(lines: readonly OpenLine[]): number {
  return lines.reduce((sum, { open }) => sum + open, 0);
}
