import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createAttribute } from "../../src/catalog/attributes/attributes.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { createCategory, updateCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { createCollection } from "../../src/catalog/collections/collections.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { linkChange } from "../../src/catalog/products/link-schemas.ts";
import { linkProducts } from "../../src/catalog/products/links.ts";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type Product, productChange } from "../../src/catalog/schemas.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { openStore } from "../../src/platform/store.ts";
import { type Page, Visitor } from "./visitor.ts";

const staff = openStore(env, {
  actor: { kind: "staff", id: "usr_staff", email: "staff@souk.test", groups: ["admins"] },
});

let pan: Product;
let lid: Product;

/** A shop that is translated into German, with one word of its own in Austria; its pan is reduced and has a lid. */
beforeAll(async () => {
  const kitchen = await createCategory(staff, newCategory.parse({ name: "Kitchen", slug: "kitchen" }));
  const width = await createAttribute(
    staff,
    newAttribute.parse({ code: "width", type: "number", label: "Width", unit: "cm" }),
  );
  const metal = await createAttribute(
    staff,
    newAttribute.parse({ code: "metal", type: "enum", label: "Metal", choices: ["copper", "iron"] }),
  );
  const make = (given: Record<string, unknown>) =>
    createProduct(staff, newProduct.parse({ status: "active", category_ids: [kitchen.id], ...given }));
  pan = await make({
    title: "Hammered pan",
    slug: "hammered-pan",
    description: "Heavy and good.",
    attributes: { width: 24.5, metal: "copper" },
    options: [{ name: "Size", values: ["Small", "Large"] }],
    variants: ["Small", "Large"].map((size) => ({
      sku: `PAN-${size}`,
      options: { Size: size },
      prices: [{ currency: "EUR", amount: 6000 }],
      stock: 20,
    })),
  });
  pan = await updateProduct(
    staff,
    pan.id,
    pan.version,
    productChange.parse({
      variants: pan.variants.map(({ id, sku, options }) => ({
        id,
        sku,
        options,
        prices: [{ currency: "EUR", amount: 4900, compare_at_amount: 7000 }],
      })),
    }),
  );
  lid = await make({
    title: "Iron lid",
    slug: "iron-lid",
    variants: [{ sku: "LID", prices: [{ currency: "EUR", amount: 900 }], stock: 3 }],
  });
  await linkProducts(staff, pan.id, pan.version, linkChange.parse({ cross_sell: [lid.id] }));
  await createCollection(
    staff,
    newCollection.parse({ title: "For winter", slug: "winter", status: "active", product_ids: [lid.id, pan.id] }),
  );
  const tell = putTranslation.bind(null, staff);
  await tell({ kind: "category", id: kitchen.id, locale: "de" }, { name: "Küche" }, null);
  await tell({ kind: "attribute", id: width.id, locale: "de" }, { label: "Breite", unit: "Zentimeter" }, null);
  await tell(
    { kind: "attribute", id: metal.id, locale: "de" },
    { label: "Metall", values: { copper: "Kupfer" } },
    null,
  );
  await tell(
    { kind: "product", id: pan.id, locale: "de" },
    {
      title: "Gehämmerte Pfanne",
      description: "Schwer und gut.",
      options: { Size: { name: "Größe", values: { Small: "Klein", Large: "Groß" } } },
    },
    null,
  );
  await tell({ kind: "product", id: pan.id, locale: "de-AT" }, { title: "Gehämmertes Pfandl" }, null);
}, 60_000);

const title = (page: Page): string | undefined => page.headings.find(({ level }) => level === 1)?.text;
const links = (page: Page): string[] => page.links.map(({ href }) => href);
const heads = (page: Page, rel: string): string[] =>
  [...page.html.matchAll(new RegExp(`<link rel="${rel}"[^>]*>`, "g"))].map(([tag]) => tag);

async function api<Body>(path: string, headers: Record<string, string> = {}): Promise<Body> {
  const answer = await exports.default.fetch(`https://souk.test/api/v1${path}`, { headers });
  expect(answer.status, path).toBe(200);
  return answer.json<Body>();
}

describe("a page in another language", () => {
  it("is told in it from the title to the footer, and its links stay in it", async () => {
    const page = await new Visitor().visit("/de/products/hammered-pan");
    expect(page.html).toContain('<html lang="de" dir="ltr">');
    expect(page.headers.get("Content-Language")).toBe("de");
    expect(title(page)).toBe("Gehämmerte Pfanne");
    expect(page.html).toContain("In den Warenkorb");
    expect(page.html).toMatch(/Größe: <b>Klein<\/b>/);
    expect(page.html).toContain("49,00\u00a0€");
    expect(page.html).toMatch(/Niedrigster Preis der letzten 30 Tage:\s*60,00\u00a0€/);
    expect(page.html).toContain("<bdi>−18\u00a0%</bdi>");
    expect(page.html).toMatch(/<dt>Breite<\/dt><dd>24,5 Zentimeter<\/dd>/);
    expect(page.html).toMatch(/<dt>Metall<\/dt><dd>Kupfer<\/dd>/);
    expect(page.html).toContain("Oft dazu gekauft");
    const inside = links(page).filter((href) => href.startsWith("/") && !href.includes("locale="));
    expect(inside).toContain("/de/products/iron-lid");
    expect(inside.filter((href) => !/^\/de(\/|$)/.test(href))).toEqual([]);
    expect(page.forms.filter(({ action }) => !new URL(action, page.url).pathname.startsWith("/de/"))).toEqual([]);
  });

  it("reads from right to left where the language does", async () => {
    const page = await new Visitor().visit("/ar/cart");
    expect(page.html).toContain('<html lang="ar" dir="rtl">');
    expect(title(page)).toBe("سلتك فارغة");
  });

  it.each([
    "/",
    "/search",
    "/search?q=pan",
    "/cart",
    "/sign-in",
    "/sign-up",
    "/forgot-password",
    "/nowhere",
    "/products/iron-lid",
  ])("%s has no English left in it but what the shop has not translated", async (path) => {
    const english = await new Visitor().visit(path);
    const words = (page: Page) => page.headings.map(({ text }) => text);
    for (const locale of ["de", "fr", "es", "ar"]) {
      const page = await new Visitor().visit(`/${locale}${path === "/" ? "" : path}`);
      // The last is a French word, too.
      const untranslated = new Set(["Hammered pan", "Iron lid", "For winter", "Kitchen", "Souk", "Collections"]);
      const same = words(page).filter((text) => words(english).includes(text) && !untranslated.has(text));
      expect(same, `${locale}${path}`).toEqual([]);
      expect(page.html).not.toContain("undefined");
    }
  });

  it("names its own address and those of the other languages", async () => {
    const page = await new Visitor().visit("/de/products/hammered-pan?variant=nonsense");
    const url = env.STORE_URL;
    expect(heads(page, "canonical")).toEqual([`<link rel="canonical" href="${url}/de/products/hammered-pan"/>`]);
    expect(heads(page, "alternate")).toEqual([
      ...["en", "de", "fr", "es", "ar"].map(
        (locale) =>
          `<link rel="alternate" hreflang="${locale}" href="${url}${locale === "en" ? "" : `/${locale}`}/products/hammered-pan"/>`,
      ),
      `<link rel="alternate" hreflang="x-default" href="${url}/products/hammered-pan"/>`,
    ]);
    expect(heads(await new Visitor().visit("/de"), "canonical")).toEqual([`<link rel="canonical" href="${url}/de"/>`]);
  });

  it("has one address only: the shop's own language goes without its name, and no language stands before what has none", async () => {
    const page = await new Visitor().visit("/en/products/hammered-pan?variant=x");
    expect(page.url.pathname + page.url.search).toBe("/products/hammered-pan?variant=x");
    for (const path of ["/de/api/v1/products", "/de/healthz", "/it/cart", "/de/de/cart"]) {
      expect((await new Visitor().visit(path)).status, path).toBe(404);
    }
    const away = await exports.default.fetch("https://souk.test/en//evil.test/x", { redirect: "manual" });
    expect(away.headers.get("Location")).toBe("/evil.test/x");
  });
});

describe("the front door", () => {
  it("leads a newcomer to the language that their browser asks for, and remembers it", async () => {
    const visitor = new Visitor("fr-CA, de;q=0.9, en;q=0.5");
    expect((await visitor.visit("/")).url.pathname).toBe("/fr");
    expect(visitor.cookies.get("__Host-locale")).toBe("fr");
    expect((await visitor.visit("/")).url.pathname).toBe("/fr");
    expect((await new Visitor("it, *;q=0.1").visit("/")).url.pathname).toBe("/");
    expect((await new Visitor("en-GB, de;q=0.9").visit("/")).url.pathname).toBe("/");
    expect((await new Visitor("de;q=0, ar;q=0.1").visit("/")).url.pathname).toBe("/ar");
  });

  it("is the only page that a browser's wish leads away from", async () => {
    for (const path of ["/products/hammered-pan", "/categories/kitchen", "/search", "/cart"]) {
      const page = await new Visitor("de").visit(path);
      expect(page.url.pathname).toBe(path);
      expect(page.html).toContain('<html lang="en"');
    }
  });

  it("opens in the language that was chosen in the footer", async () => {
    const visitor = new Visitor("fr");
    const page = await visitor.visit("/products/hammered-pan");
    const german = page.links.find(({ text }) => text === "Deutsch")?.href ?? "";
    const told = await visitor.visit(german);
    expect(told.url.pathname + told.url.search).toBe("/de/products/hammered-pan");
    expect((await visitor.visit("/")).url.pathname).toBe("/de");
    const english = told.links.find(({ text }) => text === "English")?.href ?? "";
    expect((await visitor.visit(english)).url.pathname).toBe("/products/hammered-pan");
    expect((await visitor.visit("/")).url.pathname).toBe("/");
  });
});

describe("a shopper who reads German", () => {
  const address = {
    email: "ada@example.com",
    name: "Ada Lovelace",
    line1: "Unter den Linden 1",
    postal_code: "10117",
    city: "Berlin",
  };

  it("buys in German, and comes back from the payment to German pages", { timeout: 30_000 }, async () => {
    const visitor = new Visitor();
    const product = await visitor.visit("/de/products/hammered-pan");
    const cart = await visitor.submit(product, "/de/cart/add", { quantity: "2" });
    expect(title(cart)).toBe("Ihr Warenkorb");
    expect(cart.html).toContain("Gehämmerte Pfanne - Klein");
    const checkout = await visitor.visit("/de/checkout");
    const wrong = await visitor.submit(checkout, "/de/checkout", { ...address, email: "ada@", city: " " }, "order");
    expect(wrong.html).toContain("2 Felder stimmen noch nicht.");
    expect(wrong.html).toContain("Das ist keine E-Mail-Adresse.");
    const gateway = await visitor.submit(wrong, "/de/checkout", address, "order");
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "approve");
    expect(back.url.pathname).toBe("/de/checkout/return");
    expect(title(back)).toBe("Danke. Es gehört Ihnen.");
    expect(back.html).toContain("Gehämmerte Pfanne - Klein");
    const order = await env.ORDERS.prepare("select locale from orders order by created_at desc").first<string>(
      "locale",
    );
    expect(order).toBe("de");
  });

  it("is told in German why the cart says no", { timeout: 30_000 }, async () => {
    const visitor = new Visitor();
    const refused = await visitor.submit(await visitor.visit("/de/products/hammered-pan"), "/de/cart/add", {
      quantity: "500",
    });
    expect(refused.status).toBe(409);
    expect(refused.alerts.join()).toContain("Nur noch");
    expect(links(refused)).toContain(`/de/products/hammered-pan?variant=${pan.variants[0]?.id}`);
    const wrong = await visitor.submit(await visitor.visit("/de/sign-in"), "/de/sign-in", {
      email: "a@b.test",
      password: "wrong",
    });
    expect(wrong.alerts.join()).toContain("Prüfen Sie E-Mail-Adresse und Passwort");
  });
});

describe("the API", () => {
  it("tells products, categories and choices in the language that is asked for, by name or by the browser", async () => {
    type Named = { title: string };
    expect((await api<Named>("/products/hammered-pan?locale=de")).title).toBe("Gehämmerte Pfanne");
    expect((await api<Named>("/products/hammered-pan?locale=de-AT")).title).toBe("Gehämmertes Pfandl");
    expect((await api<Product>("/products/hammered-pan?locale=de-AT")).description).toBe("Schwer und gut.");
    expect((await api<Named>("/products/hammered-pan", { "accept-language": "de-DE, en;q=0.1" })).title).toBe(
      "Gehämmerte Pfanne",
    );
    expect((await api<Named>("/products/hammered-pan?locale=fr")).title).toBe("Hammered pan");
    expect((await api<Named>("/products/hammered-pan")).title).toBe("Hammered pan");
    const tree = await api<{ data: { name: string }[] }>("/categories?locale=de");
    expect(tree.data.map(({ name }) => name)).toEqual(["Küche"]);
    const { facets, data } = await api<{
      data: Product[];
      facets: {
        categories: unknown[];
        attributes: Record<string, unknown[]>;
        attribute_labels: Record<string, unknown>;
      };
    }>("/products?locale=de&category=kitchen");
    expect(data.find(({ id }) => id === pan.id)?.variants.map((variant) => variant.title)).toEqual(["Klein", "Groß"]);
    expect(facets.categories).toEqual([{ value: "kitchen", label: "Küche", count: 2 }]);
    expect(facets.attributes.metal).toEqual([{ value: "copper", label: "Kupfer", count: 1 }]);
    expect(facets.attribute_labels).toEqual({
      metal: { label: "Metall", unit: null, type: "enum" },
      width: { label: "Breite", unit: "Zentimeter", type: "number" },
    });
  });
});

describe("pages of the catalogue", () => {
  it("lead from a former address to the present one, in the same language", async () => {
    const made = await createProduct(
      staff,
      newProduct.parse({
        title: "Ladle",
        slug: "ladle",
        status: "active",
        variants: [{ sku: "LADLE", prices: [{ currency: "EUR", amount: 500 }] }],
      }),
    );
    await updateProduct(staff, made.id, made.version, { slug: "soup-ladle" });
    const moved = await exports.default.fetch("https://souk.test/de/products/ladle?variant=x", {
      redirect: "manual",
      headers: { accept: "text/html" },
    });
    expect([moved.status, moved.headers.get("Location")]).toEqual([301, "/de/products/soup-ladle?variant=x"]);
    const room = await createCategory(staff, newCategory.parse({ name: "Room", slug: "room" }));
    await updateCategory(staff, room.id, room.version, { slug: "parlour" });
    const page = await new Visitor().visit("/categories/room");
    expect(page.url.pathname).toBe("/categories/parlour");
    expect(title(page)).toBe("Room");
    expect((await new Visitor().visit("/categories/never-was")).status).toBe(404);
  });

  it("show a collection in the order that staff gave it, and lead to it from the front door", async () => {
    const page = await new Visitor().visit("/de/collections/winter");
    expect(title(page)).toBe("For winter");
    const cards = page.headings.filter(({ level }) => level === 2).map(({ text }) => text);
    expect(cards.slice(0, 2)).toEqual(["Iron lid", "Gehämmerte Pfanne"]);
    const cheap = await new Visitor().visit("/de/collections/winter?price_max=10");
    expect(cheap.html).not.toContain("Gehämmerte Pfanne</a>");
    expect(links(await new Visitor().visit("/de"))).toContain("/de/collections/winter");
    expect((await new Visitor().visit("/collections/none")).status).toBe(404);
  });

  it("are narrowed by a range of numbers, as a form without script sends it", async () => {
    const fits = await new Visitor().visit("/search?least.width=20&most.width=30");
    expect(fits.html).toContain("Hammered pan");
    const not = await new Visitor().visit("/search?least.width=25,5&most.width=");
    expect(not.html).not.toContain("Hammered pan</a>");
    expect(not.status).toBe(200);
  });
});
