import { call } from "../http.ts";

export const translatedKinds = ["product", "category", "collection", "attribute"] as const;
export type TranslatedKind = (typeof translatedKinds)[number];

/** The texts of a thing in one language: by field, some of them by what they are called in the store's own. */
export interface Texts {
  [field: string]: string | string[] | Texts;
}

export interface Translation {
  kind: TranslatedKind;
  id: string;
  locale: string;
  texts: Texts;
  version: number;
}

/** What is translated. */
export interface Thing {
  kind: TranslatedKind;
  id: string;
}

/** Every translation that there is of a thing. */
export const translations = async ({ kind, id }: Thing) =>
  (await call<{ data: Translation[] }>(`/translations/${kind}/${id}`)).body.data;

/** @param version of the translation that was read; null where there was none */
export const putTranslation = async ({ kind, id }: Thing, locale: string, texts: Texts, version: number | null) =>
  (
    await call<Translation>(`/translations/${kind}/${id}/${locale}`, {
      method: "PUT",
      body: texts,
      ...(version === null ? {} : { ifMatch: `"${version}"` }),
    })
  ).body;

export const removeTranslation = ({ kind, id, locale, version }: Translation) =>
  call<void>(`/translations/${kind}/${id}/${locale}`, { method: "DELETE", ifMatch: `"${version}"` });
