import { OpenAPIHono } from "@hono/zod-openapi";
import { type FieldError, invalidInput } from "../errors.ts";
import type { Store } from "../store.ts";

/** What every handler finds in its context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    store: Store;
    requestId: string;
  };
}

/** A context's routes: contracts by `createRoute`, bad input turned into one problem that points at each field. */
export function newRouter(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw invalidInput(result.error.issues.flatMap(toFieldErrors));
    },
  });
}

interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
}

function toFieldErrors(issue: Issue): FieldError[] {
  const pointer = issue.path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  if (issue.code === "unrecognized_keys" && issue.keys) {
    return issue.keys.map((key) => ({ pointer: `${pointer}/${key.slice(0, 80)}`, detail: "There is no such field." }));
  }
  return [{ pointer, detail: issue.message }];
}
