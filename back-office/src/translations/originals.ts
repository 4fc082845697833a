import * as api from "../api.ts";
import { attributes, categories } from "../catalog-api.ts";
import type { Attribute } from "../catalog-wire.ts";
import { collection } from "../collections/collection-api.ts";
import type { Product } from "../wire.ts";
import type { Texts, Thing } from "./translation-api.ts";

/** One text that can be translated. */
export interface Original {
  /** Where it stands among the texts: `["options", "Size", "name"]`. */
  path: string[];
  label: string;
  /** What it is in the store's own language. */
  text: string;
  /** A list is written with a line for each. */
  many?: boolean;
  /** Most languages write it alike, as `cm`: it is not missed where it is not translated. */
  alike?: boolean;
  /** Characters. */
  most: number;
}

/** A thing with its texts in the store's own language. */
export interface Originals {
  name: string;
  /** Where it is edited. */
  home: string;
  texts: Original[];
}

/** Reads what there is to translate of a thing; texts that are empty in the store's own language are left out. */
export async function readOriginals(thing: Thing): Promise<Originals> {
  const { name, home, texts } = await read(thing);
  return { name, home, texts: texts.filter(({ text }) => text.trim() !== "") };
}

async function read({ kind, id }: Thing): Promise<Originals> {
  switch (kind) {
    case "product": {
      const [product, definitions] = await Promise.all([api.product(id), attributes()]);
      return { name: product.title, home: `/products/${id}`, texts: ofProduct(product, definitions) };
    }
    case "category": {
      const found = named(await categories(), id);
      return {
        name: found.name,
        home: `/categories/${id}`,
        texts: [{ path: ["name"], label: "Name", text: found.name, most: 120 }, ...described(found)],
      };
    }
    case "collection": {
      const found = await collection(id);
      return { name: found.title, home: `/collections/${id}`, texts: [titled(found.title), ...described(found)] };
    }
    case "attribute": {
      const found = named(await attributes(), id);
      return {
        name: found.label,
        home: "/categories",
        texts: [
          { path: ["label"], label: "Name", text: found.label, most: 120 },
          { path: ["unit"], label: "Unit", text: found.unit ?? "", alike: true, most: 20 },
          ...found.choices.map((choice) => ({ path: ["values", choice], label: "Choice", text: choice, most: 200 })),
        ],
      };
    }
  }
}

function named<Row extends { id: string }>(rows: Row[], id: string): Row {
  const found = rows.find((row) => row.id === id);
  if (!found) throw new Error("It is not there any more. Somebody may have removed it.");
  return found;
}

const titled = (title: string): Original => ({ path: ["title"], label: "Title", text: title, most: 200 });

interface Described {
  description: string;
  seo_title: string | null;
  seo_description: string | null;
}

function described({ description, seo_title, seo_description }: Described): Original[] {
  return [
    { path: ["description"], label: "Description", text: description, most: 20_000 },
    { path: ["seo_title"], label: "Title for search engines", text: seo_title ?? "", most: 200 },
    { path: ["seo_description"], label: "Description for search engines", text: seo_description ?? "", most: 500 },
  ];
}

function ofProduct(product: Product, definitions: readonly Attribute[]): Original[] {
  const options = product.options.flatMap(({ name, values }) => [
    { path: ["options", name, "name"], label: "Option", text: name, most: 60 },
    ...values.map((value) => ({ path: ["options", name, "values", value], label: name, text: value, most: 120 })),
  ]);
  // Choices are translated once, where they are defined; numbers, days and yes or no need no words.
  const free = new Set(definitions.filter(({ type }) => type !== "text").map(({ code }) => code));
  const labels = new Map(definitions.map(({ code, label }) => [code, label]));
  const own = Object.entries(product.attributes).flatMap(([code, value]): Original[] => {
    if (free.has(code) || (typeof value !== "string" && !Array.isArray(value))) return [];
    const many = Array.isArray(value);
    const text = many ? value.join("\n") : value;
    return [{ path: ["attributes", code], label: labels.get(code) ?? code, text, many, most: 2000 }];
  });
  const pictures = product.images.map(({ id, alt }, at) => ({
    path: ["alts", id],
    label: `Picture ${at + 1}, in words`,
    text: alt,
    most: 500,
  }));
  return [titled(product.title), ...described(product), ...options, ...own, ...pictures];
}

/** The text that stands somewhere among the texts; empty where there is none. */
export function textAt(texts: Texts, path: readonly string[]): string {
  let at: Texts[string] | undefined = texts;
  for (const step of path) {
    at = typeof at === "object" && !Array.isArray(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  if (Array.isArray(at)) return at.join("\n");
  return typeof at === "string" ? at : "";
}

/** The texts with one of them written anew; one that is empty is left out, and so is what holds nothing more. */
export function withText(texts: Texts, { path, many }: Original, text: string): Texts {
  const [step = "", ...rest] = path;
  const { [step]: before, ...others } = texts;
  if (rest.length > 0) {
    const inner = typeof before === "object" && !Array.isArray(before) ? before : {};
    const written = withText(inner, { path: rest, label: "", text: "", most: 0, many: many === true }, text);
    return Object.keys(written).length > 0 ? { ...others, [step]: written } : others;
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return others;
  return { ...others, [step]: many ? lines : text };
}

/** Of what can be translated, what is not yet. */
export function missing(originals: readonly Original[], texts: Texts): Original[] {
  return originals.filter(({ path, alike }) => !alike && textAt(texts, path).trim() === "");
}
