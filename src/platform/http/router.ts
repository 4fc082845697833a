import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { getPath } from "hono/utils/url";
import { type FieldError, invalidInput, pointerTo } from "../errors.ts";
import type { Store } from "../store.ts";

/** What every handler finds in its context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    store: Store;
    requestId: string;
  };
}

/**
 * A context's routes: contracts by `createRoute`, bad input turned into one problem that points at each field.
 * @param pathOf the path that a request is looked up by, where it is not simply the one of its address
 */
export function newRouter(
  pathOf: (request: Request, options?: { env?: unknown }) => string = getPath,
): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    getPath: pathOf,
    defaultHook: (result) => {
      if (result.success) return;
      throw invalidInput(result.error.issues.flatMap(toFieldErrors));
    },
  });
}

/**
 * Refuses a query where the contract has none: a filter that is ignored gives a wrong answer that looks right. Endpoints that
 * take a query check it by their own schema.
 */
export function refuseStrayQueries(app: OpenAPIHono<AppEnv>): MiddlewareHandler<AppEnv> {
  let takesQuery: ReadonlyMap<string, boolean> | undefined;
  return async (c, next) => {
    const names = Object.keys(c.req.queries());
    if (names.length === 0) return next();
    takesQuery ??= new Map(
      app.openAPIRegistry.definitions.flatMap((definition) => {
        if (definition.type !== "route") return [];
        const { method, path, request } = definition.route;
        return [[nameOf(method, path.replaceAll(/\{([^}]+)\}/g, ":$1")), request?.query !== undefined] as const];
      }),
    );
    const endpoint = matchedRoutes(c).find(({ path }) => takesQuery?.has(nameOf(c.req.method, path)));
    if (endpoint && !takesQuery.get(nameOf(c.req.method, endpoint.path))) {
      throw invalidInput(
        names.map((name) => ({ pointer: pointerTo([name.slice(0, 80)]), detail: "There is no such parameter." })),
      );
    }
    await next();
  };
}

function nameOf(method: string, path: string): string {
  return `${method.toUpperCase() === "HEAD" ? "GET" : method.toUpperCase()} ${path}`;
}

interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
}

/** What is wrong with a field, as a problem tells it: of the fields that nobody knows each by itself. */
export function toFieldErrors(issue: Issue): FieldError[] {
  const pointer = pointerTo(issue.path);
  if (issue.code === "unrecognized_keys" && issue.keys) {
    return issue.keys.map((key) => ({
      pointer: pointer + pointerTo([key.slice(0, 80)]),
      detail: "There is no such field.",
    }));
  }
  return [{ pointer, detail: issue.message }];
}
