import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Child } from "hono/jsx";
import { listMailbox, readMailbox } from "../notifications/mailbox.ts";
import { invalidInput, notFound } from "../platform/errors.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";

const pageSize = 30;

const query = z.strictObject({
  to: z.string().trim().toLowerCase().max(254).optional(),
  before: z.string().max(100).optional(),
});

/** What a local store has mailed. It stands in a local store alone: in a live one there is nothing here. */
export const mailboxRoutes = newRouter();

mailboxRoutes.use("/dev/*", async (c, next) => {
  if (c.env.STORE_MODE !== "local") throw notFound("page");
  await next();
});

mailboxRoutes.get("/dev/mailbox.json", async (c) => {
  const { to, before } = asked(c);
  c.header("Cache-Control", "no-store");
  return c.json({ data: await listMailbox(c.var.store, { to, before, limit: pageSize }) });
});

mailboxRoutes.get("/dev/mailbox", async (c) => {
  const { to, before } = asked(c);
  const mails = await listMailbox(c.var.store, { to, before, limit: pageSize });
  const last = mails.length === pageSize ? mails.at(-1) : undefined;
  return page(
    c,
    "Mailbox",
    <>
      <header>
        <h1>Mailbox</h1>
        <p class="soft">What {c.env.STORE_NAME} has mailed. It never left this machine.</p>
      </header>
      <form class="search">
        <label>
          <span>Sent to</span>
          <input type="email" name="to" value={to ?? ""} placeholder="ada@example.com" />
        </label>
        <button type="submit">Search</button>
      </form>
      {mails.length === 0 && (
        <p class="empty">
          {to
            ? `Nothing was sent to ${to}.`
            : "Nothing yet. Order something, or open an account; it takes a second or two."}
        </p>
      )}
      <ul class="mails">
        {mails.map((mail) => (
          <li>
            <a href={`/dev/mailbox/${mail.id}`}>
              <strong dir="auto">{mail.subject}</strong>
              <span class="soft">{mail.recipient}</span>
              <time datetime={mail.received_at}>{moment(mail.received_at)}</time>
            </a>
          </li>
        ))}
      </ul>
      {last && <a href={`/dev/mailbox?${new URLSearchParams({ ...(to && { to }), before: last.id })}`}>Older</a>}
    </>,
  );
});

mailboxRoutes.get("/dev/mailbox/:id", async (c) => {
  const mail = await readMailbox(c.var.store, c.req.param("id"));
  return page(
    c,
    mail.subject,
    <>
      <p>
        <a href="/dev/mailbox">All mail</a>
      </p>
      <header>
        <h1 dir="auto">{mail.subject}</h1>
        <p class="soft">
          To <a href={`/dev/mailbox?${new URLSearchParams({ to: mail.recipient })}`}>{mail.recipient}</a>,{" "}
          <time datetime={mail.received_at}>{moment(mail.received_at)}</time>
        </p>
      </header>
      <iframe
        title="The mail"
        src={`/dev/mailbox/${mail.id}/html`}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
      />
      <details>
        <summary>As plain text</summary>
        <pre dir="auto">{mail.plain}</pre>
      </details>
    </>,
  );
});

/** The mail itself, as a mail program would show it: its own styles, no script, and pictures of the store alone. */
mailboxRoutes.get("/dev/mailbox/:id/html", async (c) => {
  const { html } = await readMailbox(c.var.store, c.req.param("id"));
  const pictures = new URL(c.env.STORE_URL).origin;
  c.header(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' ${pictures}; frame-ancestors 'self'; base-uri 'none'`,
  );
  c.header("Cache-Control", "no-store");
  return c.html(html.replace("<head>", '<head><base target="_top">'));
});

function asked(c: Context<AppEnv>): z.infer<typeof query> {
  const read = query.safeParse(c.req.query());
  if (read.success) return read.data;
  throw invalidInput(
    read.error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, detail: message })),
  );
}

function page(c: Context<AppEnv>, title: string, body: Child): Response | Promise<Response> {
  c.header(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  c.header("Cache-Control", "no-store");
  const whole = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/mailbox.css" />
      </head>
      <body>
        <main>{body}</main>
      </body>
    </html>
  );
  return c.html(`<!doctype html>${whole.toString()}`);
}

/** When it came. The server does not know the reader's clock, so the hour is told in UTC and says so. */
function moment(at: string): string {
  const format = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  return `${format.format(new Date(at))} UTC`;
}
