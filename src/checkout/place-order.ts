import { eq } from "drizzle-orm";
import { checkOutCart, forgetDeadCodes, openCart } from "../cart/cart.ts";
import type { Filling } from "../cart/checkout-lock.ts";
import { inMarketOf } from "../catalog/markets/which-market.ts";
import { chooseShelves, readShelves, type Shelves } from "../inventory/locations/choose-shelves.ts";
import { forgetStockRules } from "../inventory/locations/stock-rules.ts";
import { orderAccessToken, orderUrl } from "../orders/access.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import type { Told } from "../orders/move-order.ts";
import { orders } from "../orders/tables.ts";
import { begunFields, isBegun, isPromised } from "../payments/attempts.ts";
import { nothingToPay } from "../payments/by-hand/manual.ts";
import type { PaymentProvider, SavedCharge } from "../payments/provider.ts";
import { captureTime, openProvider } from "../payments/providers.ts";
import { resolvePayment } from "../payments/sweep.ts";
import { checkedAddress } from "../platform/addresses/check-address.ts";
import { DomainError } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { findAnswer, type IdempotentRequest, isClaimed, keepAnswer, stillRunning } from "../platform/idempotency.ts";
import type { Store } from "../platform/store.ts";
import { customerKey } from "../promotions/campaigns/customer-key.ts";
import { forgetPromotionRules } from "../promotions/campaigns/read-rules.ts";
import { taxServices } from "../tax/zones/read-rules.ts";
import { beginPayment } from "./begin-payment.ts";
import { type Draft, type DraftInput, draftOrder } from "./draft.ts";
import { openingStory, writeOrder } from "./order-batch.ts";
import { placedOf } from "./placed.ts";
import { priceSale } from "./price-sale.ts";
import { quoteOf } from "./quote.ts";
import type { Checkout, Placed, Quote } from "./schemas.ts";
import { refuseShortLines } from "./short-lines.ts";
import { removedCodes, usedUp } from "./used-up.ts";
import { type VatStanding, vatStandingOf } from "./vat-standing.ts";
import { isPricedByCarrier } from "./ways-to-ship.ts";

/**
 * How often a batch is written again after it failed for a reason that is gone by then: a rival took what was chosen and there is more
 * elsewhere, a unit came back, a number was taken.
 */
const mostRetries = 12;

/** An order as the checkout answers it. `replayed`: the answer to an earlier request with this key. */
export interface Placement {
  placed: Placed;
  replayed: boolean;
}

/**
 * Places the order of the caller's cart: holds the cart, prices it anew, writes the order in one batch, and asks the payment
 * provider when the cart is let go. Whatever is repeated, one cart makes one order.
 * @param saved what the buyer saved at the provider, to be charged in place of a page to go to
 * @throws cart-empty, checkout-in-progress, already-ordered, not-available, total-changed, promotion-used-up, insufficient-stock (every short
 *   line), cannot-ship-there, invalid-address, invalid-vat-id, provider-unknown, provider-unavailable, idempotency-key-reused, idempotency-key-in-flight
 */
export async function placeOrder(
  store: Store,
  given: Checkout,
  request: IdempotentRequest,
  saved?: SavedCharge,
): Promise<Placement> {
  const input = { ...given, ...(await addressesOf(given)) };
  const standing = await vatStandingOf(store, { vat_id: input.vat_id, country: input.shipping_address.country });
  await askAhead(store, input, standing);
  let outcome: { order: OrderState; answered: boolean } | { thrown: unknown; made: string | null } | undefined;
  const answer = await checkOutCart(store, request.key, async (filling) => {
    try {
      const { country } = input.shipping_address;
      const provider = await openProvider(store, input.payment_provider, { currency: filling.currency, country });
      const order = await orderFilling(store, provider, { ...input, standing }, request, filling);
      outcome = { order, answered: order.payments.every(isBegun) };
      return order.id;
    } catch (thrown) {
      // The answer may be lost and the order stand, or another request have come first.
      const made = await orderOf(store, filling.checkout_key);
      outcome = { thrown, made };
      return made;
    }
  });
  if (answer.outcome !== "done") return answerWithoutCart(store, request, answer, saved);
  if (!outcome) throw new Error("The cart let a checkout go without asking for its order.");
  if ("thrown" in outcome) {
    await forgetDeadCodes(store, removedCodes(outcome.thrown));
    return mend(store, request, outcome.made, outcome.thrown, saved);
  }
  return { placed: await finish(store, request, outcome.order, outcome.answered, saved), replayed: false };
}

/** Where it goes and who pays, as their countries write it. @throws invalid-address */
export async function addressesOf(
  given: Pick<Checkout, "shipping_address" | "billing_address">,
): Promise<Pick<Checkout, "shipping_address" | "billing_address">> {
  const { shipping_address, billing_address } = given;
  return {
    shipping_address: await checkedAddress(shipping_address, "/shipping_address"),
    ...(billing_address && { billing_address: await checkedAddress(billing_address, "/billing_address") }),
  };
}

/**
 * Has outside services work out the taxes of what the cart holds and carriers say what they take, before it is held: while it is,
 * nobody is called, and what is kept of their answers counts.
 */
async function askAhead(asker: Store, input: Checkout, standing: VatStanding): Promise<void> {
  const [{ provider }, byCarrier] = await Promise.all([
    taxServices(asker),
    isPricedByCarrier(asker, input.shipping_option),
  ]);
  if (provider === "own" && !byCarrier) return;
  const cart = await openCart(asker);
  if (!cart || cart.lines.length === 0) return;
  const { shipping_address: address, shipping_option, email } = input;
  try {
    const store = await inMarketOf(asker, cart);
    const terms = { currency: cart.currency, address, shipping_option, standing };
    await priceSale(store, { ...cart, email }, terms, "ask");
  } catch (thrown) {
    // What is wrong with the cart is for the checkout itself to tell: it may find it ordered already.
    if (!(thrown instanceof DomainError)) throw thrown;
  }
}

/** Prices what the cart holds anew and writes it as an order. */
export async function orderFilling(
  asker: Store,
  provider: PaymentProvider,
  { standing, ...input }: Checkout & { standing: VatStanding } & Pick<DraftInput, "window_seconds">,
  request: IdempotentRequest,
  filling: Filling,
): Promise<OrderState> {
  // Wherever the shopper has gone meanwhile, the cart is bought where it was filled.
  const store = await inMarketOf(asker, filling);
  const { checkout_key, currency } = filling;
  const { shipping_address: address, shipping_option, email } = input;
  const terms = { currency, address, shipping_option, standing };
  const [sale, shelves] = await Promise.all([
    priceSale(store, { ...filling, email }, terms, "as-quoted"),
    readShelves(store, variantsOf(filling)),
  ]);
  const requote = (): Promise<Quote> =>
    quoteOf(store, filling, { address, shipping_option, email }, standing, "as-quoted");
  if (sale.priced.total !== input.expected_total) {
    throw new DomainError("total-changed", "The total has changed. Look at it again before you pay.", {
      ...{ expected_total: input.expected_total, total: sale.priced.total, currency },
      quote: await requote(),
    });
  }
  const customer_key = sale.promotions.length > 0 ? await customerKey(store, email) : null;
  try {
    const order = await writeUntilDecided(store, provider, request, {
      ...input,
      ...standing,
      checkout_key,
      sale,
      shelves: sale.lines.length === filling.lines.length ? shelves : await readShelves(store, variantsOf(sale)),
      customer_key,
    });
    // The next shopper here is not promised what this one has taken the last of.
    if (sale.spends_budget) forgetPromotionRules();
    return order;
  } catch (thrown) {
    throw (await usedUp(store, thrown, filling, requote)) ?? thrown;
  }
}

export async function orderOf(store: Store, checkoutKey: string): Promise<string | null> {
  const [made] = await store.orders.select({ id: orders.id }).from(orders).where(eq(orders.checkout_key, checkoutKey));
  return made?.id ?? null;
}

const variantsOf = ({ lines }: Pick<Filling, "lines">) => lines.map(({ variant_id }) => variant_id);

type ToWrite = Omit<Checkout, "vat_id"> &
  Pick<DraftInput, "checkout_key" | "vat_id" | "vat_check" | "sale" | "customer_key" | "window_seconds"> & {
    shelves: Shelves;
  };

/** Writes the order's batch; a failure that may be gone already (a unit came back, a number was taken) is tried again. */
async function writeUntilDecided(
  store: Store,
  asked: PaymentProvider,
  request: IdempotentRequest,
  input: ToWrite,
): Promise<OrderState> {
  const provider = input.sale.priced.total === 0 ? nothingToPay : asked;
  const capture = await captureTime(store, provider);
  const { sale, shipping_address: to } = input;
  const pickup = sale.priced.shipping?.kind === "pickup";
  let shelves = input.shelves;
  for (let attempt = 0; ; attempt++) {
    const draft = draftOrder(store, {
      ...input,
      held: await chooseShelves(store, sale.lines, shelves, { ...to, pickup }),
      payment_provider: provider.name,
      capture,
      billing_address: input.billing_address ?? input.shipping_address,
    });
    const begun = await provider.beginHere?.(store, {
      order: { ...draft.order, lines: draft.lines },
      payment: draft.payment,
    });
    if (begun) Object.assign(draft.payment, begunFields(begun));
    if (begun?.expires_at) draft.order.expires_at = begun.expires_at;
    const told = openingStory(store, draft);
    const state = stateOf(draft, told);
    try {
      await writeOrder(
        store,
        draft,
        told,
        request,
        isBegun(draft.payment) ? { status: 201, body: answerOf(state) } : null,
      );
      return state;
    } catch (thrown) {
      const text = failureText(thrown);
      if (/no_oversell|FOREIGN KEY/.test(text)) {
        await refuseShortLines(store, sale.lines);
        // The last place may have been closed, or another opened, since this isolate looked.
        forgetStockRules();
        shelves = await readShelves(store, variantsOf(sale));
      } else if (!text.includes("UNIQUE constraint failed: orders.number")) throw thrown;
      if (attempt >= mostRetries) throw thrown;
    }
  }
}

/** The order as it stands once its batch is written. */
function stateOf(draft: Draft, told: readonly Told[]): OrderState {
  const timeline = told.map(({ type, story }, index) => ({
    order_id: draft.order.id,
    version: index + 1,
    type,
    data: story,
    actor: "",
    at: draft.order.created_at,
  }));
  return { ...draft.order, lines: draft.lines, payments: [draft.payment], shipments: [], timeline, ahead: draft.ahead };
}

/**
 * Asks the provider where it has not been asked, and keeps the answer under the caller's key. Where the provider does not
 * answer the order stands all the same, and the same key finds it again at once.
 * @param answered whether the answer was written with the order
 */
export async function finish(
  store: Store,
  request: IdempotentRequest,
  order: OrderState,
  answered: boolean,
  saved: SavedCharge | undefined,
): Promise<Placed> {
  const payment = order.payments[0];
  let begun = payment?.status === "initiating" ? await beginPayment(store, order, payment, saved) : order;
  if (payment && isPromised(payment)) {
    await resolvePayment(store, payment);
    begun = await loadOrder(store, order.id);
  }
  const charged = saved && begun.payments.find(({ id, status }) => id === payment?.id && status === "pending");
  if (charged && charged.redirect_url === null) {
    // Charged without a page: what came of it can be asked for at once.
    await resolvePayment(store, charged);
    begun = await loadOrder(store, order.id);
  }
  const answer = answerOf(begun);
  if (!answered) await keepAnswer(store, request, { status: 201, body: answer });
  return withToken(store, answer);
}

/**
 * What a failed attempt means: where this checkout has made its order already (its answer was lost, or another request came
 * first) it leads to that order, whatever has become of prices and stock since; else the failure is told.
 */
export async function mend(
  store: Store,
  request: IdempotentRequest,
  made: string | null,
  thrown: unknown,
  saved: SavedCharge | undefined,
): Promise<Placement> {
  if (!made && !isClaimed(thrown)) throw thrown;
  const kept = await findAnswer(store, request);
  if (made && kept === "unanswered") {
    const order = await loadOrder(store, made);
    return { placed: await finish(store, request, order, false, saved), replayed: true };
  }
  if (kept && kept !== "unanswered") return replay(store, kept.body);
  throw await alreadyOrdered(store, made ?? undefined);
}

/** The cart has nothing to order, or is being ordered: perhaps by this very request, sent before. */
async function answerWithoutCart(
  store: Store,
  request: IdempotentRequest,
  start: { outcome: string; idempotency_key?: string; order_id?: string },
  saved: SavedCharge | undefined,
): Promise<Placement> {
  const kept = await findAnswer(store, request);
  if (kept && kept !== "unanswered") return replay(store, kept.body);
  if (kept === "unanswered" && start.order_id) {
    const order = await loadOrder(store, start.order_id);
    return { placed: await finish(store, request, order, false, saved), replayed: true };
  }
  if (start.outcome === "in-progress") {
    throw start.idempotency_key === request.key
      ? stillRunning()
      : new DomainError(
          "checkout-in-progress",
          "This cart is being checked out in another window. Wait a moment, then look at your orders.",
        );
  }
  if (start.outcome === "ordered" || kept === "unanswered") throw await alreadyOrdered(store, start.order_id);
  throw new DomainError("cart-empty", "There is nothing in the cart to order.");
}

async function alreadyOrdered(store: Store, orderId: string | undefined): Promise<DomainError> {
  const where = orderId ? { order_id: orderId, order_url: await orderUrl(store, orderId) } : {};
  return new DomainError("already-ordered", "This cart was ordered already; it is ordered once.", where);
}

/** What is kept under the key: everything but the token, which is never stored. */
function answerOf(order: OrderState): Placed {
  return placedOf(order, order.payments.at(-1)?.id ?? "");
}

/** A body kept by {@link keepAnswer} was a {@link Placed} when it was written. */
async function replay(store: Store, body: unknown): Promise<Placement> {
  return { placed: await withToken(store, body as Placed), replayed: true };
}

async function withToken(store: Store, placed: Placed): Promise<Placed> {
  if (store.actor.kind !== "shopper") return placed;
  return { ...placed, order: { ...placed.order, access_token: await orderAccessToken(store, placed.order.id) } };
}
