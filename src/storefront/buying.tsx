import type { Context } from "hono";
import { addCode, removeCode } from "../cart/cart.ts";
import { orderAfterPayment } from "../checkout/after-payment.ts";
import { lookAfter } from "../checkout/look-after.ts";
import { payAgain } from "../checkout/pay-again.ts";
import { placeOrder } from "../checkout/place-order.ts";
import { quoteCart } from "../checkout/quote.ts";
import { checkout, payRequest, type Quote, type QuoteRequest, quoteRequest } from "../checkout/schemas.ts";
import { readProfile } from "../customers/profile.ts";
import { findOrder } from "../orders/find-order.ts";
import type { Order } from "../orders/schemas.ts";
import { openProviders } from "../payments/providers.ts";
import { type AddressFault, addressFaults } from "../platform/addresses/check-address.ts";
import { addressFormat } from "../platform/addresses/formats.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { addressOf, limitBy, limitTriedCode, limitWrites } from "../platform/http/limits.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import { idempotentRequest } from "../platform/idempotency.ts";
import { makeSecret } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import type { Typed, Wrong } from "./components/field.tsx";
import { check, largestForm, readForm } from "./forms.ts";
import { refusalIn } from "./messages/told.ts";
import type { Messages } from "./messages/words.ts";
import { type Around, answerPage, shopOf, surroundings } from "./page.tsx";
import { CheckoutPage, type Stopped } from "./pages/checkout.tsx";
import { isUnpaid, isWaiting, OrderPage, orderPath, wentBack } from "./pages/order.tsx";
import { PaymentReturnPage } from "./pages/payment-return.tsx";

/** Checkout, the way back from the payment, and orders. */
export const buyingRoutes = newRouter();

buyingRoutes.use("/checkout", limitBody(largestForm), limitWrites);
buyingRoutes.use("/orders/*", limitBody(largestForm), limitWrites);

buyingRoutes.get("/checkout", async (c) => {
  const [around, known] = await Promise.all([surroundings(c), knownOf(c.var.store)]);
  return showCheckout(c, around, { typed: known, wrong: {} });
});

buyingRoutes.post("/checkout", async (c) => {
  const typed = await readForm(c);
  // A code that stands in its field is brought first, also by Enter, which orders: the shopper counts on it.
  if (typed.code?.trim() && (typed.do === "code" || typed.do === "order")) return bringCode(c, typed, typed.code);
  const dropped = typed.do?.startsWith(without) ? typed.do.slice(without.length) : null;
  if (dropped !== null) await leaveCode(c.var.store, dropped);
  if (typed.do !== "order") return showCheckout(c, await surroundings(c), { typed, wrong: {} });
  const { words, to } = shopOf(c);
  const given = orderOf(typed);
  const order = check(checkout, given, words);
  const misplaced = addressWrongs(
    words,
    c.var.store.locale,
    given.shipping_address.country,
    await addressFaults(given.shipping_address),
  );
  if (!order.right || Object.keys(misplaced).length > 0) {
    const wrong = { ...misplaced, ...(order.right ? {} : inWords(order.wrong, words)) };
    return showCheckout(c, await surroundings(c), { typed, wrong });
  }
  await limitAttempts(c);
  try {
    const { store } = c.var;
    const { placed, replayed } = await placeOrder(
      store,
      order.value,
      await namedBy(c, typed.idempotency_key, order.value),
    );
    if (!replayed) lookAfter(c, placed.order);
    const token = placed.order.access_token ?? null;
    return c.redirect(placed.payment.redirect_url ?? to(returnPath(placed.order.id, token)), 303);
  } catch (thrown) {
    return answerRefusal(c, typed, thrown);
  }
});

buyingRoutes.get("/checkout/return", async (c) => {
  const token = c.req.query("token") ?? null;
  const [around, order] = await Promise.all([
    surroundings(c),
    orderAfterPayment(c.var.store, c.req.query("order") ?? "", token),
  ]);
  if (wentBack(order)) return c.redirect(around.shop.to(orderPath(order, token)), 303);
  return answerPage(
    c,
    around,
    {
      title: around.shop.words.order.title(order.number),
      personal: true,
      refreshAfter: isWaiting(order) ? 5 : undefined,
    },
    <PaymentReturnPage order={order} token={token} ways={await waysFor(c.var.store, order)} />,
  );
});

buyingRoutes.get("/orders/:id", async (c) => {
  const token = c.req.query("token") ?? null;
  const [around, order] = await Promise.all([surroundings(c), findOrder(c.var.store, c.req.param("id"), token)]);
  return answerPage(
    c,
    around,
    {
      title: around.shop.words.order.title(order.number),
      personal: true,
      refreshAfter: isWaiting(order) ? 5 : undefined,
    },
    <OrderPage order={order} token={token} ways={await waysFor(c.var.store, order)} />,
  );
});

/** The ways to pay that are open for an order that waits for its money. */
async function waysFor(store: Store, order: Order): Promise<readonly string[]> {
  if (!isUnpaid(order)) return [];
  return openProviders(store, { currency: order.currency, country: order.shipping_address.country });
}

/** Another attempt to pay, from the order's page. */
buyingRoutes.post("/orders/:id/pay", async (c) => {
  const token = c.req.query("token") ?? null;
  const form = await readForm(c);
  await limitAttempts(c);
  const asked = check(payRequest, { order_id: c.req.param("id"), provider: form.provider }, shopOf(c).words);
  if (!asked.right) throw notFound("order");
  const { order, payment } = await payAgain(c.var.store, asked.value, token);
  return c.redirect(payment.redirect_url ?? shopOf(c).to(orderPath(order, token)), 303);
});

/** What a button of the checkout says that takes a code out, before the code. */
const without = "without ";

/** Brings a code to the cart and shows the checkout as it then is; one that is refused stands in its field, with why. */
async function bringCode(c: Context<AppEnv>, typed: Typed, code: string): Promise<Response> {
  await limitTriedCode(c);
  const wrong: Record<string, string> = {};
  try {
    await addCode(c.var.store, code);
  } catch (thrown) {
    if (!(thrown instanceof DomainError) || thrown.status >= 500) throw thrown;
    wrong.code = refusalIn(shopOf(c).words, thrown);
  }
  const rest = wrong.code === undefined ? { ...typed, code: "", expected_total: "" } : typed;
  return showCheckout(c, await surroundings(c), { typed: rest, wrong });
}

/** Takes a code out; one that is not in the cart any more is out already. */
async function leaveCode(store: Store, code: string): Promise<void> {
  try {
    await removeCode(store, code);
  } catch (thrown) {
    if (!(thrown instanceof DomainError) || thrown.code !== "not-found") throw thrown;
  }
}

/** Attempts to pay are counted by where they come from. */
async function limitAttempts(c: Context<AppEnv>): Promise<void> {
  const address = addressOf(c);
  if (address) await limitBy(c, "checkout", address);
}

/** The way back from the payment. */
function returnPath(orderId: string, token: string | null): string {
  return `/checkout/return?${new URLSearchParams({ order: orderId, ...(token && { token }) })}`;
}

/** What is known of the shopper before anything is typed: an account's own address and book. */
async function knownOf(store: Store): Promise<Typed> {
  const country = store.env.STORE_COUNTRY;
  if (store.actor.kind !== "customer" && store.actor.kind !== "staff") return { country };
  const { email, name, addresses } = await readProfile(store);
  return { country, name, ...addresses[0], email };
}

/** The form as the checkout takes it. Optional fields that are empty are not there. */
function orderOf(typed: Typed) {
  const optional = (name: string) => (typed[name]?.trim() ? { [name]: typed[name] } : {});
  return {
    email: typed.email ?? "",
    shipping_address: {
      name: typed.name ?? "",
      line1: typed.line1 ?? "",
      city: typed.city ?? "",
      postal_code: typed.postal_code ?? "",
      country: typed.country ?? "",
      ...optional("company"),
      ...optional("line2"),
      ...optional("region"),
      ...(typed.phone?.trim() && { phone: dialled(typed.phone) }),
    },
    ...optional("vat_id"),
    shipping_option: typed.shipping_option,
    payment_provider: typed.payment_provider ?? "",
    expected_total: Number(typed.expected_total ?? Number.NaN),
  };
}

/** A phone number without the blanks, dots and brackets that people write, and with + for 00. */
function dialled(typed: string): string {
  return typed.replaceAll(/[\s()./-]/g, "").replace(/^00/, "+");
}

/** What a country finds wrong with an address, under the names of its fields. */
function addressWrongs(
  { form, checkout: words }: Messages,
  locale: string,
  code: string,
  faults: readonly AddressFault[],
): Wrong {
  const country = () => new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
  const told: Record<AddressFault["fault"], () => string> = {
    missing: () => form.empty,
    "no-country": () => words.notThere,
    "no-postal-code": () => form.postalCode(country()),
    "no-region": () => form.region(country()),
  };
  return Object.fromEntries(faults.map(({ part, fault }) => [part, told[fault]()]));
}

/** Faults of fields that are chosen and not written. */
function inWords(wrong: Wrong, { checkout: words }: Messages): Wrong {
  const { shipping_option, payment_provider, ...rest } = wrong;
  return {
    ...rest,
    ...(shipping_option && { shipping_option: words.chooseShipping }),
    ...(payment_provider && { payment_provider: words.choosePayment }),
  };
}

/** The page's own key for this attempt, under the account or the cart that sends it. */
function namedBy(c: Context<AppEnv>, key: string | undefined, body: unknown) {
  return idempotentRequest(c.var.store.actor, key, { method: "POST", path: "/checkout", body });
}

/** Failures after which the order may stand already: the same key must find it again. */
const undecided = new Set(["idempotency-key-in-flight", "checkout-in-progress"]);

/** Shows the checkout again with why it stopped, or leads to where the cart went. @throws what no shopper can mend */
async function answerRefusal(c: Context<AppEnv>, typed: Typed, thrown: unknown): Promise<Response> {
  if (!(thrown instanceof DomainError)) throw thrown;
  const { code, detail, extra } = thrown;
  const { words, to } = shopOf(c);
  if (code === "cart-empty") return c.redirect(to("/cart"), 303);
  // The order stands already; where it waits for its payment, its page offers to pay.
  if (typeof extra.order_url === "string") return c.redirect(extra.order_url, 303);
  const wrong: Record<string, string> = {};
  if (code === "cannot-ship-there") wrong.shipping_option = refusalIn(words, thrown);
  if (code === "invalid-vat-id") wrong.vat_id = refusalIn(words, thrown);
  if (code === "provider-unknown") wrong.payment_provider = refusalIn(words, thrown);
  const stopped = { code, detail };
  const again = undecided.has(code) ? typed : { ...typed, idempotency_key: "" };
  const faults = { typed: again, wrong, ...(Object.keys(wrong).length === 0 && { stopped }) };
  return showCheckout(c, await surroundings(c), faults);
}

interface Attempt {
  typed: Typed;
  wrong: Wrong;
  stopped?: Stopped;
}

async function showCheckout(c: Context<AppEnv>, around: Around, { typed, wrong, stopped }: Attempt) {
  const { cart, shop } = around;
  if (cart.items.length === 0) return c.redirect(shop.to("/cart"), 303);
  const counted = await countUp(c.var.store, typed, shop.words);
  if (!counted) return c.redirect(shop.to("/cart"), 303);
  const { quote } = counted;
  const faults = { ...counted.wrong, ...wrong };
  const page = (
    <CheckoutPage
      cart={cart}
      quote={quote}
      format={await addressFormat(typed.country ?? c.var.store.env.STORE_COUNTRY)}
      typed={{
        payment_provider: quote.payment_providers[0] ?? "",
        ...typed,
        shipping_option: quote.shipping_option ?? "",
      }}
      wrong={faults}
      idempotencyKey={typed.idempotency_key || makeSecret()}
      stopped={stopped}
    />
  );
  const refused = stopped !== undefined || Object.keys(faults).length > 0;
  return answerPage(c, around, { title: shop.words.checkout.heading, personal: true }, page, refused ? 422 : 200);
}

/**
 * What the cart costs there and that way. A way that does not lead there gives place to the first that does; where none does,
 * it is what the cart costs at home, with that said of the country.
 * @returns null when something in the cart is no longer sold, or is more than an order may come to, which the cart's own page tells
 */
async function countUp(store: Store, typed: Typed, words: Messages): Promise<{ quote: Quote; wrong: Wrong } | null> {
  try {
    return { quote: await quoteCart(store, quotable(typed, words), true), wrong: {} };
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown;
    if (thrown.code === "not-available" || thrown.code === "quantity-over-limit") return null;
    if (thrown.code === "invalid-vat-id") {
      const counted = await countUp(store, { ...typed, vat_id: "" }, words);
      return counted && { ...counted, wrong: { ...counted.wrong, vat_id: refusalIn(words, thrown) } };
    }
    if (thrown.code !== "cannot-ship-there" || typed.country === store.env.STORE_COUNTRY) throw thrown;
    return { quote: await quoteCart(store, {}, true), wrong: { country: words.checkout.notThere } };
  }
}

/** As much of what was typed as a quote can be asked with. */
function quotable(typed: Typed, words: Messages): QuoteRequest {
  const { country, postal_code, region, vat_id, shipping_option, email } = typed;
  // Who buys makes a difference to some promotions; an e-mail address that is not whole yet makes none.
  const named = check(quoteRequest.pick({ email: true }), { email }, words);
  const buyer = { ...(named.right && named.value), ...(vat_id?.trim() && { vat_id }) };
  const place = { country, ...(postal_code?.trim() && { postal_code }), ...(region?.trim() && { region }) };
  for (const request of [{ address: place, shipping_option }, { address: place }, { address: { country } }]) {
    const asked = check(quoteRequest, request, words);
    if (asked.right) return { ...asked.value, ...buyer };
  }
  return buyer;
}
