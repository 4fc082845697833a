import { call } from "../http.ts";
import type { Page, Product } from "../wire.ts";

/** Words that mean the same: `one_way`, the first finds the others too, not the other way round. */
export interface Synonym {
  id: string;
  language: string;
  words: string[];
  direction: "both" | "one_way";
  version: number;
}

export type SynonymDraft = Pick<Synonym, "language" | "words" | "direction">;

/** What stands first and last for one search; ids of products. */
export interface SearchRule {
  id: string;
  language: string;
  query: string;
  pinned: string[];
  buried: string[];
  version: number;
}

export type Placing = Pick<SearchRule, "pinned" | "buried">;

/** A search that found nothing with all its words. */
export interface SearchMiss {
  words: string;
  locale: string;
  searches: number;
  shown: "nothing" | "some" | "corrected";
  last_at: string;
}

export interface Found extends Page<Product> {
  total: number;
  /** How many have all the words. */
  all_words: number | null;
  /** The spelling that was searched for instead. */
  suggestion: string | null;
}

const asRead = ({ version }: { version: number }) => `"${version}"`;

export const synonyms = async () => (await call<{ data: Synonym[] }>("/search/synonyms")).body.data;

export const createSynonym = (body: SynonymDraft) =>
  call<Synonym>("/search/synonyms", { method: "POST", body, once: true });

export const changeSynonym = (synonym: Synonym, { words, direction }: SynonymDraft) =>
  call<Synonym>(`/search/synonyms/${synonym.id}`, {
    method: "PATCH",
    body: { words, direction },
    ifMatch: asRead(synonym),
  });

export const removeSynonym = (synonym: Synonym) =>
  call<void>(`/search/synonyms/${synonym.id}`, { method: "DELETE", ifMatch: asRead(synonym) });

export const searchRules = async () => (await call<{ data: SearchRule[] }>("/search/rules")).body.data;

export const createSearchRule = (body: Placing & { query: string; language: string }) =>
  call<SearchRule>("/search/rules", { method: "POST", body, once: true });

export const changeSearchRule = (rule: SearchRule, body: Placing) =>
  call<SearchRule>(`/search/rules/${rule.id}`, { method: "PATCH", body, ifMatch: asRead(rule) });

export const removeSearchRule = (rule: SearchRule) =>
  call<void>(`/search/rules/${rule.id}`, { method: "DELETE", ifMatch: asRead(rule) });

/** The most frequent first. @param days up to 90 */
export const searchMisses = async (days: number, limit: number) =>
  (await call<{ data: SearchMiss[] }>("/search/misses", { query: { days, limit } })).body.data;

/** What shoppers find in a language, by words. */
export const searchAsShopper = async (q: string, locale: string) =>
  (await call<Found>("/products", { query: { q, locale, limit: 40 } })).body;
