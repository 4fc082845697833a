import { exports } from "cloudflare:workers";

/** What a page says, as a browser without script shows it. */
export interface Page {
  url: URL;
  status: number;
  headers: Headers;
  html: string;
  /** Level and text of each heading, in order. */
  headings: { level: number; text: string }[];
  forms: PageForm[];
  links: { href: string; text: string }[];
  /** Text of what is announced as an alert. */
  alerts: string[];
}

interface PageForm {
  action: string;
  method: string;
  /** What is sent when nothing is changed; the last of a name counts, as the store reads it. */
  fields: Record<string, string>;
  /** Buttons that send a value of their own. */
  buttons: { name: string; value: string }[];
}

const origin = "https://souk.test";

/** A person with a browser that keeps cookies, follows redirects and runs no script. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #language: string | undefined;

  /** @param language what the browser asks for, as `Accept-Language` has it */
  constructor(language?: string) {
    this.#language = language;
  }

  visit(path: string): Promise<Page> {
    return this.#send(new URL(path, origin), { method: "GET" });
  }

  /** Sends a form of a page: the first with this action, its fields changed so, by the button of this value. */
  submit(page: Page, action: string, changes: Record<string, string> = {}, button?: string): Promise<Page> {
    const form = page.forms.find((each) => new URL(each.action, page.url).pathname === action);
    if (!form) throw new Error(`There is no form for ${action} on ${page.url.pathname}`);
    const fields = new URLSearchParams({ ...form.fields, ...changes });
    const pressed = form.buttons.find(({ value }) => value === button);
    if (button !== undefined && !pressed) throw new Error(`The form for ${action} has no button ${button}`);
    if (pressed) fields.set(pressed.name, pressed.value);
    const target = new URL(form.action, page.url);
    if (form.method === "get") {
      target.search = String(fields);
      return this.#send(target, { method: "GET" });
    }
    return this.#send(target, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: origin },
      body: String(fields),
    });
  }

  async #send(url: URL, init: RequestInit, hops = 0): Promise<Page> {
    const headers = new Headers(init.headers);
    headers.set("Accept", "text/html,application/xhtml+xml");
    if (this.#language !== undefined) headers.set("Accept-Language", this.#language);
    if (this.cookies.size > 0)
      headers.set("Cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await exports.default.fetch(url.href, { ...init, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie);
    const location = answer.headers.get("Location");
    if (answer.status >= 300 && answer.status < 400 && location) {
      if (hops > 5) throw new Error(`${url.pathname} leads round in circles`);
      await answer.body?.cancel();
      const next = new URL(location, url);
      return this.#send(new URL(next.pathname + next.search, origin), { method: "GET" }, hops + 1);
    }
    return readPage(url, answer);
  }

  #keep(cookie: string): void {
    const [pair = "", ...flags] = cookie.split(";");
    const [name = "", ...value] = pair.split("=");
    if (flags.some((flag) => flag.trim().toLowerCase() === "max-age=0")) this.cookies.delete(name.trim());
    else this.cookies.set(name.trim(), value.join("="));
  }
}

async function readPage(url: URL, answer: Response): Promise<Page> {
  const html = await answer.text();
  const page: Page = {
    url,
    status: answer.status,
    headers: answer.headers,
    html,
    headings: [],
    forms: [],
    links: [],
    alerts: [],
  };
  let select = "";
  const rewriter = new HTMLRewriter()
    .on("h1, h2, h3, h4", {
      element: (element) => void page.headings.push({ level: Number(element.tagName.slice(1)), text: "" }),
      text: ({ text }) => append(page.headings.at(-1), text),
    })
    .on("a[href]", {
      element: (element) => void page.links.push({ href: entities(element.getAttribute("href") ?? ""), text: "" }),
      text: ({ text }) => append(page.links.at(-1), text),
    })
    .on("[role=alert]", {
      element: () => void page.alerts.push(""),
      text: ({ text }) => void page.alerts.push((page.alerts.pop() ?? "") + entities(text)),
    })
    .on("form", {
      element: (element) =>
        void page.forms.push({
          action: entities(element.getAttribute("action") ?? url.href),
          method: (element.getAttribute("method") ?? "get").toLowerCase(),
          fields: {},
          buttons: [],
        }),
    })
    .on("form input", {
      element: (element) => {
        const name = element.getAttribute("name");
        const choice = /^(radio|checkbox)$/.test(element.getAttribute("type") ?? "");
        if (!name || (choice && !element.hasAttribute("checked"))) return;
        const form = page.forms.at(-1);
        if (form) form.fields[name] = entities(element.getAttribute("value") ?? "");
      },
    })
    .on("form button[name]", {
      element: (element) =>
        void page.forms.at(-1)?.buttons.push({
          name: element.getAttribute("name") ?? "",
          value: element.getAttribute("value") ?? "",
        }),
    })
    .on("form select", {
      element: (element) => {
        select = element.getAttribute("name") ?? "";
      },
    })
    .on("form select option", {
      element: (element) => {
        const form = page.forms.at(-1);
        const first = form && !(select in form.fields);
        if (form && (first || element.hasAttribute("selected")))
          form.fields[select] = element.getAttribute("value") ?? "";
      },
    });
  await rewriter.transform(new Response(html)).text();
  for (const heading of page.headings) heading.text = tidy(heading.text);
  for (const link of page.links) link.text = tidy(link.text);
  page.alerts = page.alerts.map(tidy);
  return page;
}

function append(to: { text: string } | undefined, text: string): void {
  if (to) to.text += entities(text);
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function entities(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
