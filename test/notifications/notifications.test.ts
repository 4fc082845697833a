import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { consumeNotifications } from "../../queues/notifications.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import type { AnyEvent } from "../../src/events/envelope.ts";
import { forgetOldFailures } from "../../src/events/queue-failures.ts";
import type { Mail } from "../../src/notifications/mailer.ts";
import { openMailer } from "../../src/notifications/open-mailer.ts";
import { remindOfPayments } from "../../src/notifications/remind-of-payment.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { ask, choose, order, sell } from "../checkout/shop.ts";
import { counting, deliver, eventAbout, eventsAbout, seeded } from "../events/delivery.ts";
import { type FakeResend, fakeResend, type Misbehaviour, resendKey } from "../fakes/resend.ts";
import { bearer, logIn, newCustomer, password } from "../identity/people.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const local = openStore(env, { log: quiet });

/** A store whose mail goes through Resend. */
function live(resend: FakeResend, from: string | undefined = "Souk <orders@souk.test>"): Store {
  const settings = { ...env, RESEND_API_KEY: resendKey, ...(from && { MAIL_FROM: from }) };
  return openStore(settings, { log: quiet, fetch: resend.fetch });
}

const tell = (store: Store, events: readonly unknown[], attempts = 1) =>
  deliver(store, consumeNotifications, "notifications", events, { attempts });

interface Kept {
  id: string;
  recipient: string;
  subject: string;
  html: string;
  plain: string;
}

async function mailbox(to: string): Promise<Kept[]> {
  const { results } = await env.ACTIVITY.prepare("select * from mailbox where recipient = ? order by id")
    .bind(to)
    .all<Kept>();
  return results;
}

const messagesOf = async (eventId: string) =>
  (await env.ACTIVITY.prepare("select status, failure, sent_at from messages where event_id = ?").bind(eventId).all())
    .results;

let paid: Placed;
let billed: AnyEvent;

/** The paid order's event as if it were another's. */
function copyFor(email: string, changes: Record<string, unknown> = {}): AnyEvent {
  return { ...billed, id: local.newId("evt"), data: { ...billed.data, email, ...changes } } as AnyEvent;
}

beforeAll(async () => {
  const pan = await sell({ title: "Copper <b>pan</b> & lid" });
  paid = await order(pan.variant_id, 2);
  await choose(paid, "approve");
  billed = await eventAbout(paid.order.id, "order.billed");
});

describe("a shopper who has paid", () => {
  it("gets one confirmation, though the queue tells of it five times, in one batch and at once", async () => {
    const event = copyFor("once@example.com");
    expect((await tell(local, [event, event])).done).toHaveLength(2);
    await Promise.all([tell(local, [event]), tell(local, [event]), tell(local, [event])]);
    expect(await mailbox("once@example.com")).toHaveLength(1);
    expect(await messagesOf(event.id)).toMatchObject([{ status: "sent", failure: null }]);
  });

  it("reads what was bought, what it cost and where it goes, with a link that opens the order", async () => {
    await tell(local, [copyFor("reader@example.com")]);
    const [mail] = await mailbox("reader@example.com");
    expect(mail?.subject).toBe(`Your order ${paid.order.number} is confirmed`);
    expect(mail?.html).toContain("Copper &lt;b&gt;pan&lt;/b&gt; &amp; lid");
    expect(mail?.plain).toContain("2 x Copper <b>pan</b> & lid: €40.00");
    expect(mail?.plain).toContain("Total: €44.90");
    expect(mail?.plain).toContain("Unter den Linden 1\n10117 Berlin\nGermany");
    const link = new URL(/See your order: (\S+)/.exec(mail?.plain ?? "")?.[1] ?? "");
    const opened = await ask("GET", `/orders/${paid.order.id}?token=${link.searchParams.get("token")}`);
    expect([link.pathname, opened.status]).toEqual([`/orders/${paid.order.id}`, 200]);
  });

  it("can put nothing into the mail but words: no markup, no header, no template", async () => {
    const name = '<img src=x onerror="1">{{ order.url }}\r\nBcc: all@example.com';
    const address = { ...paid.order.shipping_address, name };
    const items = [{ ...("items" in billed.data ? billed.data.items[0] : {}), title: "</td><script>x</script>" }];
    await tell(local, [copyFor("odd@example.com", { shipping_address: address, items })]);
    const [mail] = await mailbox("odd@example.com");
    expect(mail?.html).not.toMatch(/<script|<img src=x/);
    expect(mail?.html).toContain("&lt;script&gt;");
    expect(mail?.html).toContain("{{ order.url }}");
    const person = { customer_id: "cus_1", email: "odd2@example.com", name, locale: "en", confirm_token: "t" };
    const signedUp = { ...billed, id: local.newId("evt"), type: "customer.created", data: person };
    await tell(local, [signedUp]);
    const [welcome] = await mailbox("odd2@example.com");
    expect(welcome?.subject).not.toMatch(/[\r\n]/);
    expect(welcome?.html).toContain("&lt;img src=x");
  });

  it("reads amounts as their currency and language write them", async () => {
    await tell(local, [copyFor("yen@example.com", { currency: "JPY", locale: "de" })]);
    expect((await mailbox("yen@example.com"))[0]?.plain).toMatch(/Gesamt: 4\.490.¥/);
  });
});

describe("the confirmation of an order with promotions", () => {
  const sold = {
    items: [
      {
        ...{ variant_id: "var_1", sku: "PAN", title: "Copper pan", image_url: null, quantity: 2, unit_price: 2000 },
        ...{ discount_total: 400, gift_of: null, total: 3600 },
      },
      {
        ...{ variant_id: "var_2", sku: "TEA", title: "A box of tea", image_url: null, quantity: 1, unit_price: 0 },
        ...{ discount_total: 0, gift_of: "prm_2", total: 0 },
      },
    ],
    ...{ subtotal: 4000, discount_total: 400, shipping_total: 0, tax_total: 505, tax_included: true, total: 3600 },
    shipping_name: "To your door",
    taxes: [
      { name: "USt.", percent: "19", amount: 415 },
      { name: "USt.", percent: "7", amount: 90 },
    ],
    promotions: [
      { title: "Ten percent off <copper>", code: "COPPER", amount: 400 },
      { title: "Free shipping", code: null, amount: 490 },
      { title: "Tea for you", code: null, amount: 0 },
    ],
  };

  const told = async (locale: string): Promise<Kept | undefined> => {
    const to = `told-${locale}@example.com`;
    await tell(local, [copyFor(to, { ...sold, locale })]);
    return (await mailbox(to))[0];
  };

  it("lists who took how much off, the gifts, the tax by rate and how it is shipped", async () => {
    const mail = await told("en");
    expect(mail?.plain).toContain("2 x Copper pan: €36.00\n1 x A box of tea: A gift");
    expect(mail?.plain).toContain("Subtotal: €40.00\nReductions: -€4.00\nShipping: To your door: Free\nTotal: €36.00");
    expect(mail?.plain).toContain("With tax in it: €5.05\nUSt. 19%: €4.15\nUSt. 7%: €0.90");
    expect(mail?.plain).toContain(
      "You save: €8.90\nTen percent off <copper> (COPPER): -€4.00\nFree shipping: -€4.90\nTea for you: A gift",
    );
    expect(mail?.html).toMatch(/<s[^>]*>€40\.00<\/s>/);
    expect(mail?.html).toContain("Ten percent off &lt;copper&gt; (COPPER)");
  });

  it("speaks each of the shop's languages, from right to left where it is read so, and leads to the page in it", async () => {
    const says: Record<string, RegExp> = {
      de: /Danke, es gehört Ihnen[\s\S]*Versand: To your door: Kostenlos[\s\S]*USt\. 19.%: 4,15.€[\s\S]*Sie sparen: 8,90/,
      fr: /Merci[\s\S]*Livraison: To your door: Gratuit[\s\S]*Vous économisez: 8,90/,
      es: /Gracias[\s\S]*Envío: To your door: Gratis[\s\S]*Usted ahorra: 8,90/,
      ar: /شكرًا لك[\s\S]*الشحن: To your door: مجاني[\s\S]*وفّرت/,
    };
    for (const [locale, words] of Object.entries(says)) {
      const mail = await told(locale);
      expect(mail?.plain, locale).toMatch(words);
      expect(mail?.html, locale).toContain(`<html lang="${locale}" dir="${locale === "ar" ? "rtl" : "ltr"}">`);
      const offered = env.STORE_LOCALES.split(",").includes(locale) && locale !== env.STORE_LOCALE;
      expect(mail?.plain, locale).toContain(
        `${env.STORE_URL}${offered ? `/${locale}` : ""}/orders/${paid.order.id}?token=`,
      );
      expect(mail?.plain, locale).not.toMatch(/See your order|With tax in it|Total: €/);
    }
  });

  it("is written of an order that was told before promotions and taxes were", async () => {
    const {
      promotions: _,
      taxes: __,
      tax_included: ___,
      shipping_name: ____,
      ...data
    } = billed.data as Record<string, unknown>;
    await tell(local, [{ ...copyFor("before@example.com"), data: { ...data, email: "before@example.com" } }]);
    expect((await mailbox("before@example.com"))[0]?.plain).toMatch(
      /Shipping: €4\.90\nTotal: €44\.90\nWith tax in it: €/,
    );
  });
});

describe("every event that people hear of", () => {
  it("becomes a mail whose HTML and plain words lead to the same place", async () => {
    const email = "all@example.com";
    const parcel = {
      shipment_id: "shp_1",
      carrier: "Souk Post",
      tracking_number: "SOUK1",
      tracking_url: "https://souk.test/track/SOUK1",
    };
    const place = {
      name: "Souk",
      line1: "Hafen 1",
      postal_code: "20457",
      city: "Hamburg",
      country: "DE",
      hours: "Mon to Fri",
    };
    const person = { customer_id: "cus_1", email, name: "Ada", locale: "en" };
    const payment = { order_id: paid.order.id, payment_id: "pay_1", provider: "test", amount: 4490, currency: "EUR" };
    const cases: [string, Record<string, unknown>, RegExp, string][] = [
      ["order.shipped", { parcel }, /is on its way/, parcel.tracking_url],
      [
        "order.shipped",
        { parcel: null, shipping_kind: "pickup", shipping_pickup: place },
        /ready to be picked up/,
        "/orders/",
      ],
      ["order.expiring", { expires_at: "2026-11-21T09:30:00.000Z" }, /not paid yet/, "/orders/"],
      ["order.expired", {}, /not paid in time/, env.STORE_URL],
      ["order.cancelled", { reason: "It broke." }, /cancelled/, "/orders/"],
      ["order.refunded", { refunded: 1234, reason: "" }, /€12\.34 is on its way back/, "/orders/"],
      [
        "payment.failed",
        { ...payment, number: paid.order.number, locale: "en", reason: "The bank refused it." },
        /did not go through/,
        "/orders/",
      ],
      ["customer.created", { ...person, confirm_token: "tok+en" }, /Confirm your address/, "/confirm?token=tok+en"],
      ["customer.signup-repeated", person, /already/, "/sign-in"],
      [
        "customer.password-reset-requested",
        { ...person, reset_token: "abc" },
        /new password/,
        "/reset-password?token=abc",
      ],
    ];
    for (const [type, changes, subject, link] of cases) {
      const to = `${local.newId("evt")}@example.com`;
      const event = { ...copyFor(to, changes), type };
      const told = { ...event, data: { ...event.data, email: to } };
      expect((await tell(local, [told])).done, type).toHaveLength(1);
      const [mail] = await mailbox(to);
      expect(mail?.subject, type).toMatch(subject);
      expect(mail?.html.replaceAll("&#43;", "+"), type).toContain(link);
      expect(mail?.plain, type).toContain(link);
      if (changes.shipping_pickup) {
        expect(mail?.html).toMatch(/waits at Souk, Hafen 1, 20457 Hamburg.*Hafen 1.*20457 Hamburg.*Mon to Fri/s);
        expect(mail?.html).not.toContain("our shop");
      }
      expect(`${mail?.html}${mail?.plain}`, type).not.toMatch(/undefined|\[object|NaN|\{\{|\{%/);
    }
  });

  it("comes from what really happened: a declined payment tells its shopper", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "decline");
    const failed = await eventAbout(placed.order.id, "payment.failed");
    expect((await tell(local, [failed])).done).toHaveLength(1);
    expect(await messagesOf(failed.id)).toMatchObject([{ status: "sent" }]);
  });
});

describe("what had to be waited for", () => {
  it("tells its buyer when all of it has come, and says what happens next", async () => {
    const fetched = { shipping_kind: "pickup", email: "fetched@example.com" };
    for (const over of [{ email: "sent@example.com" }, fetched]) {
      await tell(local, [{ ...copyFor(over.email, over), type: "order.ready" }]);
    }
    expect((await mailbox("sent@example.com"))[0]?.plain).toContain("We are packing your order now");
    expect((await mailbox("fetched@example.com"))[0]?.plain).toContain("when it is ready to be picked up");
  });
});

describe("goods that run low", () => {
  it("are told to staff by mail where they have said to whom, and to nobody else", async () => {
    const low = (id: string) => ({
      ...{ ...billed, id, type: "stock.low", subject: "var_1" },
      data: { variant_id: "var_1", sku: "PAN-24", available: 3, low_stock_at: 5 },
    });
    const staffed = openStore({ ...env, STAFF_MAIL_TO: "buying@example.com" }, { log: quiet });
    const once = low(local.newId("evt"));
    await tell(staffed, [once, once]);
    const [mail, ...more] = await mailbox("buying@example.com");
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("PAN-24 runs low");
    expect(mail?.plain).toContain("There are 3 left to be sold");
    const silent = low(local.newId("evt"));
    expect((await tell(local, [silent])).done).toHaveLength(1);
    expect(await messagesOf(silent.id)).toEqual([]);
  });
});

describe("a mail service that fails", () => {
  it("is asked again, later each time, and the mail goes out once", async () => {
    const resend = fakeResend();
    const event = copyFor("again@example.com");
    resend.misbehave("internal-error", "lose-answer");
    const first = await tell(live(resend), [event], 1);
    const second = await tell(live(resend), [event], 2);
    expect([first.again[0]?.delaySeconds, second.again[0]?.delaySeconds]).toEqual([5, 10]);
    expect(await messagesOf(event.id)).toMatchObject([
      { status: "failed", failure: expect.stringContaining("Resend") },
    ]);
    expect((await tell(live(resend), [event], 3)).done).toHaveLength(1);
    await tell(live(resend), [event], 4);
    expect([resend.sent.length, resend.calls]).toEqual([1, 3]);
    expect(resend.sent[0]).toMatchObject({ from: "Souk <orders@souk.test>", to: ["again@example.com"] });
    expect(await messagesOf(event.id)).toMatchObject([{ status: "sent", failure: null }]);
  });

  it("does not hold up the other mails of the batch, nor do messages that are no events", async () => {
    const resend = fakeResend();
    resend.misbehave("well", "internal-error");
    const events = [
      copyFor("a@example.com"),
      copyFor("b@example.com"),
      copyFor("not an address"),
      copyFor("c@example.com"),
    ];
    const poison = [null, "hello", { type: "order.billed" }, { ...billed, id: "evt_x", data: { email: 7 } }];
    const { done, again } = await tell(live(resend), [...poison, ...events]);
    expect(done).toEqual([events[0], events[3]]);
    expect(again.map(({ body }) => body)).toEqual(expect.arrayContaining([...poison, events[1], events[2]]));
    const waits = again.filter(({ body }) => poison.includes(body as never)).map(({ delaySeconds }) => delaySeconds);
    expect(waits).toEqual([0, 0, 0, 0]);
    expect(resend.sent.map(({ to }) => to[0])).toEqual(["a@example.com", "c@example.com"]);
  });

  it("is left alone for the rest of the batch once it says that this is too fast", async () => {
    const resend = fakeResend();
    resend.misbehave("too-fast");
    const { again } = await tell(live(resend), [copyFor("x@example.com"), copyFor("y@example.com")]);
    expect([again.length, resend.calls]).toEqual([2, 1]);
  });

  it("that took the mail with other words under the same key has sent it", async () => {
    const resend = fakeResend();
    const mailer = await openMailer(live(resend));
    const mail: Mail = { id: "msg_same", to: "same@example.com", subject: "One", html: "<p>One</p>", plain: "One" };
    await mailer.send(live(resend), [mail]);
    expect(await mailer.send(live(resend), [{ ...mail, subject: "Two" }])).toEqual(new Map());
    expect(resend.sent).toHaveLength(1);
  });

  it("that is not set up leaves the mail waiting, and says what is missing", async () => {
    const event = copyFor("nobody@example.com");
    const none = openStore({ ...env, STORE_MODE: "live" }, { log: quiet });
    expect((await tell(none, [event])).again).toHaveLength(1);
    expect(await messagesOf(event.id)).toMatchObject([{ failure: expect.stringContaining("RESEND_API_KEY") }]);
    const unsigned = live(fakeResend(), "");
    expect((await tell(unsigned, [event])).again).toHaveLength(1);
    expect(await messagesOf(event.id)).toMatchObject([{ failure: expect.stringContaining("MAIL_FROM") }]);
  });

  it("leaves two hundred shoppers with one mail each, whatever breaks and however often they are told", async () => {
    const random = seeded(20261121);
    const ways: Misbehaviour[] = ["refuse-connection", "lose-answer", "internal-error"];
    const resend = fakeResend();
    const events = Array.from({ length: 200 }, (_, index) => copyFor(`shopper-${index}@example.com`));
    let waiting: unknown[] = events;
    for (let attempt = 1; waiting.length > 0; attempt++) {
      expect(attempt).toBeLessThan(30);
      const again: unknown[] = [];
      for (let start = 0; start < waiting.length; start += 20) {
        const batch = waiting.slice(start, start + 20);
        // Some are told twice, by two consumers at once.
        const twice = batch.filter(() => random() < 0.2);
        resend.misbehave(
          ...batch.map(() => (random() < 0.35 ? (ways[Math.floor(random() * ways.length)] ?? "well") : "well")),
        );
        const [one] = await Promise.all([tell(live(resend), batch, attempt), tell(live(resend), twice, attempt)]);
        again.push(...one.again.map(({ body }) => body));
      }
      waiting = again;
    }
    const counts = Map.groupBy(resend.sent, ({ to }) => to[0]);
    expect(counts.size).toBe(200);
    expect([...counts.values()].every((mails) => mails.length === 1)).toBe(true);
    const { results } = await env.ACTIVITY.prepare(
      "select count(*) as n from messages where recipient like 'shopper-%' and status = 'sent'",
    ).all();
    expect(results).toEqual([{ n: 200 }]);
  }, 60_000);
});

describe("the books of messages", () => {
  it("are asked twice for a batch, whether it holds one mail or twenty", async () => {
    const spent: number[] = [];
    for (const size of [1, 20]) {
      const { database, calls } = counting(env.ACTIVITY);
      const resend = fakeResend();
      const store = openStore(
        { ...env, ACTIVITY: database, RESEND_API_KEY: resendKey, MAIL_FROM: "Souk <a@souk.test>" },
        { log: quiet, fetch: resend.fetch },
      );
      const events = Array.from({ length: size }, (_, index) => copyFor(`batch-${size}-${index}@example.com`));
      expect((await tell(store, events)).done).toHaveLength(size);
      expect(resend.sent).toHaveLength(size);
      spent.push(calls());
    }
    expect(spent).toEqual([2, 2]);
  });

  it("bring a mail out again when the store died after sending it, and the mailbox keeps one", async () => {
    const event = copyFor("died@example.com");
    await tell(local, [event]);
    await env.ACTIVITY.prepare("update messages set status = 'pending', sent_at = null where event_id = ?")
      .bind(event.id)
      .run();
    await tell(local, [event]);
    expect(await mailbox("died@example.com")).toHaveLength(1);
    expect(await messagesOf(event.id)).toMatchObject([{ status: "sent" }]);
  });

  it("forget after a day why a message once failed", async () => {
    await tell(local, [{ broken: true }]);
    const count = async () =>
      (await env.ACTIVITY.prepare("select count(*) as n from queue_failures").first<{ n: number }>())?.n;
    expect(await count()).toBeGreaterThan(0);
    await forgetOldFailures(local);
    expect(await count()).toBeGreaterThan(0);
    await forgetOldFailures(openStore(env, { now: () => new Date(Date.now() + 25 * 3600_000) }));
    expect(await count()).toBe(0);
  });
});

describe("an order that waits for its payment", () => {
  it("is reminded of once, when ten minutes are left", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    const at = (minutes: number) => openStore(env, { log: quiet, now: () => new Date(Date.now() + minutes * 60_000) });
    await remindOfPayments(at(5));
    expect(await eventsAbout(env.ORDERS, placed.order.id, "order.expiring")).toHaveLength(0);
    await Promise.all([remindOfPayments(at(21)), remindOfPayments(at(21))]);
    await remindOfPayments(at(22));
    const reminders = await eventsAbout(env.ORDERS, placed.order.id, "order.expiring");
    expect(reminders).toHaveLength(1);
    expect((await tell(local, reminders)).done).toHaveLength(1);
  });

  it("is not reminded of once it is paid", async () => {
    await remindOfPayments(openStore(env, { log: quiet, now: () => new Date(Date.now() + 21 * 60_000) }));
    expect(await eventsAbout(env.ORDERS, paid.order.id, "order.expiring")).toHaveLength(0);
  });
});

describe("staff", () => {
  it("send a mail once more, and are told when there is nothing of that kind to tell", async () => {
    const { ensureStaff } = await import("../../src/identity/accounts.ts");
    await ensureStaff(local, { email: "teller@example.com", password, name: "Staff" });
    const token = bearer((await logIn("teller@example.com")).body.access_token);
    const send = (what: string, body: unknown, headers = token) =>
      ask("POST", `/notifications/order/${what}`, body, headers);
    const sent = await send("confirmation", { order_id: paid.order.id });
    expect(sent.status).toBe(202);
    expect(await sent.json()).toMatchObject({ order_id: paid.order.id, template: "confirmation" });
    for (const what of ["dispatched", "payment-reminder"]) {
      const answer = await send(what, { order_id: paid.order.id });
      expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([409, "nothing-to-tell"]);
    }
    expect((await send("confirmation", { order_id: "ord_00000000000000000000000000" })).status).toBe(404);
    expect((await send("confirmation", { order_id: "'; drop table orders" })).status).toBe(400);
    expect((await send("confirmation", { order_id: paid.order.id, to: "me@example.com" })).status).toBe(400);
    await newCustomer("nosy@example.com");
    const customer = bearer((await logIn("nosy@example.com")).body.access_token);
    expect((await send("confirmation", { order_id: paid.order.id }, customer)).status).toBe(403);
    expect((await ask("POST", "/notifications/order/confirmation", { order_id: paid.order.id })).status).toBe(401);
  }, 20_000);
});
