import type { Bill, OpenLine, Plan } from "../bill.ts";
import type { Test } from "../conditions.ts";
import { type Taken, takenOffPieces } from "../off.ts";
import type { SaleLine } from "../sale.ts";
import { cheapestFirst, dearestFirst, type Picked, pick, unclaimed } from "./off-pieces.ts";

/** So many pieces of lines of a kind, ready to be looked for. */
export interface Wanted {
  those: Test<SaleLine>;
  quantity: number;
}

export interface BuyGet {
  buy: Wanted;
  get: Wanted;
  taken: Taken;
  times: number | null;
}

/**
 * For each so many that are bought up to so many are got with something off. A piece is bought or got, never both: what can only
 * be bought is bought first, then the dearest, and of what is then left the cheapest is got. The last time may get fewer than it
 * could, but at least one. What is bought counts for no other deal either.
 */
export function buyGet(bill: Bill, { buy, get, taken, times }: BuyGet): Plan {
  const buyable = unclaimed(bill, buy.those);
  const gettable = unclaimed(bill, get.those);
  const either = buyable.filter((line) => gettable.includes(line));
  const onlyBuyable = buyable.filter((line) => !gettable.includes(line));
  const often = howOften({
    ...{ buy: buy.quantity, get: get.quantity, times: times ?? Number.POSITIVE_INFINITY },
    ...{ onlyBuyable: piecesOf(onlyBuyable), either: piecesOf(either), gettable: piecesOf(gettable) },
  });
  if (often === 0) return "no_line_meets_it";
  const bought = pick([...dearestFirst(onlyBuyable), ...dearestFirst(either)], often * buy.quantity);
  const spokenFor = new Map(bought.map(({ line, pieces }) => [line, pieces]));
  const got = pick(cheapestFirst(gettable), often * get.quantity, spokenFor);
  const { rounding } = bill.sale;
  return [
    ...bought.map(({ line: { at }, pieces }) => ({ at, pieces, amount: 0 })),
    ...got.map(({ line: { at, line }, pieces }: Picked) => {
      return { at, pieces, amount: takenOffPieces(taken, pieces, line.unit_price, rounding) };
    }),
  ];
}

interface Supply {
  buy: number;
  get: number;
  times: number;
  /** Pieces that can be bought and not got; both; and got, whether or not they can be bought. */
  onlyBuyable: number;
  either: number;
  gettable: number;
}

/** The most times that it goes. What goes so often goes less often too, and so the answer can be halved towards. */
function howOften({ buy, get, times, onlyBuyable, either, gettable }: Supply): number {
  let [surely, mostly] = [0, Math.min(times, Math.floor((onlyBuyable + either) / buy))];
  while (surely < mostly) {
    const often = Math.ceil((surely + mostly) / 2);
    const boughtOfEither = Math.max(0, often * buy - onlyBuyable);
    if (gettable - boughtOfEither > (often - 1) * get) surely = often;
    else mostly = often - 1;
  }
  return surely;
}

function piecesOf(lines: readonly OpenLine[]): number {
  return lines.reduce((sum, { open }) => sum + open, 0);
}
