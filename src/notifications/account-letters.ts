import type { EventData } from "../events/catalogue.ts";
import { pathIn } from "../platform/http/locale.ts";
import type { Store } from "../platform/store.ts";
import type { Letter, LetterName, Said } from "./letter.ts";
import { type LetterWords, letterWords } from "./words/in-language.ts";

type Person = EventData<"customer.confirmed">;

interface ToPerson<Facts> {
  words: LetterWords;
  facts: Facts;
  store: string;
  /** The whole address of a page of the shop. */
  at: (path: string) => string;
}

/** Links about an account are secrets: they work once, and not for long. */
export function accountLetter<Facts extends Person>(
  { env }: Store,
  template: LetterName,
  facts: Facts,
  say: (to: ToPerson<Facts>) => Omit<Said, "above">,
): Letter {
  const { email, name, locale } = facts;
  const words = letterWords(locale);
  const at = (path: string) => `${env.STORE_URL}${pathIn(env, locale, path)}`;
  const said = say({ words, facts, store: env.STORE_NAME, at });
  return { template, recipient: email, order_id: null, locale, said: { above: words.hello(name), ...said } };
}

export function confirmAddress({
  words,
  facts,
  store,
  at,
}: ToPerson<EventData<"customer.created">>): Omit<Said, "above"> {
  const { subject, title, text, button, why } = words.confirmAddress;
  return {
    ...{ subject: subject(store), title, text: [text], why: why(store), spell_out: true },
    links: [{ label: button, href: at(`/confirm?token=${facts.confirm_token}`) }],
  };
}

export function signupRepeated({ words, store, at }: ToPerson<Person>): Omit<Said, "above"> {
  const { subject, title, text, button, forgot, why } = words.signupRepeated;
  return {
    ...{ subject: subject(store), title, text: [text], why },
    links: [
      { label: button, href: at("/sign-in") },
      { label: forgot, href: at("/forgot-password") },
    ],
  };
}

export function passwordReset(to: ToPerson<EventData<"customer.password-reset-requested">>): Omit<Said, "above"> {
  const { subject, title, text, button, why } = to.words.passwordReset;
  return {
    ...{ subject: subject(to.store), title, text: [text], why, spell_out: true },
    links: [{ label: button, href: to.at(`/reset-password?token=${to.facts.reset_token}`) }],
  };
}
