import { pathIn } from "../platform/http/locale.ts";

/** Where a page is read in a language, in full: `https://shop.example/de/products/pan`. @param path as it begins with a slash */
export function pageAddress(env: Env, locale: string, path: string): string {
  return env.STORE_URL + pathIn(env, locale, path);
}
