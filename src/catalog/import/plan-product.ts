import type { z } from "@hono/zod-openapi";
import { DomainError } from "../../platform/errors.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { defaultTaxClass } from "../../tax/rules.ts";
import type { Attribute } from "../attributes/schemas.ts";
import { placeVariants } from "../products/products.ts";
import { type Schedule, scheduleFor } from "../products/publishing.ts";
import { bareSku } from "../products/skus.ts";
import { wholeTravelling } from "../products/travelling.ts";
import { fitVariants, type PlacedVariant } from "../products/variants.ts";
import { type Attributes, type NewProduct, type NewVariant, newProduct, type Price } from "../schemas.ts";
import { reservedSlugs } from "../slug-schemas.ts";
import { slugWithId } from "../slugs.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import { canonical } from "./canonical.ts";
import type { CategoryBook } from "./category-book.ts";
import {
  type Knowledge,
  type KnownProduct,
  type KnownVariant,
  type ProductColumns,
  skuName,
} from "./known-products.ts";
import { calledName } from "./named-products.ts";
import type { DraftLinks, DraftPicture, DraftVariant, ProductDraft, ReadProduct, RowNote } from "./product-drafts.ts";
import { changedPictures, type PictureChange, textsAfter } from "./told-pictures.ts";
import { typeAttributes } from "./typed-attributes.ts";

/** What is to become of a product of a file. */
export interface ProductPlan {
  id: string;
  slug: string;
  outcome: "created" | "updated" | "unchanged";
  columns: ProductColumns;
  category_ids: string[];
  variants: PlacedVariant[];
  /** Those of them that had another SKU before. */
  renamed: { variant_id: string; sku: string }[];
  pictures: DraftPicture[];
  /** What is said anew of pictures that are there. */
  changedPictures: PictureChange[];
  /** Texts by locale. */
  translations: Record<string, ProductTexts>;
  links: DraftLinks | undefined;
  /** Handles, SKUs and what else the file calls it in the rest of it, with their line. */
  names: { name: string; line: number }[];
}

/** What planning draws on. */
export interface PlanningContext {
  store: Store;
  knowledge: Knowledge;
  categories: CategoryBook;
  attributes: readonly Attribute[];
  dryRun: boolean;
}

/** What a product of a file is called in {@link Knowledge.lines}. */
export function namesOf({ slug, knownBy, draft }: ReadProduct): string[] {
  if (!draft) return [];
  const skus = draft.variants.flatMap(({ sku }) => [skuName(sku), skuName(bareSku(sku))]);
  return [...(knownBy === "slug" ? [`handle:${slug}`] : []), ...new Set(skus)];
}

/** Characters of a note. */
const longestReason = 1000;

/** Nothing of a product can go in; the message tells staff why. */
class Refused extends Error {}

/**
 * Decides what becomes of a product that was read, against what the store has of it; what is refused goes into `notes`, and
 * the rest of the product stands. What the file does not speak of stays as it is.
 * @param lines those that the product's fate is told on
 * @returns null where nothing of it can go in
 */
export async function planProduct(
  context: PlanningContext,
  read: ReadProduct,
  lines: readonly number[],
  notes: RowNote[],
): Promise<ProductPlan | null> {
  const { draft, handle } = read;
  notes.push(...read.notes);
  if (!draft) return null;
  try {
    return await decide(context, { ...read, draft }, lines, notes);
  } catch (thrown) {
    if (!(thrown instanceof Refused || thrown instanceof DomainError)) throw thrown;
    const reason = thrown instanceof DomainError ? thrown.detail : thrown.message;
    notes.push(...lines.map((line): RowNote => ({ line, kind: "refused", handle, reason })));
    return null;
  }
}

type Readable = ReadProduct & { draft: ProductDraft };

/** @throws Refused, or what the rules of the catalogue have against it */
async function decide(
  context: PlanningContext,
  read: Readable,
  lines: readonly number[],
  notes: RowNote[],
): Promise<ProductPlan | null> {
  const { store, knowledge } = context;
  const { draft } = read;
  refuseParted(read, knowledge);
  const known = knownAs(read, knowledge);
  const free = freeVariants(read, known, knowledge, notes);
  if (free.length === 0) return null;
  const refusedSome = notes.some(({ kind }) => kind === "refused");
  const merged = mergeVariants(draft, free, known, refusedSome);
  const category_ids = draft.categories
    ? await context.categories.find(draft.categories, known?.category_ids ?? [], context.dryRun)
    : (known?.category_ids ?? []);
  const id = known?.id ?? store.newId("prod");
  const slug = known?.slug ?? freeSlug(read.slug, id, knowledge);
  const checked = checkProduct({
    ...mergeColumns(draft, known),
    slug,
    category_ids,
    options: merged.options,
    attributes: attributesFrom(context, read, known, category_ids, notes, lines[0] ?? 0),
    variants: merged.variants.map(({ id: _, ...variant }) => variant),
  });
  const fitted = fitVariants(checked.options, checked.variants).map((variant, index) => {
    const own = merged.variants[index]?.id;
    return own ? { ...variant, id: own } : variant;
  });
  const variants = placeVariants(store, id, fitted);
  const plan = {
    id,
    slug,
    columns: columnsFrom(store, checked, known),
    category_ids,
    variants,
    renamed: renamedOf(variants, known),
    pictures: draft.pictures ?? [],
    changedPictures: changedPictures(draft.pictures ?? [], known?.pictures ?? []),
    translations: textsAfter(draft, known),
    links: draft.links,
    names: takeNames(read, free, lines, knowledge),
  };
  const outcome = !known ? "created" : isAsKnown(plan, known) ? "unchanged" : "updated";
  return { ...plan, outcome };
}

/** Rows under one handle that stand apart would each be the whole product. @throws Refused */
function refuseParted({ handle, slug, knownBy }: Readable, { lines }: Knowledge): void {
  const before = knownBy === "slug" ? lines.get(`handle:${slug}`) : undefined;
  if (before === undefined) return;
  throw new Refused(`The rows of ${handle} began on line ${before}; put the rows of one product below each other.`);
}

/** The variants whose SKU nobody else has; the others are noted. */
function freeVariants(
  { draft, handle }: Readable,
  known: KnownProduct | undefined,
  knowledge: Knowledge,
  notes: RowNote[],
): DraftVariant[] {
  return draft.variants.filter((variant, index) => {
    const reason = takenBy(variant, index, draft.variants, known, knowledge);
    if (reason !== null) notes.push({ line: variant.line, kind: "refused", handle, reason });
    return reason === null;
  });
}

/** What the file tells of the product's columns, and what it leaves out as it is. */
function mergeColumns(draft: ProductDraft, known: KnownProduct | undefined) {
  const merged = <Column extends keyof ProductColumns>(column: Column, otherwise: ProductColumns[Column]) => {
    const told = (draft as Partial<ProductColumns>)[column];
    return told === undefined ? (known?.[column] ?? otherwise) : told;
  };
  return {
    title: draft.title,
    description: merged("description", ""),
    status: merged("status", "active"),
    brand: merged("brand", null),
    seo_title: merged("seo_title", null),
    seo_description: merged("seo_description", null),
    publish_at: merged("publish_at", null),
    unpublish_at: merged("unpublish_at", null),
    tax_class: merged("tax_class", defaultTaxClass),
  };
}

/** @throws Refused with the first thing that no product of the store can be */
function checkProduct(merged: z.input<typeof newProduct>): NewProduct {
  const checked = newProduct.safeParse(merged);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new Refused(`${issue?.path.join(" ") || "product"}: ${issue?.message ?? "it cannot be used"}`);
}

/** @throws invalid-schedule */
function columnsFrom(store: Store, checked: NewProduct, known: KnownProduct | undefined): ProductColumns {
  const { title, description, status, brand, options, attributes } = checked;
  const { seo_title = null, seo_description = null, publish_at = null, unpublish_at = null } = checked;
  const { tax_class = defaultTaxClass } = checked;
  const schedule = scheduleOf(store, known, { status, publish_at, unpublish_at });
  return { title, description, brand, ...schedule, seo_title, seo_description, tax_class, options, attributes };
}

/** Handles and SKUs of the product, remembered as its own for the rest of the file. */
function takeNames(
  { slug, knownBy, called = [] }: Readable,
  free: readonly DraftVariant[],
  lines: readonly number[],
  knowledge: Knowledge,
) {
  const names = [
    ...(knownBy === "slug" ? [{ name: `handle:${slug}`, line: lines[0] ?? 0 }] : []),
    ...free.map(({ sku, line }) => ({ name: knowledge.skus.nameOf(sku), line })),
    ...called.map((name) => ({ name: calledName(name), line: lines[0] ?? 0 })),
  ];
  for (const { name, line } of names) knowledge.lines.set(name, line);
  return names;
}

/** What the file says of when the product is shown, as far as it is news. @throws invalid-schedule */
function scheduleOf(store: Store, known: KnownProduct | undefined, told: Schedule): Schedule {
  const before = known ?? { status: told.status, publish_at: null, unpublish_at: null };
  const { status, publish_at, unpublish_at } = told;
  return scheduleFor(timestamp(store), before, {
    ...(status !== before.status && { status }),
    ...(publish_at !== before.publish_at && { publish_at }),
    ...(unpublish_at !== before.unpublish_at && { unpublish_at }),
  });
}

function knownAs({ slug, knownBy, draft }: Readable, { bySlug, skus }: Knowledge) {
  if (knownBy === "slug") return bySlug.get(slug);
  return draft.variants.map(({ sku }) => skus.ownerOf(sku)).find((product) => product !== undefined);
}

/** Why a variant cannot have its SKU: a line above it, or another product, has it already; null where it can. */
function takenBy(
  { sku }: DraftVariant,
  index: number,
  variants: readonly DraftVariant[],
  known: KnownProduct | undefined,
  { skus, lines }: Knowledge,
): string | null {
  const first = variants.findIndex((variant) => bareSku(variant.sku) === bareSku(sku));
  if (first !== index) return `The SKU ${sku} belongs to line ${variants[first]?.line} already.`;
  const owner = skus.ownerOf(sku);
  if (owner !== undefined && owner.id !== known?.id) return `The SKU ${sku} belongs to ${owner.slug} already.`;
  const line = lines.get(skus.nameOf(sku));
  return line === undefined ? null : `The SKU ${sku} belongs to line ${line} already.`;
}

function renamedOf(variants: readonly PlacedVariant[], known: KnownProduct | undefined): ProductPlan["renamed"] {
  const before = new Map(known?.variants.map(({ id, sku }) => [id, sku]));
  return variants.flatMap(({ id, sku }) => ((before.get(id) ?? sku) === sku ? [] : [{ variant_id: id, sku }]));
}

type VariantToPlace = NewVariant & { id: string | undefined };

/** The variants of a file with what is known of them, and those that only the store knows, where rows of theirs were refused. */
function mergeVariants(
  draft: ProductDraft,
  free: readonly DraftVariant[],
  known: KnownProduct | undefined,
  refusedSome: boolean,
) {
  const left = new Set(known?.variants);
  const knownBy = (nameOf: (sku: string) => string) =>
    (known?.variants ?? []).map((variant) => [nameOf(variant.sku), variant] as const);
  const bySku = new Map([...knownBy(bareSku), ...knownBy((sku) => sku)]);
  const matched = free.map((variant) => {
    const same = bySku.get(variant.sku) ?? bySku.get(bareSku(variant.sku));
    if (same) left.delete(same);
    return { variant, same };
  });
  const variants: VariantToPlace[] = matched.map(({ variant, same }) => {
    const found = same ?? [...left].find((one) => sameOptions(one.options, variant.options));
    if (found) left.delete(found);
    return {
      id: found?.id,
      sku: variant.sku,
      options: variant.options,
      prices: mergePrices(variant, found),
      barcode: variant.barcode === undefined ? (found?.barcode ?? null) : variant.barcode,
      weight_grams: variant.weight_grams ?? found?.weight_grams ?? 0,
      ...wholeTravelling(variant, found),
      stock: variant.stock,
    };
  });
  const names = draft.options.map(({ name }) => name);
  const kept = refusedSome ? [...left].filter((one) => sameNames(Object.keys(one.options), names)) : [];
  variants.push(...kept.map(({ available: _, ...one }) => ({ ...one, stock: null })));
  const inUse = (name: string, value: string) => variants.some((variant) => variant.options[name] === value);
  const options = draft.options.map(({ name, values }) => ({
    name,
    values: [...new Set([...values, ...kept.flatMap((one) => one.options[name] ?? [])])].filter(
      (value) => draft.isWhole || inUse(name, value),
    ),
  }));
  return { options, variants };
}

function mergePrices(variant: DraftVariant, known: KnownVariant | undefined): Price[] {
  const told = new Set(variant.prices.map(({ currency }) => currency));
  const others = variant.pricesAreWhole ? [] : (known?.prices ?? []).filter(({ currency }) => !told.has(currency));
  return [...variant.prices, ...others];
}

/**
 * The attributes that the product will have, each of its type. What another shop's file tells of an attribute that means
 * something else here stays behind and is noted; the store's own file is to be right.
 * @throws Refused with the first of the store's own file that does not fit
 */
function attributesFrom(
  { attributes: definitions, categories }: PlanningContext,
  { draft, handle }: Readable,
  known: KnownProduct | undefined,
  categoryIds: readonly string[],
  notes: RowNote[],
  line: number,
): Attributes {
  const before = known?.attributes ?? {};
  const told = mergeAttributes(draft, known);
  const filedUnder = categories.withAbove(categoryIds);
  const { fitting, misfits } = typeAttributes(told, before, definitions, filedUnder, draft.isWhole ?? false);
  const [misfit] = misfits;
  if (misfit === undefined) return fitting;
  if (draft.isWhole) throw new Refused(misfit);
  const reason = `Of its attributes some stayed behind, for they mean something else here. ${misfits.join(" ")}`;
  notes.push({ line, kind: "noted", handle, reason: reason.slice(0, longestReason) });
  return fitting;
}

function mergeAttributes(draft: ProductDraft, known: KnownProduct | undefined): Attributes {
  const merged = new Map<string, Attributes[string] | null>(
    Object.entries(draft.isWhole ? {} : (known?.attributes ?? {})),
  );
  for (const [name, value] of Object.entries(draft.attributes)) merged.set(name, value);
  return Object.fromEntries([...merged].flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** A slug for a product that the file knows by its SKU, where its own is another's already. */
function freeSlug(slug: string, id: string, { bySlug, lines }: Knowledge): string {
  const taken = slug === "" || reservedSlugs.includes(slug) || bySlug.has(slug) || lines.has(`slug:${slug}`);
  const free = taken ? slugWithId(slug, id) : slug;
  lines.set(`slug:${free}`, 0);
  return free;
}

function sameOptions(one: Record<string, string>, other: Record<string, string>): boolean {
  return canonical(one) === canonical(other);
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}

/** Whether nothing would change. */
function isAsKnown(plan: Omit<ProductPlan, "outcome">, known: KnownProduct): boolean {
  const asKnown = ({ sku, options, barcode, weight_grams, prices, ...travelling }: KnownVariant | PlacedVariant) => ({
    sku,
    options,
    barcode,
    weight_grams,
    ...wholeTravelling(travelling),
    prices: prices.toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
  });
  const { id: _, slug: __, pictures: ___, variants, ...others } = known;
  const { columns, category_ids, translations } = plan;
  return (
    plan.changedPictures.length === 0 &&
    canonical({ ...columns, category_ids, translations, variants: plan.variants.map(asKnown) }) ===
      canonical({ ...others, variants: variants.map(asKnown) })
  );
}
