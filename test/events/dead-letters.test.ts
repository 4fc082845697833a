import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { consumeDeadLetters } from "../../queues/dead-letters.ts";
import { consumeImports } from "../../queues/imports.ts";
import { consume } from "../../queues/index.ts";
import { consumeInsights } from "../../queues/insights.ts";
import { consumeInventory } from "../../queues/inventory.ts";
import { consumeMedia } from "../../queues/media.ts";
import { consumeNotifications } from "../../queues/notifications.ts";
import { consumeShipping } from "../../queues/shipping.ts";
import { ensureStaff } from "../../src/identity/accounts.ts";
import { openStore } from "../../src/platform/store.ts";
import { ask } from "../checkout/shop.ts";
import { bearer, logIn, newCustomer, password } from "../identity/people.ts";
import { deliver } from "./delivery.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const store = openStore(env, { log: quiet });

interface Letter {
  id: string;
  queue: string;
  body: unknown;
  attempts: number;
  error: string | null;
  received_at: string;
}

interface Page {
  data: Letter[];
  next_cursor: string | null;
}

let staff: Record<string, string> = {};

const list = async (query = ""): Promise<Page> =>
  (await ask("GET", `/events/dead-letters${query}`, undefined, staff)).json<Page>();

const find = async (body: unknown): Promise<Letter | undefined> =>
  (await list("?limit=100")).data.find((letter) => JSON.stringify(letter.body) === JSON.stringify(body));

/** A message that has used up its tries. */
const bury = (bodies: readonly unknown[], queue = "notifications-dead", told: { ids?: string[]; sentAt?: Date } = {}) =>
  deliver(store, consumeDeadLetters, queue, bodies, told);

/** Asks until it is so, for what a real queue does in its own time. */
async function until<Value>(look: () => Promise<Value | undefined>, seconds = 25): Promise<Value> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`It did not come about in ${seconds} seconds.`);
}

beforeAll(async () => {
  await ensureStaff(store, { email: "keeper@example.com", password, name: "Keeper" });
  staff = bearer((await logIn("keeper@example.com")).body.access_token);
});

describe("a message that nobody can do", () => {
  it("ends by itself where staff see it and read why", async () => {
    const poison = { specversion: "1.0", hello: crypto.randomUUID() };
    await env.NOTIFICATIONS_QUEUE.send(poison);
    const letter = await until(() => find(poison));
    expect(letter).toMatchObject({ queue: "notifications", attempts: 6, error: expect.stringMatching(/^\/id: /) });
  }, 30_000);

  it("is one letter, though its queue tells of it twice", async () => {
    const body = { twice: 1 };
    const told = { ids: ["m1"], sentAt: new Date() };
    await bury([body], "shipping-dead", told);
    const before = (await list("?limit=100")).data.length;
    expect((await bury([body], "shipping-dead", told)).done).toHaveLength(1);
    expect((await list("?limit=100")).data).toHaveLength(before);
    expect(await find(body)).toMatchObject({ queue: "shipping", error: null });
  });

  it("keeps the last reason that its consumer gave, and takes it from no other message", async () => {
    const [broken, other] = [{ broken: 1 }, { broken: 2 }];
    await deliver(store, consumeNotifications, "notifications", [broken], { attempts: 3 });
    await bury([broken, other]);
    expect(await find(broken)).toMatchObject({ attempts: 3, error: expect.stringContaining("/specversion") });
    expect(await find(other)).toMatchObject({ attempts: 1, error: null });
  });

  it.each([
    ["shipping", consumeShipping],
    ["inventory", consumeInventory],
    ["media", consumeMedia],
    ["imports", consumeImports],
    ["insights", consumeInsights],
  ] as const)("says why the %s could not do it", async (queue, consumer) => {
    const body = { nonsense: queue };
    expect((await deliver(store, consumer, queue, [body])).again).toEqual([{ body, delaySeconds: 0 }]);
    await bury([body], `${queue}-dead`);
    expect(await find(body)).toMatchObject({ queue, error: expect.stringMatching(/^\//) });
  });

  it("waits where it cannot be kept now, and the log tells nothing of whom it is about", async () => {
    const body = { email: "ada@example.com" };
    const batch = createMessageBatch("notifications-dead", [{ id: "1", timestamp: new Date(), attempts: 1, body }]);
    const failure = new Error(`Failed query, params: ${body.email}`, { cause: new Error("shut") });
    const shut = new Proxy(env.ACTIVITY, {
      get(target, name) {
        if (name === "batch") return () => Promise.reject(failure);
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const ctx = createExecutionContext();
    await consume(batch, { ...env, ACTIVITY: shut }, ctx);
    const lines = JSON.stringify(logged.mock.calls);
    logged.mockRestore();
    expect((await getQueueResult(batch, ctx)).retryBatch).toMatchObject({ retry: true });
    expect(lines).toContain("notifications-dead.failed");
    expect(lines).not.toContain("ada@example.com");
  });

  it("of a queue that nobody reads is given back, and throws nothing", async () => {
    const batch = createMessageBatch("letters-to-santa", [{ id: "1", timestamp: new Date(), attempts: 1, body: {} }]);
    const ctx = createExecutionContext();
    await consume(batch, env, ctx);
    expect((await getQueueResult(batch, ctx)).retryBatch).toMatchObject({ retry: true });
  });
});

describe("staff", () => {
  it("leaf through dead letters, newest first, each once", async () => {
    await bury(Array.from({ length: 7 }, (_, n) => ({ leaf: n })));
    const all = (await list("?limit=100")).data.map(({ id }) => id);
    const leafed: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page = await list(`?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      expect(page.data.length).toBeLessThanOrEqual(3);
      leafed.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(leafed).toEqual(all);
    expect((await ask("GET", "/events/dead-letters?cursor=abc", undefined, staff)).status).toBe(400);
    expect((await ask("GET", "/events/dead-letters?colour=red", undefined, staff)).status).toBe(400);
  });

  it("try one again: it goes to its queue and off the list, and comes back if it fails once more", async () => {
    const body = { again: crypto.randomUUID() };
    await bury([body]);
    const letter = await find(body);
    expect((await ask("POST", `/events/dead-letters/${letter?.id}/retry`, undefined, staff)).status).toBe(204);
    expect(await find(body)).toBeUndefined();
    expect((await ask("POST", `/events/dead-letters/${letter?.id}/retry`, undefined, staff)).status).toBe(404);
    const back = await until(() => find(body));
    expect(back.id).not.toBe(letter?.id);
  }, 30_000);

  it("try one again that can be done by now, and the shopper gets the mail", async () => {
    const email = "patient@example.com";
    const data = { customer_id: "cus_1", email, name: "Pat", locale: "en" };
    const event = {
      specversion: "1.0",
      id: store.newId("evt"),
      source: "souk",
      type: "customer.signup-repeated",
      subject: "cus_1",
      time: new Date().toISOString(),
      datacontenttype: "application/json",
      traceparent: store.trace.traceparent,
      data,
    };
    await bury([event]);
    await ask("POST", `/events/dead-letters/${(await find(event))?.id}/retry`, undefined, staff);
    const mail = await until(async () => {
      const page = await visit(`/dev/mailbox.json?to=${email}`);
      return (await page.json<{ data: { subject: string }[] }>()).data[0];
    });
    expect(mail.subject).toContain("already");
  }, 30_000);

  it("drop one for good", async () => {
    const body = { drop: crypto.randomUUID() };
    await bury([body]);
    const path = `/events/dead-letters/${(await find(body))?.id}`;
    expect((await ask("DELETE", path, undefined, staff)).status).toBe(204);
    expect((await ask("DELETE", path, undefined, staff)).status).toBe(404);
    expect(await find(body)).toBeUndefined();
  });

  it("cannot send a letter to a queue that is no part of the store any more", async () => {
    const body = { old: 1 };
    await bury([body], "letters-to-santa-dead");
    const answer = await ask("POST", `/events/dead-letters/${(await find(body))?.id}/retry`, undefined, staff);
    expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([409, "not-available"]);
    expect(await find(body)).toBeDefined();
  });

  it("alone: a customer and a stranger see, try and drop nothing", async () => {
    const body = { secret: 1 };
    await bury([body]);
    const path = `/events/dead-letters/${(await find(body))?.id}`;
    await newCustomer("curious@example.com");
    const customer = bearer((await logIn("curious@example.com")).body.access_token);
    for (const [headers, status] of [
      [customer, 403],
      [{}, 401],
    ] as const) {
      expect((await ask("GET", "/events/dead-letters", undefined, headers)).status).toBe(status);
      expect((await ask("POST", `${path}/retry`, undefined, headers)).status).toBe(status);
      expect((await ask("DELETE", path, undefined, headers)).status).toBe(status);
    }
    expect(await find(body)).toBeDefined();
  }, 20_000);
});

describe("the local mailbox", () => {
  it("lists mail by who it was sent to, and shows it without letting it run or load anything", async () => {
    await env.ACTIVITY.prepare("insert into mailbox values (?, ?, ?, ?, ?, ?)")
      .bind(
        store.newId("msg"),
        "box@example.com",
        "Hello <b>you</b>",
        "<!doctype html><html><head></head><body><p>Hi</p></body></html>",
        "Hi",
        new Date().toISOString(),
      )
      .run();
    const { data } = await (await visit("/dev/mailbox.json?to=BOX@example.com")).json<{ data: { id: string }[] }>();
    const [mail] = data;
    const pages = await visit("/dev/mailbox?to=box@example.com");
    expect(await pages.text()).toContain("Hello &lt;b&gt;you&lt;/b&gt;");
    const shown = await (await visit(`/dev/mailbox/${mail?.id}`)).text();
    expect(shown).toContain(`src="/dev/mailbox/${mail?.id}/html"`);
    expect(shown).not.toContain("allow-scripts");
    const itself = await visit(`/dev/mailbox/${mail?.id}/html`);
    expect(itself.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'self'/);
    expect(await itself.text()).toContain("<p>Hi</p>");
    expect((await visit("/dev/mailbox/msg_00000000000000000000000000")).status).toBe(404);
    expect((await visit("/dev/mailbox.json?colour=red")).status).toBe(400);
  });

  it("is not there in a live store", async () => {
    const { house: app } = await import("../../src/house.ts");
    for (const path of ["/dev/mailbox", "/dev/mailbox.json", "/dev/mailbox/msg_00000000000000000000000000/html"]) {
      const answer = await app.request(
        `https://souk.test${path}`,
        {},
        { ...env, STORE_MODE: "live" },
        createExecutionContext(),
      );
      expect(answer.status, path).toBe(404);
    }
  });
});

async function visit(path: string): Promise<Response> {
  const { exports } = await import("cloudflare:workers");
  return exports.default.fetch(`https://souk.test${path}`);
}
