import type { Liquid } from "liquidjs";
import type { Store } from "../platform/store.ts";
import type { Letter } from "./letters.ts";
import type { Mail } from "./mailer.ts";
import { type TemplateName, templates } from "./templates/index.ts";

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
  const { template } = letter;
  const facts = { ...letter.facts, store: { name: store.env.STORE_NAME, url: store.env.STORE_URL } };
  const subject = oneLine(String(await plain.renderFile(file(template, "subject"), facts)));
  const [page, words] = await Promise.all([
    html.renderFile(file(template, "html"), { ...facts, subject }),
    plain.renderFile(file(template, "plain"), { ...facts, subject }),
  ]);
  return { id, to: letter.recipient, subject, html: String(page), plain: `${String(words).trim()}\n` };
}

const file = (template: TemplateName, part: "subject" | "html" | "plain"): string => `${template}.${part}`;

/** A subject is a header: nothing in it may begin another. */
function oneLine(words: string): string {
  return words.replace(/\s+/g, " ").trim().slice(0, 200);
}
