import { writeRow } from "../../platform/csv-cells.ts";
import type { Attribute } from "../attributes/schemas.ts";
import { type CollectionRules, nameCategories } from "../collections/rules.ts";
import { writeJsonCell } from "../import/json-cells.ts";
import { attributeColumns, categoryColumns, collectionColumns, writePaths } from "../import/souk-columns.ts";

export interface ExportedCollection {
  slug: string;
  title: string;
  status: string;
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  rules: CollectionRules | null;
  /** Slugs of products that were picked by hand, in order. */
  products: string[];
  /** By locale. */
  translations: Record<string, object>;
}

export interface ExportedCategory {
  slug: string;
  /** Names from the top down. */
  path: string[];
  position: number;
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  /** By locale. */
  translations: Record<string, object>;
}

/** What an attribute means, with the paths of its categories. */
export interface ExportedAttribute
  extends Pick<Attribute, "code" | "label" | "type" | "unit" | "choices" | "multiple" | "facet" | "position"> {
  categories: string[][];
  /** By locale. */
  translations: Record<string, object>;
}

/** The first line of a file of collections. */
export const writeCollectionHeader = (): string => writeRow(collectionColumns);
/** The first line of a file of categories. */
export const writeCategoryHeader = (): string => writeRow(categoryColumns);

/** The first line of a file of what attributes mean. */
export const writeAttributeHeader = (): string => writeRow(attributeColumns);

/** @param slugOf the slug of a category by its id; the id of one that is gone */
export function writeCollection(collection: ExportedCollection, slugOf: (category: string) => string): string {
  const { rules, products, translations, seo_title, seo_description, ...texts } = collection;
  const cells: Record<(typeof collectionColumns)[number], string> = {
    ...texts,
    seo_title: seo_title ?? "",
    seo_description: seo_description ?? "",
    rules: rules ? writeJsonCell(nameCategories(rules, slugOf)) : "",
    products: products.join(", "),
    translations: writeJsonCell(translations),
  };
  return writeRow(collectionColumns.map((column) => cells[column]));
}

export function writeCategory(category: ExportedCategory): string {
  const { path, position, translations, seo_title, seo_description, ...texts } = category;
  const cells: Record<(typeof categoryColumns)[number], string> = {
    ...texts,
    path: writePaths([path]),
    position: String(position),
    seo_title: seo_title ?? "",
    seo_description: seo_description ?? "",
    translations: writeJsonCell(translations),
  };
  return writeRow(categoryColumns.map((column) => cells[column]));
}

export function writeAttribute(attribute: ExportedAttribute): string {
  const { unit, choices, multiple, facet, position, categories, translations, ...named } = attribute;
  const cells: Record<(typeof attributeColumns)[number], string> = {
    ...named,
    unit: unit ?? "",
    choices: writeJsonCell(choices),
    multiple: multiple ? "yes" : "no",
    facet: facet ? "yes" : "no",
    position: String(position),
    categories: writePaths(categories),
    translations: writeJsonCell(translations),
  };
  return writeRow(attributeColumns.map((column) => cells[column]));
}
