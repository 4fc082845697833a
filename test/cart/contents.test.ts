import { describe, expect, it } from "vitest";
import { beginCheckout, checkoutPatienceSeconds, finishCheckout } from "../../src/cart/checkout-lock.ts";
import {
  addLine,
  type CartState,
  dropAll,
  dropLine,
  type LineOffer,
  later,
  mostLines,
  setQuantity,
  startCart,
} from "../../src/cart/contents.ts";
import { dueNow, fallAsleep, isOver, nextDue, warned } from "../../src/cart/life.ts";
import { confirmHandOver, handOver, takeIn } from "../../src/cart/merge.ts";
import { snapshotOf } from "../../src/cart/requests.ts";
import { hearOfStock, lookOver } from "../../src/cart/upkeep.ts";
import { toPrice, type Viewing, viewCart } from "../../src/cart/view.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { largestAmount } from "../../src/platform/money.ts";
import { priceCart } from "../../src/pricing/price.ts";
import { taxRulesFrom } from "../../src/tax/rules.ts";

const viewing: Viewing = {
  locale: "en",
  rules: {
    tax_rules: taxRulesFrom({ mode: "half_up", level: "line" }, []),
    price_lists: [],
    shipping: { zones: [], methods: [] },
    promotions: [],
    home_country: "DE",
  },
  market: { code: "home", name: "Souk", countries: [], currency: "EUR", prices: "by_zone", conversion: null },
  buyer: { customer_id: null, groups: [], first_order: null },
  now: new Date("2026-11-21T12:00:00.000Z"),
};
const eur = { market: "home", currency: "EUR" };
const usd = { market: "us", currency: "USD" };
const see = (cart: CartState) => {
  const snapshot = snapshotOf(cart);
  const priced = priceCart(toPrice(snapshot, viewing));
  return viewCart(snapshot, viewing, { priced, gifts: [], missed: [], too_dear: new Set() });
};
const noon = "2026-11-21T12:00:00.000Z";
const life = 1800;

const pan = offer("pan");
const spoon = offer("spoon", { unit_price: 450, available: null });

function offer(name: string, over: Partial<LineOffer> = {}): LineOffer {
  return {
    variant_id: `var_${name}`,
    product_id: `prod_${name}`,
    slug: name,
    sku: name.toUpperCase(),
    title: name,
    image_url: null,
    category_ids: [],
    brand: null,
    tax_class: "standard",
    compare_at_price: null,
    converted_from: null,
    list_prices: [],
    unit_price: 1999,
    weight_grams: 500,
    available: 10,
    ...over,
  };
}

const empty = startCart("cart_a", eur, life, noon);
const filled = addLine(addLine(empty, pan, eur, 2, noon), spoon, eur, 1, noon);
const quantities = (cart: CartState) => Object.fromEntries(cart.lines.map((line) => [line.sku, line.quantity]));
const offers = (...list: LineOffer[]) => new Map(list.map((one) => [one.variant_id, one]));

function refusalOf(work: () => unknown): { code: string; extra: Record<string, unknown> } | null {
  try {
    work();
    return null;
  } catch (thrown) {
    if (thrown instanceof DomainError) return { code: thrown.code, extra: thrown.extra };
    throw thrown;
  }
}

describe("filling a cart", () => {
  it("adds up the same variant in one line", () => {
    expect(quantities(addLine(filled, pan, eur, 3, noon))).toEqual({ PAN: 5, SPOON: 1 });
  });

  it("raises the version and begins the life again with each change", () => {
    const after = later(noon, 600);
    for (const changed of [
      addLine(filled, pan, eur, 1, after),
      setQuantity(filled, "line_pan", 1, pan, after),
      dropLine(filled, "line_pan", after),
      dropAll(filled, after),
    ]) {
      expect(changed.version).toBe(filled.version + 1);
      expect(changed.expires_at).toBe(later(after, life));
    }
  });

  it("leaves an empty cart as it is when it is emptied again", () => {
    expect(dropAll(empty, later(noon, 5))).toBe(empty);
  });

  it("removes a line by setting it to nothing", () => {
    expect(quantities(setQuantity(filled, "line_pan", 0, null, noon))).toEqual({ SPOON: 1 });
  });

  it.each([
    ["more than there is", () => addLine(filled, pan, eur, 9, noon), "insufficient-stock"],
    ["what is sold out", () => addLine(empty, { ...pan, available: 0 }, eur, 1, noon), "insufficient-stock"],
    ["over 999 of one thing", () => addLine(filled, spoon, eur, 999, noon), "quantity-over-limit"],
    ["another currency", () => addLine(filled, pan, usd, 1, noon), "cart-currency"],
    ["over what an order may come to", () => addLine(filled, dear, eur, 1, noon), "quantity-over-limit"],
    ["a line that is not there", () => setQuantity(filled, "line_lid", 1, null, noon), "not-found"],
    ["more of what is no longer sold", () => setQuantity(filled, "line_pan", 3, null, noon), "not-available"],
    ["a quantity above what there is", () => setQuantity(filled, "line_pan", 11, pan, noon), "insufficient-stock"],
  ])("refuses %s", (_, work, code) => {
    expect(refusalOf(work)?.code).toBe(code);
  });

  const dear = offer("dear", { unit_price: largestAmount });

  it("names the short line and what is left", () => {
    const short = {
      line_id: "line_pan",
      variant_id: "var_pan",
      sku: "PAN",
      title: "pan",
      requested: 11,
      available: 10,
    };
    expect(refusalOf(() => addLine(filled, pan, eur, 9, noon))?.extra).toEqual({ available: 10, lines: [short] });
  });

  it("holds 200 different things and no more", () => {
    let cart = empty;
    for (let n = 0; n < mostLines; n++) cart = addLine(cart, offer(`thing ${n}`), eur, 1, noon);
    expect(refusalOf(() => addLine(cart, pan, eur, 1, noon))?.code).toBe("quantity-over-limit");
    expect(addLine(cart, offer("thing 7"), eur, 1, noon).lines).toHaveLength(mostLines);
  });

  it("never refuses to lower a quantity, even where less is left", () => {
    const many = addLine(empty, pan, eur, 9, noon);
    expect(quantities(setQuantity(many, "line_pan", 8, { ...pan, available: 3 }, noon))).toEqual({ PAN: 8 });
    expect(quantities(setQuantity(many, "line_pan", 8, null, noon))).toEqual({ PAN: 8 });
  });

  it("may change currency once it is empty", () => {
    expect(addLine(dropAll(filled, noon), pan, usd, 1, noon).currency).toBe("USD");
  });
});

/** What a look finds that asked for everything inside. */
const refresh = (cart: CartState, found: ReadonlyMap<string, LineOffer>, now: string, watched = false): CartState => {
  const asked = new Set(cart.lines.map(({ variant_id }) => variant_id));
  return lookOver(cart, { asked, offers: found }, { grace_seconds: 600, watched }, now);
};

const alone = { watched: false, warning_seconds: 300 };
const watched = { watched: true, warning_seconds: 300 };

describe("looking at what can still be bought", () => {
  const notices = (cart: CartState) => see(cart).items.map(({ notice }) => notice?.code ?? null);

  it.each([
    ["nothing when nothing changed", offers(pan, spoon), [null, null]],
    ["what has sold out", offers({ ...pan, available: 0 }, spoon), ["sold-out", null]],
    ["where fewer are left", offers({ ...pan, available: 1 }, spoon), ["fewer-left", null]],
    ["a new price", offers(pan, { ...spoon, unit_price: 500 }), [null, "price-changed"]],
    ["what is no longer sold", offers(spoon), ["no-longer-sold", null]],
  ])("tells of %s", (_, found, codes) => {
    expect(notices(refresh(filled, found, noon))).toEqual(codes);
  });

  it("keeps the names that the shopper read, whatever language the catalogue is looked through in", () => {
    const german = addLine(empty, { ...pan, title: "Pfanne" }, eur, 1, noon);
    expect(refresh(german, offers({ ...pan, unit_price: 2500 }), noon).lines[0]).toMatchObject({
      title: "Pfanne",
      unit_price: 2500,
    });
  });

  it("changes neither version nor life when the shopper would see no difference", () => {
    const after = later(noon, 300);
    const looked = refresh(filled, offers(pan, spoon), after);
    expect(looked).toEqual({ ...filled, look_at: later(after, 300), looked_at: after });
    expect(looked.lines[0]).toBe(filled.lines[0]);
  });

  it("forgets a new price that went back, and one that the shopper has answered", () => {
    const dearer = refresh(filled, offers({ ...pan, unit_price: 2500 }, spoon), noon);
    expect(notices(dearer)).toEqual(["price-changed", null]);
    expect(notices(refresh(dearer, offers(pan, spoon), noon))).toEqual([null, null]);
    expect(notices(setQuantity(dearer, "line_pan", 1, { ...pan, unit_price: 2500 }, noon))).toEqual([null, null]);
  });

  it("takes a line back that is sold again", () => {
    const gone = refresh(filled, offers(spoon), noon);
    expect(notices(refresh(gone, offers(pan, spoon), noon))).toEqual([null, null]);
  });
});

describe("a line that cannot be bought", () => {
  const soldOut = refresh(filled, offers({ ...pan, available: 0 }, spoon), later(noon, 300));

  it("is taken out when its grace is over, and the shopper is told until they change something", () => {
    expect(soldOut.lines[0]?.gone_since).toBe(later(noon, 300));
    const still = refresh(soldOut, offers({ ...pan, available: 0 }, spoon), later(noon, 899));
    expect(quantities(still)).toEqual({ PAN: 2, SPOON: 1 });
    expect(still.look_at).toBe(later(noon, 900));
    const out = refresh(still, offers({ ...pan, available: 0 }, spoon), later(noon, 900));
    expect(quantities(out)).toEqual({ SPOON: 1 });
    expect(out.version).toBe(still.version + 1);
    expect(see(out).notices).toEqual([
      {
        code: "removed",
        message: "pan has sold out and was taken out of the cart.",
        line_id: "line_pan",
        title: "pan",
      },
    ]);
    expect(see(setQuantity(out, "line_spoon", 2, spoon, noon)).notices).toEqual([]);
  });

  it("stays when it comes back in time, and begins a new grace the next time", () => {
    const back = refresh(soldOut, offers(pan, spoon), later(noon, 600));
    expect(back.lines[0]).not.toHaveProperty("gone_since");
    const again = refresh(back, offers(spoon), later(noon, 1000));
    expect(again.lines[0]?.gone_since).toBe(later(noon, 1000));
  });

  it("is told apart from one that was put in while the catalogue was being asked", () => {
    const added = addLine(filled, offer("lid"), eur, 1, noon);
    const look = { asked: new Set(["var_pan", "var_spoon"]), offers: offers(pan, spoon) };
    const looked = lookOver(added, look, { grace_seconds: 600, watched: false }, noon);
    expect(see(looked).notices).toEqual([]);
  });

  it("is known at once from news of stock, which a cart without it does not notice", () => {
    const news = { available: 0, in_stock: 0, sold_ahead: null, ships_at: null };
    const terms = { grace_seconds: 600, watched: true };
    const heard = hearOfStock(filled, [{ variant_id: "var_pan", ...news }], terms, later(noon, 10));
    expect(see(heard).items[0]?.notice?.code).toBe("sold-out");
    expect(heard.look_at).toBe(later(noon, 310));
    expect(hearOfStock(filled, [{ variant_id: "var_lid", ...news }], terms, noon)).toBe(filled);
  });
});

describe("an account's cart", () => {
  const own: CartState = { ...filled, sleeps: true };

  it("sleeps when its life is over instead of ending, and costs nothing then", () => {
    const over = later(noon, life);
    expect(isOver(own, over)).toBe(false);
    expect(dueNow(own, alone, over)).toBe("sleep");
    const asleep = fallAsleep(own);
    expect(dueNow(asleep, alone, later(noon, 10 * life))).toBeNull();
    expect(nextDue(asleep, alone)).toBeNull();
    expect(isOver({ ...dropAll(filled, noon), sleeps: true }, later(noon, life))).toBe(true);
  });

  it("wakes with what is still to be had, at its price, and lives anew", () => {
    const awake = refresh(fallAsleep(own), offers({ ...spoon, unit_price: 500 }), later(noon, 5 * life));
    expect(quantities(awake)).toEqual({ SPOON: 1 });
    expect(see(awake).notices.map(({ code }) => code)).toEqual(["price-changed", "removed"]);
    expect(awake.expires_at).toBe(later(noon, 6 * life));
    expect(nextDue(awake, alone)).toBe(later(noon, 5 * life + 300));
  });

  it("is looked after less and less often while nobody comes, but every five minutes while somebody looks on", () => {
    const day = 24 * 3600;
    const month: CartState = { ...own, life_seconds: 30 * day, expires_at: later(noon, 30 * day) };
    const next = (seconds: number, seen = false) =>
      refresh(month, offers(pan, spoon), later(noon, seconds), seen).look_at;
    expect(next(300)).toBe(later(noon, 600));
    expect(next(3600)).toBe(later(noon, 7200));
    expect(next(5 * day)).toBe(later(noon, 6 * day));
    expect(next(3600, true)).toBe(later(noon, 3900));
  });
});

describe("what is due", () => {
  it("is a warning before the end, once, to whoever looks on", () => {
    const looked = { ...filled, look_at: later(noon, life) };
    expect(nextDue(looked, watched)).toBe(later(noon, 1500));
    expect(dueNow(looked, watched, later(noon, 1499))).toBeNull();
    expect(dueNow(looked, watched, later(noon, 1500))).toBe("warn");
    expect(dueNow(looked, alone, later(noon, 1500))).toBeNull();
    expect(dueNow(warned(looked), watched, later(noon, 1500))).toBeNull();
    expect(dueNow({ ...looked, sleeps: true }, watched, later(noon, 1500))).toBeNull();
  });

  it.each([
    ["nothing for a cart that is not there", null, 0, null],
    ["nothing while it is young", filled, 299, null],
    ["a look after five minutes", filled, 300, "look"],
    ["its end after half an hour, looks notwithstanding", filled, 1800, "expire"],
    ["no look into an empty cart", dropAll(filled, noon), 1799, null],
  ])("is %s", (_, cart, seconds, due) => {
    expect(dueNow(cart, alone, later(noon, seconds))).toBe(due);
  });

  it("next is the nearest of look and end", () => {
    expect(nextDue(filled, alone)).toBe(later(noon, 300));
    expect(nextDue(dropAll(filled, noon), alone)).toBe(later(noon, life));
    expect(nextDue({ ...filled, expires_at: later(noon, 10) }, alone)).toBe(later(noon, 10));
    expect(nextDue(null, alone)).toBeNull();
  });
});

describe("checking a cart out", () => {
  const begun = began(filled);
  const key = begun.filling.checkout_key;

  it("lends the lines to one checkout at a time", () => {
    expect(begun.filling.lines).toEqual([
      { variant_id: "var_pan", quantity: 2 },
      { variant_id: "var_spoon", quantity: 1 },
    ]);
    expect(beginCheckout(filled, begun.lock, "key-2", later(noon, 5))).toEqual({
      outcome: "in-progress",
      idempotency_key: "key-1",
    });
  });

  it("gives the next one the same key when the first went silent", () => {
    const again = beginCheckout(filled, begun.lock, "key-2", later(noon, checkoutPatienceSeconds));
    expect(again).toMatchObject({ outcome: "began", filling: { checkout_key: key } });
  });

  it("empties the cart once ordered, keeps what was added meanwhile, and begins a new generation", () => {
    const more = addLine(addLine(filled, pan, eur, 1, noon), offer("lid"), eur, 1, noon);
    const ordered = finishCheckout(more, key, begun.lock, "ord_1", noon);
    expect(quantities(ordered)).toEqual({ PAN: 1, LID: 1 });
    expect(ordered.generation).toBeGreaterThan(filled.generation);
    expect(finishCheckout(filled, key, begun.lock, "ord_1", noon).lines).toEqual([]);
  });

  it("answers the key that made the order with that order, and any other with an empty cart", () => {
    const ordered = finishCheckout(filled, key, begun.lock, "ord_1", noon);
    expect(beginCheckout(ordered, null, "key-1", noon)).toEqual({
      outcome: "ordered",
      order_id: "ord_1",
      idempotency_key: "key-1",
    });
    expect(beginCheckout(ordered, null, "key-2", noon)).toEqual({ outcome: "empty" });
  });

  it("keeps what is inside, with its whole life before it, when the order failed", () => {
    const free = finishCheckout(filled, key, begun.lock, null, later(noon, 60));
    expect(quantities(free)).toEqual(quantities(filled));
    expect(free.expires_at).toBe(later(noon, 60 + life));
    expect(beginCheckout(free, null, "key-2", noon).outcome).toBe("began");
  });

  it("ignores the end of a checkout of an earlier filling", () => {
    const ordered = finishCheckout(filled, key, begun.lock, "ord_1", noon);
    const refilled = addLine(ordered, pan, eur, 1, noon);
    expect(finishCheckout(refilled, key, begun.lock, "ord_1", noon)).toBe(refilled);
    expect(finishCheckout(refilled, key, begun.lock, null, noon)).toBe(refilled);
  });
});

describe("signing in with a cart", () => {
  const account = addLine(startCart("cart_b", eur, life, noon), pan, eur, 4, noon);
  const given = handOver(filled, noon);

  it("empties the guest's cart but keeps the lines until they have arrived", () => {
    expect(given.lines).toEqual([]);
    expect(given.handed_over?.lines).toEqual(filled.lines);
    expect(handOver(given, noon)).toBe(given);
    expect(confirmHandOver(given, given.handed_over?.from ?? "").handed_over).toBeNull();
    expect(confirmHandOver(given, "cart_other:1")).toBe(given);
  });

  it("adds the quantities up, once however often it is told", () => {
    if (!given.handed_over) throw new Error("nothing was handed over");
    const merged = takeIn(account, given.handed_over, noon);
    expect(quantities(merged)).toEqual({ PAN: 6, SPOON: 1 });
    expect(takeIn(merged, given.handed_over, noon)).toBe(merged);
  });

  it("stops at 999 of one thing", () => {
    const full = { from: "cart_c:1", ...eur, lines: [{ ...firstOf(filled), quantity: 998 }], codes: [] };
    expect(quantities(takeIn(account, full, noon))).toEqual({ PAN: 999 });
  });

  it("says how many things did not fit", () => {
    let guest = empty;
    for (let n = 0; n < mostLines; n++) guest = addLine(guest, offer(`thing ${n}`), eur, 1, noon);
    const merged = takeIn(account, { from: "cart_c:1", ...eur, lines: guest.lines, codes: [] }, noon);
    expect(merged.lines).toHaveLength(mostLines);
    expect(merged.left_out).toBe(1);
    expect(see(merged).notices).toContainEqual(expect.objectContaining({ code: "left-out", line_id: null }));
  });
});

function began(cart: CartState) {
  const start = beginCheckout(cart, null, "key-1", noon);
  if (start.outcome !== "began") throw new Error("the checkout did not begin");
  return start;
}

function firstOf(cart: CartState) {
  const [line] = cart.lines;
  if (!line) throw new Error("the cart is empty");
  return line;
}
