import type { Liquid } from "liquidjs";
import { directionOf } from "../platform/locales.ts";
import type { Store } from "../platform/store.ts";
import type { Letter } from "./letter.ts";
import type { Mail } from "./mailer.ts";
import { templates } from "./templates/index.ts";
import { letterLanguage, letterWords } from "./words/in-language.ts";

let pens: Promise<{ html: Liquid; plain: Liquid }> | undefined;

/** Loaded by the first letter of this isolate: nothing else needs it. Templates are compiled once. */
async function openPens(): Promise<{ html: Liquid; plain: Liquid }> {
  const { Liquid } = await import("liquidjs");
  const options = { templates: { ...templates }, cache: true, strictFilters: true, strictVariables: true };
  return { html: new Liquid({ ...options, outputEscape: "escape" }), plain: new Liquid(options) };
}

/** Writes a letter: subject, HTML with every fact escaped, and plain text. @throws where a template misses a fact */
export async function writeLetter(store: Store, id: string, letter: Letter): Promise<Mail> {
  pens ??= openPens();
  const { html, plain } = await pens;
  const { recipient, locale, said } = letter;
  const language = letterLanguage(locale);
  const direction = directionOf(language);
  const { STORE_NAME: name, STORE_URL: url } = store.env;
  const words = letterWords(locale);
  const facts = {
    ...{ language, direction, end: direction === "rtl" ? "left" : "right" },
    preview: said.text[0] ?? "",
    why: said.why ?? words.whyOrder(name),
    not_working: said.spell_out ? words.notWorking : null,
    ...{ above: said.above, title: said.title, text: said.text, links: said.links },
    ...{ order: said.order ?? null, destination: said.destination ?? null },
    store: { name, url },
    subject: oneLine(said.subject),
  };
  const [page, plainly] = await Promise.all([
    html.renderFile("letter.html", facts),
    plain.renderFile("letter.plain", facts),
  ]);
  return { id, to: recipient, subject: facts.subject, html: String(page), plain: `${String(plainly).trim()}\n` };
}

/** A subject is a header: nothing in it may begin another. */
function oneLine(words: string): string {
  return words.replace(/\s+/g, " ").trim().slice(0, 200);
}
