import { createRoute } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { findCustomers } from "./find-customers.ts";
import { changeProfile, readProfile } from "./profile.ts";
import { customerPage, customerQuery, profile, profileChange } from "./schemas.ts";

const path = "/api/v1/users/profile";
const security = [{ bearer: [] }];

const readRoute = createRoute({
  method: "get",
  path,
  tags: ["People"],
  operationId: "readProfile",
  summary: "My profile",
  security,
  responses: { 200: json(profile, "The caller's own"), ...problems(401) },
});

const changeRoute = createRoute({
  method: "patch",
  path,
  tags: ["People"],
  operationId: "changeProfile",
  summary: "Change my profile",
  description: "What is left out stays. `addresses` replaces the whole address book.",
  security,
  request: { body: jsonBody(profileChange) },
  responses: { 200: json(profile, "As it is now"), ...problems(400, 401, 413, 415, 422, 429) },
});

const findRoute = createRoute({
  method: "get",
  path: "/api/v1/customers",
  tags: ["People"],
  operationId: "findCustomers",
  summary: "People with an account, by how their e-mail address begins",
  ...staffOnly,
  request: { query: customerQuery },
  responses: { 200: json(customerPage, "A page of them"), ...problems(400, 401, 403) },
});

const router = newRouter();
export const customerRoutes = router
  .openapi(readRoute, async (c) => c.json(await readProfile(c.var.store), 200))
  .openapi(changeRoute, async (c) => c.json(await changeProfile(c.var.store, c.req.valid("json")), 200))
  .openapi(findRoute, async (c) => c.json(await findCustomers(c.var.store, c.req.valid("query")), 200));
