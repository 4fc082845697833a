import type { Context } from "hono";
import { rememberCart } from "../cart/caller.ts";
import { addToCart, editLine, readCart, removeLine } from "../cart/cart.ts";
import { addToCartBody, type CartView, editLineBody, removeLineBody } from "../cart/schemas.ts";
import { DomainError } from "../platform/errors.ts";
import { limitWrites } from "../platform/http/limits.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import type { Typed } from "./components/field.tsx";
import { check, largestForm, ownPath, readForm } from "./forms.ts";
import { answerPage, answerPart, surroundings } from "./page.tsx";
import { CartPage, MiniCart } from "./pages/cart.tsx";

/** The cart's page and its forms. */
export const cartingRoutes = newRouter();

cartingRoutes.use("/cart/*", limitBody(largestForm), limitWrites);

cartingRoutes.get("/cart", async (c) => showCart(c, null));

/** Adds, and goes on to the cart; with `part=mini-cart`, which script sends, answers with the drawer's content alone. */
cartingRoutes.post("/cart/add", async (c) => {
  const form = await readForm(c);
  const { cart, added, refused } = await tryToAdd(c, form);
  if (form.part === "mini-cart") {
    const shown = cart ?? (await readCart(c.var.store));
    return answerPart(c, <MiniCart cart={shown} added={added} refused={refused} />);
  }
  return refused === undefined ? c.redirect("/cart", 303) : showCart(c, refused, ownPath(form.back, "/cart"));
});

cartingRoutes.post("/cart/edit", async (c) => {
  const { line_id, quantity, step } = await readForm(c);
  const asked = check(editLineBody, { line_id, quantity: stepped(wholeNumber(quantity), step) });
  if (!asked.right) return showCart(c, `Quantity: ${asked.wrong.quantity ?? "A whole number."}`);
  return change(c, () => editLine(c.var.store, asked.value));
});

cartingRoutes.post("/cart/remove", async (c) => {
  const asked = check(removeLineBody, { line_id: (await readForm(c)).line_id });
  if (!asked.right) return showCart(c, "That line is not in the cart any more.");
  return change(c, () => removeLine(c.var.store, asked.value));
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
  const asked = check(addToCartBody, { variant_id: form.variant_id, quantity: wholeNumber(form.quantity) });
  if (!asked.right) {
    const { quantity } = asked.wrong;
    return { added: null, refused: quantity ? `Quantity: ${quantity}` : "Choose what to put into the cart." };
  }
  const added = asked.value.variant_id;
  try {
    const cart = await addToCart(c.var.store, asked.value);
    rememberCart(c, cart);
    return { cart, added };
  } catch (thrown) {
    return { added, refused: refusal(thrown) };
  }
}

/** Changes the cart and shows it, with what stood in the way. */
async function change(c: Context<AppEnv>, work: () => Promise<CartView>): Promise<Response> {
  try {
    await work();
  } catch (thrown) {
    return showCart(c, refusal(thrown));
  }
  return c.redirect("/cart", 303);
}

async function showCart(c: Context<AppEnv>, refused: string | null, back?: string): Promise<Response> {
  const around = await surroundings(c);
  const page = <CartPage cart={around.cart} refused={refused ?? undefined} back={back} />;
  return answerPage(c, around, { title: "Cart", personal: true }, page, refused ? 409 : 200);
}

/** What a shopper is told when the cart says no. @throws what is no answer to a shopper */
function refusal(thrown: unknown): string {
  if (thrown instanceof DomainError && thrown.status < 500 && thrown.status !== 429) {
    return thrown.code === "not-found" ? "That is not for sale any more." : thrown.detail;
  }
  throw thrown;
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
