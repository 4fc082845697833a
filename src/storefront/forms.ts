import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { DomainError } from "../platform/errors.ts";
import type { AppEnv } from "../platform/http/router.ts";
import type { Typed, Wrong } from "./components/field.tsx";
import type { Messages } from "./messages/words.ts";

/** The largest form, in bytes: all fields of the checkout at their longest, several times over. */
export const largestForm = 64_000;

const formTypes = new Set(["application/x-www-form-urlencoded", "multipart/form-data"]);

/** Reads a form's text fields; the last one of a name counts. @throws wrong-content-type */
export async function readForm(c: Context<AppEnv>): Promise<Typed> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (!type || !formTypes.has(type)) throw new DomainError("wrong-content-type", "Send the form of the page.");
  const fields = await c.req.parseBody().catch(() => {
    throw new DomainError("invalid-input", "The form could not be read. Go back and send it again.");
  });
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

type Checked<Value> = { right: true; value: Value } | { right: false; wrong: Wrong };

/**
 * Checks what a form says by a context's own schema. Faults stand under the name of their field, the first of each, in the
 * shopper's language.
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  words: Messages,
): Checked<z.infer<Schema>> {
  const result = schema.safeParse(given);
  if (result.success) return { right: true, value: result.data };
  const wrong: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path.at(-1) ?? "");
    wrong[field] ??= faultOf(issue, field, words);
  }
  return { right: false, wrong };
}

/** What is wrong with a field. */
function faultOf(issue: z.core.$ZodIssue, field: string, { form }: Messages): string {
  if (field === "quantity" && issue.code === "invalid_type") return form.wholeNumber;
  if (field === "phone") return form.phone;
  if (issue.code === "too_small") {
    const least = Number(issue.minimum);
    if (issue.origin !== "string") return form.atLeast(least);
    return least > 1 ? form.tooShort(least) : form.empty;
  }
  if (issue.code === "too_big") {
    const most = Number(issue.maximum);
    return issue.origin === "string" ? form.tooLong(most) : form.atMost(most);
  }
  return field === "email" ? form.email : form.other;
}

/** A path of this shop to go on to; `otherwise` for anything else, so that no form leads out of it. */
export function ownPath(given: string | undefined, otherwise: string): string {
  if (!given?.startsWith("/") || given.includes("\\")) return otherwise;
  const parsed = URL.parse(given, "https://shop.invalid");
  // A path may come out of its dots with two slashes in front (`/.//elsewhere`), which browsers take for a host.
  const inside = parsed?.host === "shop.invalid" && !parsed.pathname.startsWith("//");
  return inside ? parsed.pathname + parsed.search : otherwise;
}
