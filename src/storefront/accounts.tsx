import type { Context } from "hono";
import { confirmSignUp, requestPasswordReset, resetPassword, signUp } from "../identity/accounts.ts";
import { sessionOf } from "../identity/authenticate.ts";
import { clearedSessionCookie, writeSessionCookie } from "../identity/cookie.ts";
import { limitGuesses } from "../identity/guesses.ts";
import { confirmInput, forgotInput, logInInput, resetInput, signUpInput } from "../identity/schemas.ts";
import { endSessions, logIn } from "../identity/sessions.ts";
import { listOrders } from "../orders/list-orders.ts";
import { listSavedMethods, removeMethod, saveMethod } from "../payments/saved/saved-methods.ts";
import type { SavedMethod } from "../payments/saved/schemas.ts";
import { DomainError } from "../platform/errors.ts";
import { limitWrites } from "../platform/http/limits.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import type { Store } from "../platform/store.ts";
import type { Typed, Wrong } from "./components/field.tsx";
import { check, largestForm, ownPath, readForm } from "./forms.ts";
import { refusalIn } from "./messages/told.ts";
import { answerPage, shopOf, surroundings } from "./page.tsx";
import { AccountPage } from "./pages/account.tsx";
import { ForgotPage, NewPasswordPage, PasswordSetPage } from "./pages/password.tsx";
import { CheckMailPage, ConfirmedPage, ConfirmPage, SignInPage, SignUpPage } from "./pages/sign-in.tsx";

/** Orders on a page of the account. */
const pageLength = 20;

/** Signing up and in, and the account. */
export const accountRoutes = newRouter();

for (const path of ["/sign-in", "/sign-up", "/sign-out", "/confirm", "/forgot-password", "/reset-password"]) {
  accountRoutes.use(path, limitBody(largestForm));
}

accountRoutes.get("/sign-in", (c) => showSignIn(c, { typed: { next: c.req.query("next") ?? "" }, wrong: {} }));

accountRoutes.post("/sign-in", async (c) => {
  const { store } = c.var;
  const { words, to } = shopOf(c);
  const typed = await readForm(c);
  const asked = check(logInInput, { email: typed.email ?? "", password: typed.password ?? "" }, words);
  if (!asked.right) return showSignIn(c, { typed, wrong: asked.wrong });
  try {
    await limitGuesses(c, "login", asked.value.email);
    const session = await logIn(store, asked.value);
    c.header("Set-Cookie", writeSessionCookie(store, session.accessToken, session.sessionId), { append: true });
  } catch (thrown) {
    return showSignIn(c, { typed, wrong: {}, refused: refusal(c, thrown) });
  }
  return c.redirect(ownPath(typed.next, to("/account")), 303);
});

accountRoutes.post("/sign-out", async (c) => {
  const { store } = c.var;
  const session = await sessionOf(store, c.req.raw.headers);
  if (session !== null) await endSessions(store, [session]);
  c.header("Set-Cookie", clearedSessionCookie, { append: true });
  return c.redirect(shopOf(c).to("/"), 303);
});

accountRoutes.get("/sign-up", (c) => showSignUp(c, { typed: {}, wrong: {} }));

accountRoutes.post("/sign-up", async (c) => {
  const typed = await readForm(c);
  const { name = "", email = "", password = "" } = typed;
  const { words } = shopOf(c);
  const asked = check(signUpInput, { name, email, password }, words);
  if (!asked.right) return showSignUp(c, { typed, wrong: asked.wrong });
  try {
    await limitGuesses(c, "signup", asked.value.email);
    await signUp(c.var.store, asked.value);
  } catch (thrown) {
    return showSignUp(c, { typed, wrong: {}, refused: refusal(c, thrown) });
  }
  const page = <CheckMailPage email={asked.value.email} />;
  return answerPage(c, await surroundings(c), { title: words.account.lookIntoMail, personal: true }, page);
});

/** The link in the mail only shows a button: programs that look at every link of a mail must not use it up. */
accountRoutes.get("/confirm", (c) => showConfirm(c, c.req.query("token") ?? ""));

accountRoutes.post("/confirm", async (c) => {
  const { token = "" } = await readForm(c);
  const { account } = shopOf(c).words;
  const asked = check(confirmInput, { token }, shopOf(c).words);
  if (!asked.right) return showConfirm(c, token, account.linkNotWhole);
  try {
    await limitGuesses(c, "confirm", null);
    await confirmSignUp(c.var.store, asked.value.token);
  } catch (thrown) {
    return showConfirm(c, token, refusal(c, thrown));
  }
  return answerPage(c, await surroundings(c), { title: account.welcome, personal: true }, <ConfirmedPage />);
});

accountRoutes.get("/forgot-password", async (c) => showForgot(c, { typed: {}, wrong: {} }));

accountRoutes.post("/forgot-password", async (c) => {
  const typed = await readForm(c);
  const asked = check(forgotInput, { email: typed.email ?? "" }, shopOf(c).words);
  if (!asked.right) return showForgot(c, { typed, wrong: asked.wrong });
  try {
    await limitGuesses(c, "forgot", asked.value.email);
  } catch (thrown) {
    return showForgot(c, { typed, wrong: {}, refused: refusal(c, thrown) });
  }
  requestPasswordReset(c.var.store, asked.value.email);
  return showForgot(c, { typed, wrong: {}, sent: true });
});

accountRoutes.get("/reset-password", (c) => showNewPassword(c, { token: c.req.query("token") ?? "", wrong: {} }));

accountRoutes.post("/reset-password", async (c) => {
  const { token = "", password = "" } = await readForm(c);
  const { words } = shopOf(c);
  const asked = check(resetInput, { token, password }, words);
  if (!asked.right) return showNewPassword(c, { token, wrong: asked.wrong });
  try {
    await limitGuesses(c, "reset", null);
    await resetPassword(c.var.store, asked.value.token, asked.value.password);
  } catch (thrown) {
    return showNewPassword(c, { token, wrong: {}, refused: refusal(c, thrown) });
  }
  return answerPage(c, await surroundings(c), { title: words.account.newTitle, personal: true }, <PasswordSetPage />);
});

accountRoutes.get("/account", async (c) => {
  const { store } = c.var;
  const { words, to } = shopOf(c);
  if (store.actor.kind !== "customer" && store.actor.kind !== "staff")
    return c.redirect(to(`/sign-in?next=${to("/account")}`), 303);
  const cursor = c.req.query("cursor");
  // Staff see their own orders here as everybody does; the back office shows them all.
  const { id, email, groups } = store.actor;
  const buyer = store.as({ kind: "customer", id, email, groups });
  const [around, { data, next_cursor }, cards] = await Promise.all([
    surroundings(c),
    listOrders(buyer, { limit: pageLength, ...(cursor && { cursor }) }),
    cardsOf(buyer),
  ]);
  const page = <AccountPage email={email} orders={data} nextCursor={next_cursor} cards={cards} />;
  return answerPage(c, around, { title: words.account.orders, personal: true }, page);
});

/** A card is entered on the payment service's own page. */
accountRoutes.post("/account/cards/add", limitBody(largestForm), limitWrites, async (c) =>
  c.redirect((await saveMethod(c.var.store)).redirect_url, 303),
);

accountRoutes.post("/account/cards/remove", limitBody(largestForm), limitWrites, async (c) => {
  const { id = "" } = await readForm(c);
  await removeMethod(c.var.store, id);
  return c.redirect(shopOf(c).to("/account"), 303);
});

/** The page stands without them where their service does not answer. */
async function cardsOf(store: Store): Promise<readonly SavedMethod[] | null | undefined> {
  if (!store.env.STRIPE_SECRET_KEY) return undefined;
  try {
    return await listSavedMethods(store);
  } catch (thrown) {
    store.log.error("saved-methods.list-failed", thrown);
    return null;
  }
}

interface Entry {
  typed: Typed;
  wrong: Wrong;
  refused?: string;
}

/** The status of a form that is shown again. */
function statusOf({ wrong, refused }: Omit<Entry, "typed">): 200 | 422 {
  return refused !== undefined || Object.keys(wrong).length > 0 ? 422 : 200;
}

async function showSignIn(c: Context<AppEnv>, entry: Entry): Promise<Response> {
  const { words, to } = shopOf(c);
  const page = <SignInPage {...entry} next={ownPath(entry.typed.next, to("/account"))} />;
  const head = { title: words.account.signIn, personal: true };
  return answerPage(c, await surroundings(c), head, page, statusOf(entry));
}

async function showSignUp(c: Context<AppEnv>, entry: Entry): Promise<Response> {
  const head = { title: shopOf(c).words.account.open, personal: true };
  return answerPage(c, await surroundings(c), head, <SignUpPage {...entry} />, statusOf(entry));
}

async function showConfirm(c: Context<AppEnv>, token: string, refused?: string): Promise<Response> {
  const page = <ConfirmPage token={token} refused={refused} />;
  const head = { title: shopOf(c).words.account.confirm, personal: true };
  return answerPage(c, await surroundings(c), head, page, refused === undefined ? 200 : 422);
}

async function showForgot(c: Context<AppEnv>, entry: Entry & { sent?: boolean }): Promise<Response> {
  const head = { title: shopOf(c).words.account.forgottenTitle, personal: true };
  return answerPage(c, await surroundings(c), head, <ForgotPage {...entry} />, statusOf(entry));
}

async function showNewPassword(
  c: Context<AppEnv>,
  entry: { token: string; wrong: Wrong; refused?: string },
): Promise<Response> {
  const head = { title: shopOf(c).words.account.newTitle, personal: true };
  return answerPage(c, await surroundings(c), head, <NewPasswordPage {...entry} />, statusOf(entry));
}

/** What somebody is told who was not let in. @throws what is no answer to a person */
function refusal(c: Context<AppEnv>, thrown: unknown): string {
  if (thrown instanceof DomainError && thrown.status < 500) return refusalIn(shopOf(c).words, thrown);
  throw thrown;
}
