import {
  type CartLine,
  type CartState,
  type LineOffer,
  later,
  lookEverySeconds,
  pick,
  type RemovedLine,
} from "./contents.ts";
import { isAsleep } from "./life.ts";

/** The longest time between two looks into a cart that nobody touches. Seconds. */
const longestLookSeconds = 24 * 3600;

/** Removed lines that a cart remembers to tell of. */
const mostTold = 20;

/** What a look at the catalogue found. */
export interface Look {
  /** The variants that were asked for; what was put in since is left alone. */
  asked: ReadonlySet<string>;
  /** What they are offered for, in the cart's currency. */
  offers: ReadonlyMap<string, LineOffer>;
}

export interface UpkeepTerms {
  /** How long a line that cannot be bought stays, marked, before it is taken out. */
  grace_seconds: number;
  /** Whether somebody looks on; a cart that nobody touches or looks at is looked after less and less often. */
  watched: boolean;
}

/** Whether what the cart says of prices and stock is older than it may be when somebody reads it. */
export function isStale(cart: CartState, now: string): boolean {
  return cart.lines.length > 0 && later(cart.looked_at, lookEverySeconds) <= now;
}

/**
 * Compares what is inside with what the catalogue offers now, takes out what could not be bought for too long, and sets the time
 * of the next look. The version rises only if the shopper would see a difference. The cart's life is not prolonged, for nobody
 * touched it; one that was asleep is awake again, with what is still to be had.
 */
export function lookOver(cart: CartState, { asked, offers }: Look, terms: UpkeepTerms, now: string): CartState {
  const lines = cart.lines.map((line) =>
    asked.has(line.variant_id) ? marked(refreshed(line, offers.get(line.variant_id)), now) : line,
  );
  if (!isAsleep(cart, now)) return { ...kept(cart, lines, terms, now), looked_at: now };
  const awake = { ...cart, expires_at: later(now, cart.life_seconds) };
  return { ...kept(awake, lines, { ...terms, grace_seconds: 0 }, now), looked_at: now };
}

/** What can be bought of a variant, as the books said it when it changed. */
export type StockNews = Pick<LineOffer, "variant_id" | "available" | "in_stock" | "sold_ahead" | "ships_at">;

/** The cart with news of stock; the very same one where none concerns it. Nobody touched it, and nothing was asked. */
export function hearOfStock(cart: CartState, news: readonly StockNews[], terms: UpkeepTerms, now: string): CartState {
  const byVariant = new Map(news.map((one) => [one.variant_id, one]));
  const lines = cart.lines.map((line) => {
    const heard = byVariant.get(line.variant_id);
    return heard ? marked(same(line, { ...line, ...heard }), now) : line;
  });
  return lines.some((line, index) => line !== cart.lines[index]) ? kept(cart, lines, terms, now) : cart;
}

/** The cart with lines as they are known now, less those whose grace is over. */
function kept(cart: CartState, known: readonly CartLine[], terms: UpkeepTerms, now: string): CartState {
  const isOut = ({ gone_since }: CartLine): boolean => !!gone_since && later(gone_since, terms.grace_seconds) <= now;
  const lines = known.filter((line) => !isOut(line));
  const taken = known.filter(isOut).map(({ line_id, title, sold }): RemovedLine => {
    return { line_id, title, reason: sold ? "sold-out" : "no-longer-sold" };
  });
  const changed = taken.length > 0 || lines.some((line, index) => line !== cart.lines[index]);
  return {
    ...cart,
    lines,
    removed: [...cart.removed, ...taken].slice(-mostTold),
    look_at: nextLook(cart, lines, terms, now),
    version: changed ? cart.version + 1 : cart.version,
  };
}

/** Soon while somebody is there; else in as long as nobody has been, so that a cart at rest costs ever less. */
function nextLook(
  cart: CartState,
  lines: readonly CartLine[],
  { grace_seconds, watched }: UpkeepTerms,
  now: string,
): string | null {
  if (lines.length === 0) return null;
  const idle = (Date.parse(now) - Date.parse(cart.expires_at)) / 1000 + cart.life_seconds;
  const rest = watched ? lookEverySeconds : Math.min(longestLookSeconds, Math.max(lookEverySeconds, idle));
  return lines.reduce(
    (nearest, { gone_since }) => {
      const over = gone_since ? later(gone_since, grace_seconds) : nearest;
      return over < nearest ? over : nearest;
    },
    later(now, rest),
  );
}

/** The line with the time since when it cannot be bought, where it cannot. */
function marked(line: CartLine, now: string): CartLine {
  const gone = !line.sold || (line.available !== null && line.available <= 0);
  if (gone === !!line.gone_since) return line;
  const { gone_since: _, ...rest } = line;
  return gone ? { ...rest, gone_since: now } : rest;
}

/** The line as the catalogue has it now; the very same one when nothing differs. */
function refreshed(line: CartLine, offer: LineOffer | undefined): CartLine {
  if (!offer) return line.sold ? { ...line, sold: false } : line;
  const before = line.previous_price ?? line.unit_price;
  return same(line, {
    ...line,
    ...pick(offer),
    // Whoever looks does not know the shopper's language, in which the line was put in.
    title: line.title,
    sold: true,
    previous_price: before === offer.unit_price ? null : before,
  });
}

function same(line: CartLine, fresh: CartLine): CartLine {
  return JSON.stringify(fresh) === JSON.stringify(line) ? line : fresh;
}
