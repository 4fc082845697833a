import type { Product } from "../schemas.ts";
import type { ProductTexts } from "./schemas.ts";

/** The option values of a variant, as `24 cm / Copper`; null without options. */
export function variantTitle(options: Record<string, string>): string | null {
  return Object.values(options).join(" / ") || null;
}

/** A variant's options, named and valued as a translation has it. */
export function translateOptions(options: Record<string, string>, texts: ProductTexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [optionName(name, texts), optionValue(name, value, texts)]),
  );
}

/** A product told in another language. What the texts leave out stays as it is written. */
export function translateProduct(product: Product, texts: ProductTexts): Product {
  const told = {
    title: texts.title ?? product.title,
    description: texts.description ?? product.description,
    seo_title: texts.seo_title ?? product.seo_title,
    seo_description: texts.seo_description ?? product.seo_description,
  };
  return {
    ...product,
    ...told,
    options: product.options.map(({ name, values }) => ({
      name: optionName(name, texts),
      values: values.map((value) => optionValue(name, value, texts)),
    })),
    attributes: { ...product.attributes, ...owned(texts.attributes, product.attributes) },
    images: product.images.map((image) => ({ ...image, alt: texts.alts?.[image.id] ?? image.alt })),
    variants: product.variants.map((variant) => {
      const options = translateOptions(variant.options, texts);
      return { ...variant, options, title: variantTitle(options) ?? told.title };
    }),
  };
}

function optionName(name: string, texts: ProductTexts): string {
  return texts.options?.[name]?.name ?? name;
}

function optionValue(name: string, value: string, texts: ProductTexts): string {
  return texts.options?.[name]?.values?.[value] ?? value;
}

/** Those of the translated values whose attribute the product still has. */
function owned(translated: ProductTexts["attributes"] = {}, attributes: Product["attributes"]) {
  return Object.fromEntries(Object.entries(translated).filter(([code]) => Object.hasOwn(attributes, code)));
}
