import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { Visitor } from "./visitor.ts";
import { hostile, stockUp, title, type Wares, withPan } from "./wares.ts";

let wares: Wares;

beforeAll(async () => {
  wares = await stockUp();
});

async function gzipped(text: string): Promise<number> {
  const packed = new Response(text).body?.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(packed).arrayBuffer()).byteLength;
}

const asset = (path: string): Promise<Response> => env.ASSETS.fetch(`https://souk.test${path}`);

describe("every page", () => {
  const pages = {
    "/": "Good things, made to be used every day.",
    "/categories/kitchen": "Kitchen",
    "/categories/pans": "Pans",
    "/search": "Everything",
    "/search?q=pan": "Results for “pan”",
    "/search?q=xqzzy": "Results for “xqzzy”",
    "/products/hammered-pan": "Hammered pan",
    "/products/last-lamp": "Last lamp",
    "/cart": "Your cart is empty",
    "/sign-in": "Sign in",
    "/sign-up": "Open an account",
    "/forgot-password": "Forgotten password",
  };

  it.each(Object.entries(pages))(
    "%s has its heading, and steps down its headings one by one",
    async (path, heading) => {
      const page = await new Visitor().visit(path);
      expect(page.status).toBe(200);
      expect(title(page)).toBe(heading);
      expect(page.headings.filter(({ level }) => level === 1)).toHaveLength(1);
      let deepest = 1;
      for (const { level, text } of page.headings.slice(page.headings.findIndex((each) => each.level === 1))) {
        expect(level, `${path}: ${text}`).toBeLessThanOrEqual(deepest + 1);
        deepest = level;
      }
    },
  );

  it.each(Object.keys(pages))(
    "%s carries neither script nor style of its own, which the policy forbids",
    async (path) => {
      const { html, headers } = await new Visitor().visit(path);
      const tags = (html.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, ""));
      expect(tags.filter((tag) => /\sstyle=|^<style|\son[a-z]+=/i.test(tag))).toEqual([]);
      expect(html).not.toContain("javascript:");
      // Data for search engines is not run, and the policy does not concern it.
      const scripts = html.match(/<script\b[^>]*>/g)?.filter((tag) => !tag.includes('type="application/ld+json"'));
      expect(scripts).toEqual([expect.stringMatching(/src="\/store\.js\?v=[a-z0-9]+"/i)]);
      expect(headers.get("Content-Security-Policy")).toContain("script-src 'self'; style-src 'self'");
    },
  );

  it("says its language, can be skipped to its content, and labels each field", async () => {
    const { html } = await (await withPan()).visitor.visit("/checkout");
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('href="#main"');
    const labelled = [...html.matchAll(/<label [^>]*\bfor="([^"]+)"/g)].map(([, id]) => id);
    for (const [field] of html.matchAll(/<(?:input|select)\b[^>]*>/g)) {
      if (/type="(?:hidden|radio|checkbox)"/.test(field)) continue;
      const id = /\bid="([^"]+)"/.exec(field)?.[1];
      expect(labelled.includes(id ?? "") || field.includes("aria-label="), field).toBe(true);
    }
  });
});

describe("hostile words", () => {
  it("stand on the page as words", async () => {
    for (const path of ["/products/hostile", "/", "/search?q=script", "/categories/kitchen"]) {
      const { html } = await new Visitor().visit(path);
      expect(html).not.toContain("<script>alert");
      expect(html).not.toContain("<img src=x");
      expect(html).not.toMatch(/"\s*onmouseover="/);
    }
    expect(title(await new Visitor().visit("/products/hostile"))).toBe(hostile);
  });

  it("in a search and in a form come back as words", async () => {
    const visitor = new Visitor();
    const found = await visitor.visit(
      `/search?${new URLSearchParams({ q: hostile, brand: hostile, "attr.x": hostile })}`,
    );
    expect(found.html).not.toContain("<script>alert");
    const page = await visitor.submit(await visitor.visit("/sign-in"), "/sign-in", { email: hostile, password: "x" });
    expect(page.status).toBe(422);
    expect(page.html).not.toContain("<script>alert");
    expect(page.forms.find(({ action }) => action === "/sign-in")?.fields.email).toBe(hostile);
  });
});

describe("finding things", () => {
  it("filters by plain forms, keeps the search, and clears", async () => {
    const visitor = new Visitor();
    const all = await visitor.visit("/categories/kitchen");
    expect(all.html).toContain("Hammered pan");
    expect(all.html).toContain("Morning mug");
    const copper = await visitor.submit(all, "/categories/kitchen", { "attr.material": "copper" });
    expect(copper.html).toContain("Hammered pan");
    expect(copper.html).not.toContain("Morning mug");
    expect(copper.links.find(({ text }) => text === "Clear all filters")?.href).toBe("/categories/kitchen");
  });

  it("takes prices as people type them", async () => {
    const page = await new Visitor().visit("/categories/kitchen?price_max=15,00");
    expect(page.html).toContain("Morning mug");
    expect(page.html).not.toContain("Hammered pan");
  });

  it("shrugs at addresses that make no sense", async () => {
    for (const query of [
      "price_min=abc",
      "sort=nonsense",
      "utm_source=mail",
      "cursor=garbage",
      "q=%00",
      "attr.=",
      "in_stock=perhaps",
    ]) {
      const page = await new Visitor().visit(`/search?${query}`);
      expect(page.status, query).toBe(200);
    }
  });

  it("shows a reduced price beside the former one", async () => {
    const { html } = await new Visitor().visit("/products/morning-mug");
    expect(html).toMatch(/<ins>.*€15\.00.*<\/ins><del>.*€19\.00.*<\/del>/);
    expect(html).toContain("−21%");
  });

  it("lets a variant be chosen by a link, and says which is sold out", async () => {
    const page = await new Visitor().visit("/products/hammered-pan");
    const large = page.links.find(({ text }) => text.startsWith("24 cm"));
    expect(large?.text).toBe("24 cm (sold out)");
    const chosen = await new Visitor().visit(large?.href ?? "");
    expect(chosen.html).toContain("€59.00");
    expect(chosen.html).toMatch(/<button[^>]*disabled[^>]*>Sold out/);
  });
});

describe("what goes wrong", () => {
  it("is a page for people and a problem document for programs", async () => {
    const page = await new Visitor().visit("/nowhere");
    expect(page.status).toBe(404);
    expect(title(page)).toBe("There is nothing at this address");
    const missing = await new Visitor().visit("/products/never-was");
    expect(title(missing)).toBe("There is nothing at this address");
    const program = await exports.default.fetch("https://souk.test/api/v1/nowhere", {
      headers: { Accept: "text/html" },
    });
    expect(program.headers.get("Content-Type")).toBe("application/problem+json");
  });

  it("refuses forms of other sites and forms that are too long", async () => {
    const foreign = await exports.default.fetch("https://souk.test/cart/add", {
      method: "POST",
      headers: {
        Accept: "text/html",
        Cookie: "__Host-cart=cart_01jd2v4q8r3x5y7z9b1d3f5h7k",
        "Sec-Fetch-Site": "cross-site",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: `variant_id=${wares.mug.variants[0]?.id}&quantity=1`,
    });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get("Content-Type")).toContain("text/html");
    const long = await exports.default.fetch("https://souk.test/cart/add", {
      method: "POST",
      headers: { Accept: "text/html", "Content-Type": "application/x-www-form-urlencoded" },
      body: `variant_id=${"x".repeat(100_000)}`,
    });
    expect(long.status).toBe(413);
  });
});

describe("what a page weighs, packed", () => {
  it("keeps to 12 KB of style, 15 KB of script and 60 KB in all for a product, without pictures", async () => {
    const [styles, script, pattern, chevron] = await Promise.all(
      ["/store.css", "/store.js", "/pattern.svg", "/chevron.svg"].map(async (path) =>
        gzipped(await (await asset(path)).text()),
      ),
    );
    const page = await gzipped((await new Visitor().visit("/products/hammered-pan")).html);
    expect(styles).toBeLessThan(12_000);
    expect(script).toBeLessThan(15_000);
    const all = [styles, script, pattern, chevron, page].reduce<number>((sum, size) => sum + (size ?? 0), 0);
    expect(all).toBeLessThan(60_000);
  });
});
