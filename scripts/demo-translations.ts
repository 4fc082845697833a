/** What the demo store is called in other languages, as the API takes it. */
import { type DemoProduct, type DemoTexts, demoLocales, readOptions, readProducts, readTexts } from "./demo-store.ts";

interface Translation {
  kind: string;
  id: string;
  locale: string;
  texts: object;
}

const files = {
  product: "products",
  category: "categories",
  collection: "collections",
  attribute: "attributes",
} as const;

/** The translations of all things of one kind. @param ids by slug or code @param pictures ids of those of each product, in their order */
export function translationsOf(
  kind: keyof typeof files,
  ids: ReadonlyMap<string, string>,
  pictures: ReadonlyMap<string, readonly string[]> = new Map(),
): Translation[] {
  const demoProducts = new Map(kind === "product" ? readProducts().map((demo) => [demo.slug, demo]) : []);
  return demoLocales.flatMap((locale) =>
    Object.entries(readTexts(locale, files[kind])).flatMap(([slug, texts]) => {
      const id = ids.get(slug);
      if (id === undefined) throw new Error(`${files[kind]} in ${locale} names ${slug}, which is not there.`);
      const demo = demoProducts.get(slug);
      const told = demo ? productTexts(demo, texts, locale, pictures.get(slug) ?? []) : texts;
      return [{ kind, id, locale, texts: told }];
    }),
  );
}

function productTexts(
  { options }: DemoProduct,
  { alts = [], ...texts }: DemoTexts,
  locale: string,
  images: readonly string[],
): object {
  const known = readOptions(locale);
  const called = options.map(({ name, values }) => {
    const values_called = Object.fromEntries(values.map((value) => [value, known[name]?.values[value] ?? value]));
    return [name, { name: known[name]?.name ?? name, values: values_called }];
  });
  const shown = images.flatMap((id, index) => (alts[index] === undefined ? [] : [[id, alts[index]]]));
  return {
    ...texts,
    ...(called.length > 0 ? { options: Object.fromEntries(called) } : {}),
    ...(shown.length > 0 ? { alts: Object.fromEntries(shown) } : {}),
  };
}
