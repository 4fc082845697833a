import { createRoute, type z } from "@hono/zod-openapi";
import { json, jsonBody, problems } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { confirmSignUp, requestPasswordReset, resetPassword, signUp } from "./accounts.ts";
import { sessionOf } from "./authenticate.ts";
import { clearedSessionCookie, writeSessionCookie } from "./cookie.ts";
import { limitGuesses } from "./guesses.ts";
import {
  account,
  confirmInput,
  forgotInput,
  keySet,
  logInInput,
  logOutInput,
  refreshInput,
  resetInput,
  signedIn,
  signUpInput,
} from "./schemas.ts";
import { endSessions, logIn, refreshSession, type SignedIn } from "./sessions.ts";
import { publishedKeys } from "./signing-keys.ts";
import { accessTokenLife, readRefreshToken } from "./tokens.ts";

const signUpRoute = createRoute({
  method: "post",
  path: "/api/v1/users/signup",
  tags: ["People"],
  operationId: "signUp",
  summary: "Open an account",
  security: [],
  description:
    "The account can be used once its address is confirmed by the link that is mailed. The answer is the same where the " +
    "address has an account already; its owner is told by mail.",
  request: { body: jsonBody(signUpInput) },
  responses: { 201: json(account, "Check the mail"), ...problems(400, 413, 415, 429) },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/api/v1/users/confirm-signup",
  tags: ["People"],
  operationId: "confirmSignUp",
  summary: "Prove an e-mail address",
  security: [],
  request: { body: jsonBody(confirmInput) },
  responses: { 200: json(account, "The account can be used"), ...problems(400, 413, 415, 422, 429) },
});

const logInRoute = createRoute({
  method: "post",
  path: "/api/v1/users/login",
  tags: ["People"],
  operationId: "logIn",
  summary: "Sign in",
  security: [],
  description: "Answers tokens for programs, and sets the session cookie for browsers.",
  request: { body: jsonBody(logInInput) },
  responses: { 200: json(signedIn, "Signed in"), ...problems(400, 401, 403, 413, 415, 429) },
});

const refreshRoute = createRoute({
  method: "post",
  path: "/api/v1/users/refresh",
  tags: ["People"],
  operationId: "refreshSession",
  summary: "Get the next tokens",
  security: [],
  description:
    "A refresh token works once. One that comes again after it was used ends the session, for it may be stolen. A browser " +
    "with the session cookie needs none of this.",
  request: { body: jsonBody(refreshInput) },
  responses: { 200: json(signedIn, "The next tokens"), ...problems(400, 401, 413, 415, 429) },
});

const logOutRoute = createRoute({
  method: "post",
  path: "/api/v1/users/logout",
  tags: ["People"],
  operationId: "logOut",
  summary: "Sign out",
  security: [],
  description:
    "Ends the session of the access token, of the cookie, and of the refresh token in the body. An access token stays good " +
    "until it runs out, 15 minutes at most.",
  request: { body: { ...jsonBody(logOutInput), required: false } },
  responses: { 204: { description: "Signed out" }, ...problems(400, 401, 413, 415, 429) },
});

const forgotRoute = createRoute({
  method: "post",
  path: "/api/v1/users/password/forgot",
  tags: ["People"],
  operationId: "forgotPassword",
  summary: "Have a link to a new password mailed",
  security: [],
  request: { body: jsonBody(forgotInput) },
  responses: {
    202: { description: "If the address has an account, a mail is on its way" },
    ...problems(400, 413, 415, 429),
  },
});

const resetRoute = createRoute({
  method: "post",
  path: "/api/v1/users/password/reset",
  tags: ["People"],
  operationId: "resetPassword",
  summary: "Set a new password by the mailed link",
  security: [],
  description: "Ends every session of the account.",
  request: { body: jsonBody(resetInput) },
  responses: { 204: { description: "The new password holds" }, ...problems(400, 413, 415, 422, 429) },
});

const keysRoute = createRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  tags: ["People"],
  operationId: "publishedKeys",
  summary: "The keys that sign access tokens",
  security: [],
  responses: { 200: json(keySet, "RFC 7517"), ...problems(401) },
});

function toWire({ person: { id, email, name, groups }, accessToken, refreshToken }: SignedIn) {
  return {
    access_token: accessToken,
    token_type: "Bearer" as const,
    expires_in: accessTokenLife,
    refresh_token: refreshToken,
    user: { id, email, name, groups },
  } satisfies z.infer<typeof signedIn>;
}

export const identityRoutes = newRouter()
  .openapi(signUpRoute, async (c) => {
    const input = c.req.valid("json");
    await limitGuesses(c, "signup", input.email);
    return c.json({ user: await signUp(c.var.store, input) }, 201);
  })
  .openapi(confirmRoute, async (c) => {
    await limitGuesses(c, "confirm", null);
    return c.json({ user: await confirmSignUp(c.var.store, c.req.valid("json").token) }, 200);
  })
  .openapi(logInRoute, async (c) => {
    const input = c.req.valid("json");
    await limitGuesses(c, "login", input.email);
    const session = await logIn(c.var.store, input);
    c.header("Set-Cookie", writeSessionCookie(c.var.store, session.accessToken, session.sessionId), { append: true });
    return c.json(toWire(session), 200);
  })
  .openapi(refreshRoute, async (c) =>
    c.json(toWire(await refreshSession(c.var.store, c.req.valid("json").refresh_token)), 200),
  )
  .openapi(logOutRoute, async (c) => {
    const { store } = c.var;
    const { refresh_token = "" } = c.req.valid("json");
    const named = [await sessionOf(store, c.req.raw.headers), readRefreshToken(store, refresh_token)?.sessionId];
    await endSessions(
      store,
      named.filter((id) => typeof id === "string"),
    );
    c.header("Set-Cookie", clearedSessionCookie, { append: true });
    return c.body(null, 204);
  })
  .openapi(forgotRoute, async (c) => {
    const { store } = c.var;
    const { email } = c.req.valid("json");
    await limitGuesses(c, "forgot", email);
    requestPasswordReset(store, email);
    return c.body(null, 202);
  })
  .openapi(resetRoute, async (c) => {
    const { token, password } = c.req.valid("json");
    await limitGuesses(c, "reset", null);
    await resetPassword(c.var.store, token, password);
    return c.body(null, 204);
  })
  .openapi(keysRoute, async (c) => {
    const keys = await publishedKeys(c.var.store);
    c.header("Cache-Control", "public, max-age=300");
    return c.json({ keys }, 200);
  });
