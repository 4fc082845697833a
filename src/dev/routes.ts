import { timingSafeEqual } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { ensureStaff } from "../identity/accounts.ts";
import { notFound } from "../platform/errors.ts";
import { jsonBody, problems } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";

const demoStaff = z.strictObject({
  email: z.email(),
  password: z.string().min(8).max(128),
  name: z.string().min(1).max(100),
});

/** The header that proves that who asks has read this machine's .dev.vars. */
const secretHeader = "x-auth-secret";

const appoint = createRoute({
  method: "post",
  path: "/dev/staff",
  hide: true,
  request: { body: jsonBody(demoStaff) },
  responses: { 204: { description: "There is such a staff account" }, ...problems(400, 404) },
});

/**
 * The door through which `npm start` makes the first staff account. It stands in a local store alone, and opens for whoever
 * knows AUTH_SECRET: for anybody else there is nothing here.
 */
export const devRoutes = newRouter();

devRoutes.use("/dev/staff", async (c, next) => {
  if (c.env.STORE_MODE !== "local" || !knows(c.req.header(secretHeader), c.env.AUTH_SECRET)) throw notFound("page");
  await next();
});

devRoutes.openapi(appoint, async (c) => {
  await ensureStaff(c.var.store.as({ kind: "system" }), c.req.valid("json"));
  return c.body(null, 204);
});

function knows(given: string | undefined, secret: string): boolean {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const [ours, theirs] = [bytes(secret), bytes(given ?? "")];
  return ours.byteLength > 0 && ours.byteLength === theirs.byteLength && timingSafeEqual(ours, theirs);
}
