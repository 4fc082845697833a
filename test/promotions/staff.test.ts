import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { runCodeJob } from "../../src/promotions/campaigns/code-jobs.ts";
import type { CodeJob, PromotionCode, PromotionView } from "../../src/promotions/campaigns/schemas.ts";
import { ask, sell, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { promote, send, tenPercent } from "./campaign.ts";

let auth: Record<string, string>;
let pan = { product_id: "", variant_id: "", sku: "" };

beforeAll(async () => {
  auth = bearer(await signInStaff());
  pan = await sell();
}, 60_000);

interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

interface Refusal {
  code: string;
  errors?: { pointer: string; detail: string }[];
}

describe("staff", () => {
  it("write a promotion, change it, and archive it; a lost race is told", async () => {
    const made = await send(auth, "POST", "", { ...tenPercent, usage_limit: 50 });
    expect(made).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { state: "paused", needs_code: false, used: 0, spent: 0, codes: 0, time_zone: "UTC", budget: null },
    });
    expect(made.body.action).toEqual({ ...tenPercent.action, lines: { match: "all", conditions: [] } });
    const { id } = made.body;
    const change = { status: "active", starts_at: "2031-01-01T00:00:00+01:00", titles: { de: "Zehn weg" } };
    const changed = await send(auth, "PATCH", `/${id}`, change, { "If-Match": made.etag });
    expect(changed).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { state: "scheduled", starts_at: "2030-12-31T23:00:00.000Z", usage_limit: 50, title: "Ten off" },
    });
    expect(await send(auth, "PATCH", `/${id}`, { title: "x" }, { "If-Match": made.etag })).toMatchObject({
      status: 412,
    });
    expect(await send(auth, "PATCH", `/${id}`, { title: "x" })).toMatchObject({ status: 428 });
    expect(await send(auth, "GET", `/${id}`)).toEqual(changed);
    expect(await send(auth, "POST", `/${id}/archive`, undefined, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    const archived = await send(auth, "POST", `/${id}/archive`, undefined, { "If-Match": '"2"' });
    expect(archived).toMatchObject({ status: 200, body: { state: "archived", status: "archived", version: 3 } });
    const back = await send(auth, "PATCH", `/${id}`, { status: "paused" }, { "If-Match": '"3"' });
    expect(back.body.state).toBe("paused");
    expect(await send(auth, "GET", "/promo_nothing")).toMatchObject({ status: 404 });
  });

  it("find promotions by what they come to now, by a part of their title, or by a code", async () => {
    const running = await promote(auth, { title: "Autumn shelf", code: "AUTUMN-SHELF" });
    const over = await promote(auth, { title: "Autumn last year", ends_at: "2020-01-01T00:00:00Z" });
    const paused = await promote(auth, { title: "Autumn asleep", status: "paused" });
    const found = async (query: string) => {
      const { body } = await send<Page<PromotionView>>(auth, "GET", `?${query}`);
      return body.data.map(({ id }) => id);
    };
    expect(await found("q=autumn")).toEqual([paused.id, over.id, running.id]);
    expect(await found("q=autumn&state=active")).toEqual([running.id]);
    expect(await found("q=autumn&state=over")).toEqual([over.id]);
    expect(await found("q=autumn&state=paused")).toEqual([paused.id]);
    expect(await found("q=autumn-shelf")).toEqual([running.id]);
    const first = await send<Page<PromotionView>>(auth, "GET", "?q=autumn&limit=2");
    const rest = await send<Page<PromotionView>>(auth, "GET", `?q=autumn&limit=2&cursor=${first.body.next_cursor}`);
    expect(rest.body).toMatchObject({ data: [{ id: running.id }], next_cursor: null });
  });

  it("are told at the field what is wrong with a promotion", async () => {
    const gone = (prefix: string) => `${prefix}_01jd2v4q8r3x5y7z9b1d3f5h7k`;
    const off = (given: object) => ({ action: { kind: "off_order", off: given } });
    const when = (condition: object) => ({ sale: { conditions: [condition] } });
    const of = (condition: object) => ({ action: { ...tenPercent.action, lines: { conditions: [condition] } } });
    const tiers = (...steps: object[]) => ({ action: { kind: "tiers", currency: "EUR", steps } });
    const ten = { percent: "10" };
    const cases: [object, string][] = [
      [off({ percent: "-10" }), "/action/off/percent"],
      [off({ percent: "0" }), "/action/off/percent"],
      [off({ percent: "150" }), "/action/off/percent"],
      [off({ percent: "1e3" }), "/action/off/percent"],
      [off({ percent: "12.34567" }), "/action/off/percent"],
      [off({ amounts: {} }), "/action/off/amounts"],
      [off({ amounts: { EUR: -500 } }), "/action/off/amounts/EUR"],
      [off({ amounts: { EUR: 1.5 } }), "/action/off/amounts/EUR"],
      [off({ amounts: { EUR: 2 ** 53 } }), "/action/off/amounts/EUR"],
      [off({ amounts: { "E/R": 500 } }), "/action/off/amounts/E~1R"],
      [when({ attribute: "moon.phase", operator: "in", values: ["full"] }), "/sale/conditions/0/attribute"],
      [when({ attribute: "line.sku", operator: "in", values: ["A"] }), "/sale/conditions/0/attribute"],
      [when({ attribute: "constructor", operator: "in", values: ["A"] }), "/sale/conditions/0/attribute"],
      [when({ attribute: "cart.quantity", operator: "sounds_like", values: [1] }), "/sale/conditions/0/operator"],
      [when({ attribute: "cart.quantity", operator: "in", values: [1] }), "/sale/conditions/0/operator"],
      [when({ attribute: "cart.quantity", operator: "at_least", values: ["many"] }), "/sale/conditions/0/values/0"],
      [when({ attribute: "cart.quantity", operator: "at_least", values: [2 ** 53] }), "/sale/conditions/0/values/0"],
      [when({ attribute: "cart.quantity", operator: "at_least", values: [1, 2] }), "/sale/conditions/0/values"],
      [when({ attribute: "cart.quantity", operator: "at_least", values: [] }), "/sale/conditions/0/values"],
      [when({ attribute: "cart.subtotal", operator: "at_least", values: [5000] }), "/sale/conditions/0/currency"],
      [
        when({ attribute: "cart.quantity", operator: "at_least", values: [1], currency: "EUR" }),
        "/sale/conditions/0/currency",
      ],
      [when({ attribute: "customer.first_order", operator: "in", values: ["yes"] }), "/sale/conditions/0/values/0"],
      [when({ attribute: "shipping.country", operator: "in", values: ["DE", "ZZ"] }), "/sale/conditions/0/values/1"],
      [when({ attribute: "time.weekday", operator: "in", values: [8] }), "/sale/conditions/0/values/0"],
      [when({ attribute: "time.of_day", operator: "below", values: ["25:00"] }), "/sale/conditions/0/values/0"],
      [
        of({ attribute: "line.product", operator: "in", values: [gone("prod")] }),
        "/action/lines/conditions/0/values/0",
      ],
      [of({ attribute: "line.product", operator: "in", values: ["pan"] }), "/action/lines/conditions/0/values/0"],
      [of({ attribute: "line.sku", operator: "in", values: [pan.sku, "GONE"] }), "/action/lines/conditions/0/values/1"],
      [
        of({ attribute: "line.category", operator: "in", values: [gone("cat")] }),
        "/action/lines/conditions/0/values/0",
      ],
      [{ action: { kind: "gift", variant_id: gone("var"), quantity: 1 } }, "/action/variant_id"],
      [{ action: { kind: "gift", variant_id: pan.variant_id, quantity: 0 } }, "/action/quantity"],
      [{ action: { kind: "off_pieces", which: "cheapest", quantity: 0, off: ten } }, "/action/quantity"],
      [{ action: { kind: "off_shipping", off: ten, options: [] } }, "/action/options"],
      [{ action: { kind: "bundle_price", parts: [], price: { EUR: 1000 } } }, "/action/parts"],
      [{ action: { kind: "bundle_price", parts: [{ quantity: 1 }], price: {} } }, "/action/price"],
      [{ action: { kind: "bundle_price", parts: [{ quantity: 1 }], price: { EUR: -1 } } }, "/action/price/EUR"],
      [{ action: { kind: "bundle_price", parts: [{ quantity: -1 }], price: { EUR: 1 } } }, "/action/parts/0/quantity"],
      [{ action: { kind: "buy_get", buy: { quantity: 2 }, get: { quantity: 0 }, off: ten } }, "/action/get/quantity"],
      [
        { action: { kind: "buy_get", buy: { quantity: 2 }, get: { quantity: 1 }, off: ten, times: 0 } },
        "/action/times",
      ],
      [{ requires: { quantity: 0 } }, "/requires/quantity"],
      [
        {
          requires: {
            quantity: 1,
            lines: { conditions: [{ attribute: "line.variant", operator: "in", values: [gone("var")] }] },
          },
        },
        "/requires/lines/conditions/0/values/0",
      ],
      [tiers(), "/action/steps"],
      [tiers({ from: 5000, off: ten }, { from: 4000, off: ten }), "/action/steps/1/from"],
      [tiers({ from: 5000, off: ten }, { from: 5000, off: ten }), "/action/steps/1/from"],
      [tiers({ from: 5000, off: { amounts: { USD: 100 } } }), "/action/steps/0/off/amounts"],
      [{ starts_at: "2026-12-01T00:00:00Z", ends_at: "2026-11-30T00:00:00Z" }, "/ends_at"],
      [{ starts_at: "0000-12-31T12:00:00Z", ends_at: "2026-11-30T00:00:00Z" }, "/starts_at"],
      [{ ends_at: "9999-12-31T23:59:59-23:59" }, "/ends_at"],
      [{ time_zone: "Mars/Olympus" }, "/time_zone"],
      [{ time_zone: "+02:00" }, "/time_zone"],
      [{ usage_limit: 0 }, "/usage_limit"],
      [{ per_customer_limit: 1.5 }, "/per_customer_limit"],
      [{ budget: { currency: "XYZ", amount: 100 } }, "/budget/currency"],
      [{ budget: { currency: "EUR", amount: 0 } }, "/budget/amount"],
      [{ priority: 1e300 }, "/priority"],
      [{ titles: { klingon_speech: "Qapla'" } }, "/titles/klingon_speech"],
    ];
    for (const [over, pointer] of cases) {
      const { status, body } = await send<Refusal>(auth, "POST", "", { ...tenPercent, ...over });
      expect([status, body.code, body.errors?.map((each) => each.pointer)], JSON.stringify(over)).toEqual([
        422,
        "invalid-promotion",
        [pointer],
      ]);
    }
    const shapeless = await send<Refusal>(auth, "POST", "", { ...tenPercent, action: { kind: "magic" } });
    expect(shapeless).toMatchObject({ status: 400, body: { errors: [{ pointer: "/action/kind" }] } });
  });

  it("may mend the title of a promotion whose product has gone, and not start it again", async () => {
    const product = await sell();
    const lines = { conditions: [{ attribute: "line.product", operator: "in", values: [product.product_id] }] };
    const made = await promote(auth, { status: "paused", action: { ...tenPercent.action, lines } });
    await env.CATALOG.prepare("update products set status = 'archived' where id = ?").bind(product.product_id).run();
    const titled = await send(auth, "PATCH", `/${made.id}`, { title: "Mended" }, { "If-Match": '"1"' });
    expect(titled.status).toBe(200);
    const started = await send<Refusal>(auth, "PATCH", `/${made.id}`, { status: "active" }, { "If-Match": '"2"' });
    expect(started).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/action/lines/conditions/0/values/0" }] },
    });
  });

  it("write codes by hand, however they are typed, and take them back", async () => {
    const { id } = await promote(auth);
    const added = await send<PromotionCode>(auth, "POST", `/${id}/codes`, { code: " summer 26 ", usage_limit: 2 });
    expect(added).toMatchObject({ status: 201, body: { code: "SUMMER26", usage_limit: 2, used: 0, job_id: null } });
    expect(await send(auth, "POST", `/${id}/codes`, { code: "Summer26" })).toMatchObject({ status: 409 });
    for (const code of ["ab", "x".repeat(41), "A;DROP", "=SUM(A1)", "-10", "🎁🎁🎁"]) {
      expect(await send<Refusal>(auth, "POST", `/${id}/codes`, { code }), code).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/code" }] },
      });
    }
    expect(await send(auth, "POST", `/${id}/codes`, { code: "خصم-رمضان" })).toMatchObject({ status: 201 });
    const page = await send<Page<PromotionCode>>(auth, "GET", `/${id}/codes?q=sum`);
    expect(page.body.data.map(({ code }) => code)).toEqual(["SUMMER26"]);
    expect(await send(auth, "DELETE", `/${id}/codes/summer26`)).toMatchObject({ status: 204 });
    expect(await send(auth, "DELETE", `/${id}/codes/summer26`)).toMatchObject({ status: 404 });
  });

  it("are alone with it: a shopper is sent away", async () => {
    for (const path of ["", "/promo_x", "/promo_x/codes", "/promo_x/uses"]) {
      expect((await ask("GET", `/promotions${path}`)).status).toBe(401);
    }
  });
});

describe("codes by the thousand", () => {
  const filesOf = async (job: CodeJob) => {
    const answer = await ask("GET", job.file_url.replace("/api/v1", ""), undefined, auth);
    return (await answer.text())
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0] ?? "");
  };

  it("are made by a job, each another, and come as a file", async () => {
    const { id } = await promote(auth, { needs_code: true });
    const asked = await send<CodeJob>(auth, "POST", `/${id}/codes/generate`, { quantity: 7500, prefix: "gift-" });
    expect(asked).toMatchObject({ status: 202, body: { status: "queued", made: 0, quantity: 7500, prefix: "GIFT-" } });
    const store = storeFor();
    // Two runs at once, as when a message comes twice: what one of them has made the other does not make again.
    await Promise.all([runCodeJob(store, asked.body.id), runCodeJob(store, asked.body.id)]);
    await runCodeJob(store, asked.body.id);
    const done = await send<CodeJob>(auth, "GET", `/${id}/codes/jobs/${asked.body.id}`);
    expect(done.body).toMatchObject({ status: "finished", made: 7500 });
    const codes = await filesOf(done.body);
    expect(new Set(codes).size).toBe(7500);
    expect(codes.every((code) => /^GIFT-[34679ACDEFGHJKMNPQRTWXY]{10}$/.test(code))).toBe(true);
    expect((await send(auth, "GET", `/${id}`)).body.codes).toBe(7500);
    expect(await send(auth, "POST", `/${id}/codes/jobs/${asked.body.id}/cancel`)).toMatchObject({ status: 409 });
  }, 60_000);

  it("go on after a run that was broken off, and stop when staff say so", async () => {
    const { id } = await promote(auth);
    const asked = await send<CodeJob>(auth, "POST", `/${id}/codes/generate`, { quantity: 3000 });
    let tick = 0;
    // Its clock runs so fast that each chunk is a turn of its own.
    const hasty = storeFor({ now: () => new Date(Date.now() + 30_000 * tick++) });
    await runCodeJob(hasty, asked.body.id);
    const begun = await send<CodeJob>(auth, "GET", `/${id}/codes/jobs/${asked.body.id}`);
    expect(begun.body).toMatchObject({ status: "running", made: 1000 });
    const stopped = await send<CodeJob>(auth, "POST", `/${id}/codes/jobs/${asked.body.id}/cancel`);
    expect(stopped.body).toMatchObject({ status: "cancelled", made: 1000 });
    await runCodeJob(storeFor(), asked.body.id);
    expect(await filesOf(stopped.body)).toHaveLength(1000);
    const jobs = await send<Page<CodeJob>>(auth, "GET", `/${id}/codes/jobs`);
    expect(jobs.body.data).toMatchObject([{ id: asked.body.id, status: "cancelled" }]);
  }, 60_000);

  it("are refused where they could be guessed, or are none", async () => {
    const { id } = await promote(auth);
    for (const [order, pointer] of [
      [{ quantity: 100_001 }, "/quantity"],
      [{ quantity: 0 }, "/quantity"],
      [{ quantity: 100_000, length: 6 }, "/length"],
      [{ quantity: 10, length: 21 }, "/length"],
      [{ quantity: 10, prefix: "=A" }, "/prefix"],
      [{ quantity: 10, usage_limit: 0 }, "/usage_limit"],
    ] as const) {
      const { status, body } = await send<Refusal>(auth, "POST", `/${id}/codes/generate`, order);
      expect([status, body.errors?.map((each) => each.pointer)], JSON.stringify(order)).toEqual([422, [pointer]]);
    }
  });
});
