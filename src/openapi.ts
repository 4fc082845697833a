import type { OpenAPIHono } from "@hono/zod-openapi";
import { errorCodes } from "./platform/error-codes.ts";
import type { AppEnv } from "./platform/http/router.ts";

const introduction = `
The wire of Souk. JSON in and out, \`snake_case\`; unknown fields are refused.

**Who calls.** \`Authorization: Bearer\` with the token from \`/users/login\`, or the session cookie in a browser. A shopper
without an account is known by the cart alone: the \`x-cart-id\` header, or the cart's cookie.

**Money** is an integer in the minor unit of the \`currency\` beside it. **Times** are UTC, ISO 8601. **Lists** take \`limit\`
and \`cursor\` and answer \`{ data, next_cursor }\`.

**Errors** are problem documents (RFC 9457); programs branch on \`code\`:

| code | status | |
|---|---|---|
${Object.entries(errorCodes)
  .map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`)
  .join("\n")}
`;

/** Serves the contract that the routes declare, as OpenAPI 3.1. */
export function serveContract(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "From `POST /users/login`",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "cart", {
    type: "apiKey",
    in: "header",
    name: "x-cart-id",
    description: "A shopper's cart; minted by the first `POST /cart/add`",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "orderToken", {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "A guest's access token to one order, from the answer of `POST /checkout`",
  });
  app.doc31("/api/v1/openapi.json", (c) => describeContract(new URL(c.req.url).origin));
}

/** What the contract says of itself. @param origin where this store is reached */
export function describeContract(origin: string) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Souk",
      version: "1.0.0",
      description: introduction,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: origin, description: "This store" }],
    security: [],
  };
}
