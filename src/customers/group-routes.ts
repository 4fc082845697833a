import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { group, groupChange, groups, membership, membershipChange, newGroup } from "./group-schemas.ts";
import { createGroup, deleteGroup, findMembership, listGroups, renameGroup, setMembership } from "./groups.ts";

const tags = ["People"];
const named = z.object({ code: z.string().min(1).max(60) });
const customer = z.object({ id: z.string().min(1).max(60) });

const list = createRoute({
  method: "get",
  path: "/api/v1/customer-groups",
  tags,
  operationId: "listCustomerGroups",
  summary: "The store's own groups of customers",
  ...staffOnly,
  responses: { 200: json(groups, "All groups"), ...problems(401, 403) },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/customer-groups",
  tags,
  operationId: "createCustomerGroup",
  summary: "Make a group that customers can be put into, for prices and promotions",
  ...staffOnly,
  request: { body: jsonBody(newGroup) },
  responses: { 201: json(group, "The group"), ...problems(400, 401, 403, 409, 413, 415) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/customer-groups/{code}",
  tags,
  operationId: "renameCustomerGroup",
  summary: "Call a group otherwise; its code stays",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(groupChange) },
  responses: { 200: json(group, "The group"), ...problems(400, 401, 403, 404, 412, 413, 415, 428) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/customer-groups/{code}",
  tags,
  operationId: "deleteCustomerGroup",
  summary: "Take a group away; nobody is in it any more",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 409, 412, 428) },
});

const readMembership = createRoute({
  method: "get",
  path: "/api/v1/customers/{id}/groups",
  tags,
  operationId: "getGroupsOfCustomer",
  summary: "The groups that a customer is in",
  ...staffOnly,
  request: { params: customer },
  responses: { 200: json(membership, "Their groups"), ...problems(401, 403, 404) },
});

const changeMembership = createRoute({
  method: "put",
  path: "/api/v1/customers/{id}/groups",
  tags,
  operationId: "setGroupsOfCustomer",
  summary: "Put a customer into these groups, and no others",
  description: "It counts from the customer's next access token on: within fifteen minutes.",
  ...staffOnly,
  request: { params: customer, headers: ifMatch, body: jsonBody(membershipChange) },
  responses: { 200: json(membership, "Their groups"), ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428) },
});

export const groupRoutes = newRouter()
  .openapi(list, async (c) => c.json({ data: await listGroups(c.var.store) }, 200))
  .openapi(create, async (c) => {
    const created = await createGroup(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    return c.json(created, 201);
  })
  .openapi(change, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await renameGroup(c.var.store, c.req.valid("param").code, version, c.req.valid("json").name);
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(remove, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deleteGroup(c.var.store, c.req.valid("param").code, version);
    return c.body(null, 204);
  })
  .openapi(readMembership, async (c) => {
    const found = await findMembership(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(changeMembership, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const { groups: wanted } = c.req.valid("json");
    const changed = await setMembership(c.var.store, c.req.valid("param").id, version, wanted);
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  });
