import { z } from "@hono/zod-openapi";
import { wholeNumber } from "../platform/http/pages.ts";
import { id, somethingChanges, text, time } from "../platform/schemas.ts";
import { longestSynonym, wordsOf } from "./asked-words.ts";

/** A language of the store by its tag alone, as `de`: a search in `de-AT` uses what is said of `de`. */
const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, "A language as ISO 639 writes it, as en or de.")
  .openapi({ example: "en" });

const term = text(80).refine((given) => {
  const count = wordsOf(given).length;
  return count >= 1 && count <= longestSynonym;
}, `One to ${longestSynonym} words.`);

const termsOfSynonym = z
  .array(term)
  .min(2, "At least two.")
  .max(20, "At most 20.")
  .openapi({ example: ["sofa", "couch", "settee"] });

const direction = z.enum(["both", "one_way"]).openapi({
  description: "`both`: each finds the others. `one_way`: the first finds the others too, not the other way round",
});

/** Words that mean the same to shoppers. */
export const newSynonym = z
  .strictObject({ language: language.optional(), words: termsOfSynonym, direction: direction.default("both") })
  .openapi("NewSynonym");
export type NewSynonym = z.infer<typeof newSynonym>;

export const synonymChange = z
  .strictObject({ words: termsOfSynonym.optional(), direction: direction.optional() })
  .refine(...somethingChanges)
  .openapi("SynonymChange");
export type SynonymChange = z.infer<typeof synonymChange>;

export const synonym = z
  .object({
    id: z.string(),
    language: z.string(),
    words: z.array(z.string()),
    direction,
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Synonym");
export type Synonym = z.infer<typeof synonym>;

const mostPlaced = 50;
const productIds = z.array(id("prod")).max(mostPlaced, `At most ${mostPlaced}.`);

const ruleFields = {
  pinned: productIds.openapi({ description: "These stand first, in this order, also where they lack the words" }),
  buried: productIds.openapi({ description: "These stand last" }),
};

const eachOnce = (given: { pinned?: string[] | undefined; buried?: string[] | undefined }) => {
  const all = [...(given.pinned ?? []), ...(given.buried ?? [])];
  return new Set(all).size === all.length;
};
const onceMessage = "Each product once: it cannot stand first and last.";

/** What staff want first, and what last, for one search, whatever its case and accents. */
export const newSearchRule = z
  .strictObject({
    language: language.optional(),
    query: text(200).refine((given) => wordsOf(given).length > 0, "At least one word."),
    pinned: ruleFields.pinned.default([]),
    buried: ruleFields.buried.default([]),
  })
  .refine((given) => given.pinned.length + given.buried.length > 0, "Name a product.")
  .refine(eachOnce, onceMessage)
  .openapi("NewSearchRule");
export type NewSearchRule = z.infer<typeof newSearchRule>;

export const searchRuleChange = z
  .strictObject({ pinned: ruleFields.pinned.optional(), buried: ruleFields.buried.optional() })
  .refine(...somethingChanges)
  .refine(eachOnce, onceMessage)
  .openapi("SearchRuleChange");
export type SearchRuleChange = z.infer<typeof searchRuleChange>;

export const searchRule = z
  .object({
    id: z.string(),
    language: z.string(),
    query: z.string(),
    pinned: z.array(z.string()),
    buried: z.array(z.string()),
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("SearchRule");
export type SearchRule = z.infer<typeof searchRule>;

export const searchMiss = z
  .object({
    words: z.string(),
    locale: z.string(),
    searches: z.int(),
    shown: z.enum(["nothing", "some", "corrected"]).openapi({
      description:
        "What was shown instead: nothing, products with some of the words, or what a corrected spelling found",
    }),
    last_at: time,
  })
  .openapi("SearchMiss");
export type SearchMiss = z.infer<typeof searchMiss>;

export const missQuery = z.strictObject({
  days: wholeNumber(1, 90).default(30).openapi({ description: "Days back from now" }),
  limit: wholeNumber(1, 100).default(50),
});
