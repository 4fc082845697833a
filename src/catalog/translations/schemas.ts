import { z } from "@hono/zod-openapi";
import { canonicalLocale } from "../../platform/locales.ts";
import { optionalText, text, time } from "../../platform/schemas.ts";

/** What has translations. */
export const translatedKind = z.enum(["product", "category", "collection", "attribute"]).openapi("TranslatedKind");
export type TranslatedKind = z.infer<typeof translatedKind>;

/** BCP 47, as `de` or `pt-BR`; however it is capitalised. */
export const localeTag = z
  .string()
  .max(20)
  .transform((given, context) => {
    const locale = canonicalLocale(given);
    if (locale) return locale;
    context.addIssue({ code: "custom", message: "A language as BCP 47 writes it, as de or pt-BR." });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "de" });

const title = text(200).optional();
const description = optionalText(20_000).optional();
const seo = { seo_title: text(200).optional(), seo_description: text(500).optional() };

/** At most so many names in one record: what one product can have. */
const few = <Schema extends z.ZodType>(value: Schema, most: number) =>
  z
    .record(z.string().min(1).max(120), value)
    .refine((given) => Object.keys(given).length <= most, `At most ${most} of them.`)
    .optional();

/** The texts of a product. `options` names them and their values by what they are called in the store's own language. */
export const productTexts = z
  .strictObject({
    title,
    description,
    ...seo,
    options: few(z.strictObject({ name: text(60).optional(), values: few(text(120), 500) }), 3),
    attributes: few(z.union([optionalText(2000), z.array(text(200)).max(50)]), 100),
    alts: few(optionalText(500), 500),
  })
  .openapi("ProductTexts");
export type ProductTexts = z.infer<typeof productTexts>;

const categoryTexts = z.strictObject({ name: text(120).optional(), description, ...seo }).openapi("CategoryTexts");

const collectionTexts = z.strictObject({ title, description, ...seo }).openapi("CollectionTexts");
export type CollectionTexts = z.infer<typeof collectionTexts>;

/** The texts of an attribute's definition: what it and its unit are called, and its values by what they are in the store's own language. */
export const attributeTexts = z
  .strictObject({ label: text(120).optional(), unit: text(20).optional(), values: few(text(200), 500) })
  .openapi("AttributeTexts");

/** The texts that each kind has, every one of them may be left out. */
export const textsByKind = {
  product: productTexts,
  category: categoryTexts,
  collection: collectionTexts,
  attribute: attributeTexts,
} as const satisfies Record<TranslatedKind, z.ZodType>;
export type Texts<Kind extends TranslatedKind = TranslatedKind> = z.infer<(typeof textsByKind)[Kind]>;

/** The texts of any kind, in a request; which there may be depends on the kind, and is checked by {@link textsByKind}. */
export const anyTexts = z.record(z.string(), z.unknown()).openapi({
  anyOf: Object.keys(textsByKind).map((kind) => ({
    $ref: `#/components/schemas/${kind.charAt(0).toUpperCase()}${kind.slice(1)}Texts`,
  })),
});

/** Translations that are added in one go. */
const mostAdded = 100;

const newTranslation = z.strictObject({
  kind: translatedKind,
  id: z.string().min(1).max(120),
  locale: localeTag,
  texts: anyTexts,
});
export type NewTranslation = z.infer<typeof newTranslation>;

export const newTranslations = z
  .strictObject({ data: z.array(newTranslation).min(1).max(mostAdded, `At most ${mostAdded} at once.`) })
  .openapi("NewTranslations");

export const translation = z
  .object({
    kind: translatedKind,
    id: z.string(),
    locale: z.string(),
    texts: z.union([productTexts, categoryTexts, collectionTexts, attributeTexts]),
    version: z.int(),
    updated_at: time,
  })
  .openapi("Translation");
export type Translation = z.infer<typeof translation>;

export const translationList = z.object({ data: z.array(translation) }).openapi("TranslationList");
