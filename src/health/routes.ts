import { createRoute, z } from "@hono/zod-openapi";
import { json } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";

const alive = createRoute({
  method: "get",
  path: "/healthz",
  tags: ["Health"],
  operationId: "healthz",
  summary: "Whether the Worker runs",
  security: [],
  responses: { 200: json(z.object({ status: z.literal("ok") }), "It runs") },
});

const parts = z.object({
  status: z.enum(["ok", "failing"]),
  parts: z.record(
    z.string(),
    z.enum(["ok", "failing", "absent"]).openapi({ description: "`absent`: the store does without, less well" }),
  ),
});

const ready = createRoute({
  method: "get",
  path: "/readyz",
  tags: ["Health"],
  operationId: "readyz",
  summary: "Whether every binding answers",
  security: [],
  responses: { 200: json(parts, "All of them answer"), 503: json(parts, "The ones marked `failing` do not") },
});

/** Asks each binding the cheapest question it can answer. */
async function askEveryBinding(env: Env): Promise<Record<string, "ok" | "failing" | "absent">> {
  const questions: Record<string, () => Promise<unknown>> = {
    catalog: () => env.CATALOG.prepare("select 1").run(),
    orders: () => env.ORDERS.prepare("select 1").run(),
    customers: () => env.CUSTOMERS.prepare("select 1").run(),
    activity: () => env.ACTIVITY.prepare("select 1").run(),
    media: () => env.MEDIA.head("readyz"),
    imports: () => env.IMPORTS.head("readyz"),
    cart: () => env.CART.getByName("readyz").ping(),
  };
  const answers = Object.entries(questions).map(async ([part, ask]) => {
    const answered = await ask().then(
      () => true,
      () => false,
    );
    return [part, answered ? "ok" : "failing"] as const;
  });
  // Each question to the Images service is billed, so it is not asked. Without it pictures are served as they were uploaded.
  const images = ["images", env.IMAGES ? "ok" : "absent"] as const;
  return Object.fromEntries([...(await Promise.all(answers)), images]);
}

export const healthRoutes = newRouter()
  .openapi(alive, (c) => c.json({ status: "ok" as const }, 200))
  .openapi(ready, async (c) => {
    const answers = await askEveryBinding(c.env);
    const whole = Object.values(answers).every((answer) => answer !== "failing");
    return whole
      ? c.json({ status: "ok" as const, parts: answers }, 200)
      : c.json({ status: "failing" as const, parts: answers }, 503);
  });
