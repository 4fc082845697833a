import type { Context } from "hono";
import { rememberCart } from "../cart/caller.ts";
import { addCode, addToCart, editLine, moveCartTo, readCart, removeCode, removeLine } from "../cart/cart.ts";
import { addCodeBody, addToCartBody, type CartView, editLineBody, removeLineBody } from "../cart/schemas.ts";
import { rememberMarket } from "../catalog/markets/caller.ts";
import { marketNamed } from "../catalog/markets/which-market.ts";
import { DomainError } from "../platform/errors.ts";
import { limitCodes, limitWrites } from "../platform/http/limits.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import type { Typed } from "./components/field.tsx";
import { check, largestForm, ownPath, readForm } from "./forms.ts";
import { refusalIn } from "./messages/told.ts";
import type { Messages } from "./messages/words.ts";
import { answerPage, answerPart, shopOf, surroundings } from "./page.tsx";
import { CartNews, CartPage, MiniCart, type TriedCode } from "./pages/cart.tsx";

/** The cart's page and its forms. */
export const cartingRoutes = newRouter();

cartingRoutes.use("/cart/*", limitBody(largestForm), limitWrites);

cartingRoutes.get("/cart", async (c) => showCart(c, null));

/** What script puts into the page that is open when the cart has changed elsewhere: the news of it, and what the drawer shows. */
cartingRoutes.get("/cart/news", async (c) => {
  const cart = await readCart(c.var.store);
  const warning = Number(c.env.CART_WARNING_SECONDS);
  return answerPart(
    c,
    <>
      <CartNews cart={cart} warning={warning} ended={c.req.query("ended") !== undefined} />
      <MiniCart cart={cart} added={null} />
    </>,
  );
});

/** Adds, and goes on to the cart; with `part=mini-cart`, which script sends, answers with the drawer's content alone. */
cartingRoutes.post("/cart/add", async (c) => {
  const form = await readForm(c);
  const { cart, added, refused } = await tryToAdd(c, form);
  if (form.part === "mini-cart") {
    const shown = cart ?? (await readCart(c.var.store));
    return answerPart(c, <MiniCart cart={shown} added={added} refused={refused} />);
  }
  const { to } = shopOf(c);
  return refused === undefined ? c.redirect(to("/cart"), 303) : showCart(c, refused, ownPath(form.back, to("/cart")));
});

cartingRoutes.post("/cart/edit", async (c) => {
  const { line_id, quantity, step } = await readForm(c);
  const { words } = shopOf(c);
  const asked = check(editLineBody, { line_id, quantity: stepped(wholeNumber(quantity), step) }, words);
  if (!asked.right) return showCart(c, words.cart.quantityFault(asked.wrong.quantity ?? words.form.wholeNumber));
  return change(c, () => editLine(c.var.store, asked.value));
});

cartingRoutes.post("/cart/remove", async (c) => {
  const { words } = shopOf(c);
  const asked = check(removeLineBody, { line_id: (await readForm(c)).line_id }, words);
  if (!asked.right) return showCart(c, words.cart.lineGone);
  return change(c, () => removeLine(c.var.store, asked.value));
});

/** Chooses where to shop. A filled cart goes along, priced anew; where something in it is not sold there, all stays as it was. */
cartingRoutes.post("/market", limitBody(largestForm), limitWrites, async (c) => {
  const { market: code = "", back } = await readForm(c);
  const { words, to } = shopOf(c);
  const home = ownPath(back, to("/"));
  const market = await marketNamed(c.var.store, code);
  if (!market) return c.redirect(home, 303);
  try {
    await moveCartTo(c.var.store, code);
  } catch (thrown) {
    if (!(thrown instanceof DomainError && thrown.code === "not-available")) throw thrown;
    return showCart(c, words.cart.notSoldThere, home);
  }
  rememberMarket(c, market);
  return c.redirect(home, 303);
});

cartingRoutes.use("/cart/code", limitCodes);

/** Brings a discount code. One that is refused stands in its field again, with why. */
cartingRoutes.post("/cart/code", async (c) => {
  const { words, to } = shopOf(c);
  const { code = "" } = await readForm(c);
  const asked = check(addCodeBody, { code }, words);
  if (!asked.right) return showCart(c, null, undefined, { typed: code, fault: asked.wrong.code ?? "" });
  try {
    rememberCart(c, await addCode(c.var.store, asked.value.code));
  } catch (thrown) {
    return showCart(c, null, undefined, { typed: code, fault: refusal(words, thrown) });
  }
  return c.redirect(to("/cart"), 303);
});

cartingRoutes.post("/cart/code/remove", async (c) => {
  const { code = "" } = await readForm(c);
  return change(c, () => removeCode(c.var.store, code));
});

interface Adding {
  /** The cart afterwards, where the goods went in. */
  cart?: CartView;
  /** The variant that was asked for. */
  added: string | null;
  /** Why it did not work. */
  refused?: string;
}

async function tryToAdd(c: Context<AppEnv>, form: Typed): Promise<Adding> {
  const { words } = shopOf(c);
  const asked = check(addToCartBody, { variant_id: form.variant_id, quantity: wholeNumber(form.quantity) }, words);
  if (!asked.right) {
    const { quantity } = asked.wrong;
    return { added: null, refused: quantity ? words.cart.quantityFault(quantity) : words.cart.choose };
  }
  const added = asked.value.variant_id;
  try {
    const cart = await addToCart(c.var.store, asked.value);
    rememberCart(c, cart);
    return { cart, added };
  } catch (thrown) {
    return { added, refused: refusal(words, thrown) };
  }
}

/** Changes the cart and shows it, with what stood in the way. */
async function change(c: Context<AppEnv>, work: () => Promise<CartView>): Promise<Response> {
  const { words, to } = shopOf(c);
  try {
    await work();
  } catch (thrown) {
    return showCart(c, refusal(words, thrown));
  }
  return c.redirect(to("/cart"), 303);
}

async function showCart(
  c: Context<AppEnv>,
  refused: string | null,
  back?: string,
  code?: TriedCode,
): Promise<Response> {
  const around = await surroundings(c);
  const page = <CartPage cart={around.cart} refused={refused ?? undefined} back={back} code={code} />;
  const status = code ? 422 : refused ? 409 : 200;
  return answerPage(c, around, { title: around.shop.words.cart.title, personal: true }, page, status);
}

/** What a shopper is told when the cart says no. @throws what is no answer to a shopper */
function refusal(words: Messages, thrown: unknown): string {
  if (thrown instanceof DomainError && thrown.status < 500 && thrown.status !== 429) {
    if (thrown.code === "not-found") return words.cart.gone;
    const left = leftOf(thrown);
    return left === null || words.refusals === null ? refusalIn(words, thrown) : words.goods.onlyLeft(left);
  }
  throw thrown;
}

/** How many there are of what was asked for too much of; null where the refusal is of another kind, or all are gone. */
function leftOf({ extra }: DomainError): number | null {
  const [line] = Array.isArray(extra.lines) ? (extra.lines as { available?: unknown }[]) : [];
  return typeof line?.available === "number" && line.available > 0 ? line.available : null;
}

/** A whole number as it was typed; NaN, which every schema refuses, for anything else. */
function wholeNumber(typed: string | undefined): number {
  return typed !== undefined && /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
}

/** The quantity after its button for one more or one less was pressed. */
function stepped(quantity: number, step: string | undefined): number {
  if (step === "1") return quantity + 1;
  return step === "-1" ? Math.max(0, quantity - 1) : quantity;
}
