import { z } from "@hono/zod-openapi";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { callService, ServiceRefusal } from "./service-call.ts";

/** A token is asked anew so many seconds before it would end. */
const tokenMargin = 60;
const tokens = new Warm<{ token: string; until: number }>(8 * 60 * 60, 4);

/** The reason that PayPal gives for refusing, such as `INSTRUMENT_DECLINED`; null for any other failure. */
export function issueOf(thrown: unknown): string | null {
  if (!(thrown instanceof ServiceRefusal) || thrown.status !== 422) return null;
  const told = z.object({ details: z.array(z.object({ issue: z.string() })).min(1) }).safeParse(thrown.body);
  return told.success ? (told.data.details[0]?.issue ?? null) : null;
}

function apiOf({ env }: Store): string {
  return env.PAYPAL_MODE === "live" ? "https://api-m.paypal.com" : "https://api-m.sandbox.paypal.com";
}

/** @param ask its key makes PayPal answer the same when it is asked again; `whole`: the answer with all its parts */
export async function call<Shape extends z.ZodType>(
  store: Store,
  method: "GET" | "POST",
  path: string,
  shape: Shape,
  ask: { key?: string; body?: unknown; whole?: boolean } = {},
): Promise<z.infer<Shape>> {
  const headers = {
    Authorization: `Bearer ${await accessToken(store)}`,
    ...(ask.key && { "PayPal-Request-Id": ask.key }),
    ...(ask.whole && { Prefer: "return=representation" }),
  };
  const body = ask.body === undefined ? {} : { body: ask.body };
  return callService(store, { service: "PayPal", method, url: apiOf(store) + path, headers, ...body }, shape);
}

/** @see https://developer.paypal.com/api/rest/authentication/ */
async function accessToken(store: Store): Promise<string> {
  const { PAYPAL_CLIENT_ID = "", PAYPAL_CLIENT_SECRET = "" } = store.env;
  const now = store.now().getTime();
  const known = tokens.get(PAYPAL_CLIENT_ID, now);
  if (known && known.until > now) return known.token;
  const { access_token, expires_in } = await callService(
    store,
    {
      service: "PayPal",
      method: "POST",
      url: `${apiOf(store)}/v1/oauth2/token`,
      headers: {
        Authorization: `Basic ${btoa(`${PAYPAL_CLIENT_ID}:${PAYPAL_CLIENT_SECRET}`)}`,
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    },
    z.object({ access_token: z.string(), expires_in: z.number() }),
  );
  tokens.set(PAYPAL_CLIENT_ID, { token: access_token, until: now + (expires_in - tokenMargin) * 1000 }, now);
  return access_token;
}
