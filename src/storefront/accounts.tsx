import type { Context } from "hono";
import { confirmSignUp, requestPasswordReset, resetPassword, signUp } from "../identity/accounts.ts";
import { sessionOf } from "../identity/authenticate.ts";
import { clearedSessionCookie, writeSessionCookie } from "../identity/cookie.ts";
import { limitGuesses } from "../identity/guesses.ts";
import { confirmInput, forgotInput, logInInput, resetInput, signUpInput } from "../identity/schemas.ts";
import { endSessions, logIn } from "../identity/sessions.ts";
import { listOrders } from "../orders/list-orders.ts";
import { DomainError } from "../platform/errors.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import type { Typed, Wrong } from "./components/field.tsx";
import { check, largestForm, ownPath, readForm } from "./forms.ts";
import { answerPage, surroundings } from "./page.tsx";
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

accountRoutes.get("/sign-in", (c) => showSignIn(c, { typed: { next: c.req.query("next") ?? "/account" }, wrong: {} }));

accountRoutes.post("/sign-in", async (c) => {
  const { store } = c.var;
  const typed = await readForm(c);
  const asked = check(logInInput, { email: typed.email ?? "", password: typed.password ?? "" });
  if (!asked.right) return showSignIn(c, { typed, wrong: asked.wrong });
  try {
    await limitGuesses(c, "login", asked.value.email);
    const session = await logIn(store, asked.value);
    c.header("Set-Cookie", writeSessionCookie(store, session.accessToken, session.sessionId), { append: true });
  } catch (thrown) {
    return showSignIn(c, { typed, wrong: {}, refused: refusal(thrown) });
  }
  return c.redirect(ownPath(typed.next, "/account"), 303);
});

accountRoutes.post("/sign-out", async (c) => {
  const { store } = c.var;
  const session = await sessionOf(store, c.req.raw.headers);
  if (session !== null) await endSessions(store, [session]);
  c.header("Set-Cookie", clearedSessionCookie, { append: true });
  return c.redirect("/", 303);
});

accountRoutes.get("/sign-up", (c) => showSignUp(c, { typed: {}, wrong: {} }));

accountRoutes.post("/sign-up", async (c) => {
  const typed = await readForm(c);
  const { name = "", email = "", password = "" } = typed;
  const asked = check(signUpInput, { name, email, password });
  if (!asked.right) return showSignUp(c, { typed, wrong: asked.wrong });
  try {
    await limitGuesses(c, "signup", asked.value.email);
    await signUp(c.var.store, asked.value);
  } catch (thrown) {
    return showSignUp(c, { typed, wrong: {}, refused: refusal(thrown) });
  }
  const page = <CheckMailPage email={asked.value.email} />;
  return answerPage(c, await surroundings(c), { title: "Look into your mail", personal: true }, page);
});

/** The link in the mail only shows a button: programs that look at every link of a mail must not use it up. */
accountRoutes.get("/confirm", (c) => showConfirm(c, c.req.query("token") ?? ""));

accountRoutes.post("/confirm", async (c) => {
  const { token = "" } = await readForm(c);
  const asked = check(confirmInput, { token });
  if (!asked.right) return showConfirm(c, token, "The link is not whole. Copy all of it from the mail.");
  try {
    await limitGuesses(c, "confirm", null);
    await confirmSignUp(c.var.store, asked.value.token);
  } catch (thrown) {
    return showConfirm(c, token, refusal(thrown));
  }
  return answerPage(c, await surroundings(c), { title: "Welcome", personal: true }, <ConfirmedPage />);
});

accountRoutes.get("/forgot-password", async (c) => showForgot(c, { typed: {}, wrong: {} }));

accountRoutes.post("/forgot-password", async (c) => {
  const typed = await readForm(c);
  const asked = check(forgotInput, { email: typed.email ?? "" });
  if (!asked.right) return showForgot(c, { typed, wrong: asked.wrong });
  try {
    await limitGuesses(c, "forgot", asked.value.email);
  } catch (thrown) {
    return showForgot(c, { typed, wrong: {}, refused: refusal(thrown) });
  }
  requestPasswordReset(c.var.store, asked.value.email);
  return showForgot(c, { typed, wrong: {}, sent: true });
});

accountRoutes.get("/reset-password", (c) => showNewPassword(c, { token: c.req.query("token") ?? "", wrong: {} }));

accountRoutes.post("/reset-password", async (c) => {
  const { token = "", password = "" } = await readForm(c);
  const asked = check(resetInput, { token, password });
  if (!asked.right) return showNewPassword(c, { token, wrong: asked.wrong });
  try {
    await limitGuesses(c, "reset", null);
    await resetPassword(c.var.store, asked.value.token, asked.value.password);
  } catch (thrown) {
    return showNewPassword(c, { token, wrong: {}, refused: refusal(thrown) });
  }
  return answerPage(c, await surroundings(c), { title: "A new password", personal: true }, <PasswordSetPage />);
});

accountRoutes.get("/account", async (c) => {
  const { store } = c.var;
  if (store.actor.kind !== "customer" && store.actor.kind !== "staff") return c.redirect("/sign-in?next=/account", 303);
  const cursor = c.req.query("cursor");
  // Staff see their own orders here as everybody does; the back office shows them all.
  const { id, email, groups } = store.actor;
  const buyer = store.as({ kind: "customer", id, email, groups });
  const [around, { data, next_cursor }] = await Promise.all([
    surroundings(c),
    listOrders(buyer, { limit: pageLength, ...(cursor && { cursor }) }),
  ]);
  const page = <AccountPage email={email} orders={data} nextCursor={next_cursor} />;
  return answerPage(c, around, { title: "Your orders", personal: true }, page);
});

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
  const page = <SignInPage {...entry} next={ownPath(entry.typed.next, "/account")} />;
  return answerPage(c, await surroundings(c), { title: "Sign in", personal: true }, page, statusOf(entry));
}

async function showSignUp(c: Context<AppEnv>, entry: Entry): Promise<Response> {
  const head = { title: "Open an account", personal: true };
  return answerPage(c, await surroundings(c), head, <SignUpPage {...entry} />, statusOf(entry));
}

async function showConfirm(c: Context<AppEnv>, token: string, refused?: string): Promise<Response> {
  const page = <ConfirmPage token={token} refused={refused} />;
  const head = { title: "Confirm your address", personal: true };
  return answerPage(c, await surroundings(c), head, page, refused === undefined ? 200 : 422);
}

async function showForgot(c: Context<AppEnv>, entry: Entry & { sent?: boolean }): Promise<Response> {
  const head = { title: "Forgotten password", personal: true };
  return answerPage(c, await surroundings(c), head, <ForgotPage {...entry} />, statusOf(entry));
}

async function showNewPassword(
  c: Context<AppEnv>,
  entry: { token: string; wrong: Wrong; refused?: string },
): Promise<Response> {
  const head = { title: "A new password", personal: true };
  return answerPage(c, await surroundings(c), head, <NewPasswordPage {...entry} />, statusOf(entry));
}

/** What somebody is told who was not let in. @throws what is no answer to a person */
function refusal(thrown: unknown): string {
  if (thrown instanceof DomainError && thrown.status < 500) return thrown.detail;
  throw thrown;
}
