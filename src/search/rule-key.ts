import { fold } from "./languages.ts";

/** What the rules for a search are looked up by: its words, whatever their case and accents. */
export function ruleKey(words: readonly string[], language: string): string {
  return words.map((word) => fold(word, language)).join(" ");
}
