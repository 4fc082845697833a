import { z } from "@hono/zod-openapi";
import { type IdPrefix, isId } from "./ids.ts";
import { largestAmount } from "./money.ts";
import type { NumberRange } from "./whole-number.ts";

/** Control characters other than tab and line breaks, NUL among them; and halves of characters, which are not stored as they came. */
const unwritable = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/** A character that can be seen: no space, nothing of format as a zero-width joiner, no mark without its letter, no filler. */
const visible = /[^\p{Z}\p{Cf}\p{M}\s\u115f\u1160\u3164\uffa0\u2800]/u;

/** Text that people wrote: trimmed, at least one character, no control characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "Write something here.")
    .max(max, `At most ${max} characters.`)
    .refine((value) => value === "" || visible.test(value), "Write something here that can be seen.")
    .refine((value) => !unwritable.test(value), "Control characters are not allowed.");

/** Text that may be empty. */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => !unwritable.test(value), "Control characters are not allowed.");

/** For `.refine(...somethingChanges)`: an edit that names no field is a mistake of whoever sends it. */
export const somethingChanges = [(given: object) => Object.keys(given).length > 0, "Nothing is changed."] as const;

/** An id with its prefix. */
export const id = (prefix: IdPrefix) =>
  z
    .string()
    .refine((value) => isId(prefix, value), `This is not the id of one: it begins with ${prefix}_.`)
    .openapi({ example: `${prefix}_01jd2v4q8r3x5y7z9b1d3f5h7k` });

/** ISO 4217, upper case. Whether there is such a currency is for verbs to say. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "A currency has three capital letters, as EUR.")
  .openapi({ example: "EUR", description: "ISO 4217" });

/** Minor units of the currency that stands beside it. */
export const amount = z.int().min(0).max(largestAmount).openapi({ example: 1999, description: "Minor units" });

/** How many of one line: 1 to 999. */
export const quantity = z.int("A whole number.").min(1, "At least 1.").max(999, "At most 999.").openapi({ example: 1 });

/**
 * A whole number in a rule that staff write. Its range is told here and looked at with the rest of the rule, by
 * `wholeNumberFault`, so that staff get every fault at once, each at its place.
 */
export const ruleNumber = ({ least, most }: NumberRange) =>
  z.number().openapi({ type: "integer", minimum: least, maximum: most });

/** UTC, ISO 8601, milliseconds. */
export const time = z.string().openapi({ format: "date-time", example: "2026-11-21T09:30:00.000Z" });

/** A moment, however it is written, as it is stored: UTC with milliseconds. One that is kept must have no `momentFault`. */
export const moment = z.iso
  .datetime({ offset: true, error: "A time as 2026-11-21T09:30:00Z." })
  .transform((given) => new Date(given).toISOString())
  .openapi({ type: "string", format: "date-time", example: "2026-11-21T09:30:00.000Z" });

/** Lower-cased; at most 254 characters, as SMTP allows. */
export const email = z
  .string()
  .trim()
  .max(254, "At most 254 characters.")
  .toLowerCase()
  .pipe(z.email("This is not an e-mail address."))
  .openapi({ format: "email", example: "ada@example.com" });

/** Lower-case words and digits joined by hyphens, as in a URL. */
export const slug = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters and digits, joined by hyphens.")
  .openapi({ example: "hammered-copper-pan" });

/** A place that a parcel or a bill can go to. Which parts it needs, and in which form, its country says: `checkedAddress`. */
export const address = z
  .strictObject({
    name: text(120),
    company: optionalText(120).optional(),
    line1: text(200),
    line2: optionalText(200).optional(),
    city: optionalText(120).openapi({ description: "Empty where the country's addresses name none" }),
    region: optionalText(120).optional().openapi({ description: "Its code where it has one, as `CA`; or its name" }),
    postal_code: optionalText(20).openapi({ description: "Empty where the country has none" }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "Two capital letters, as DE.")
      .openapi({ description: "ISO 3166-1 alpha-2" }),
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, "International form, as +4930123456.")
      .optional()
      .openapi({ description: "E.164" }),
  })
  .openapi("Address");

export type Address = z.infer<typeof address>;

/** The answer to every failure (RFC 9457). */
export const problem = z
  .object({
    type: z.string().openapi({ format: "uri" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().openapi({ description: "Stable; see the list of error codes" }),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi("Problem");
