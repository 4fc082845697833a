import { createRoute, z } from "@hono/zod-openapi";
import { json, problems } from "../../platform/http/contract.ts";
import { accountFirst } from "../../platform/http/guards.ts";
import { newRouter } from "../../platform/http/router.ts";
import { listSavedMethods, removeMethod, saveMethod } from "./saved-methods.ts";
import { savedMethods, savingBegun } from "./schemas.ts";

const path = "/api/v1/users/profile/payment_methods";
const forAccounts = { security: [{ bearer: [] }], middleware: accountFirst };

const list = createRoute({
  method: "get",
  path,
  tags: ["People"],
  operationId: "listPaymentMethods",
  summary: "My saved ways to pay",
  ...forAccounts,
  responses: { 200: json(savedMethods, "As the payment service has them"), ...problems(401) },
});

const save = createRoute({
  method: "post",
  path,
  tags: ["People"],
  operationId: "savePaymentMethod",
  summary: "Save a way to pay, on the payment service's own page",
  ...forAccounts,
  responses: { 201: json(savingBegun, "Where to go"), ...problems(401, 422, 503) },
});

const remove = createRoute({
  method: "delete",
  path: `${path}/{id}`,
  tags: ["People"],
  operationId: "removePaymentMethod",
  summary: "Forget a saved way to pay",
  ...forAccounts,
  request: { params: z.object({ id: z.string().regex(/^pm_\w{1,100}$/, "This is no saved way to pay.") }) },
  responses: { 204: { description: "It is forgotten" }, ...problems(400, 401, 404, 422) },
});

/** A customer's door to their saved ways to pay. */
export const savedMethodRoutes = newRouter()
  .openapi(list, async (c) => c.json({ data: await listSavedMethods(c.var.store) }, 200))
  .openapi(save, async (c) => c.json(await saveMethod(c.var.store), 201))
  .openapi(remove, async (c) => {
    await removeMethod(c.var.store, c.req.valid("param").id);
    return c.body(null, 204);
  });
