import { describe, expect, it } from "vitest";
import type { Product, Variant } from "../../src/catalog/schemas.ts";
import { gtinOf } from "../../src/discovery/gtin.ts";
import { describeProduct, describeTrail, structuredData } from "../../src/discovery/structured-data.ts";

const variant = (given: Partial<Variant>): Variant => ({
  id: "var_1",
  sku: "PAN-20",
  title: "20 cm / Red",
  options: { Size: "20 cm", Colour: "Red" },
  price: 1999,
  compare_at_price: null,
  currency: "EUR",
  prices: [],
  available: 3,
  in_stock: given.available === undefined ? 3 : given.available,
  sold_ahead: null,
  ships_at: null,
  barcode: null,
  weight_grams: 800,
  image_id: null,
  image_ids: [],
  lowest_price_30_days: null,
  ...given,
});

const product = (variants: Variant[]): Parameters<typeof describeProduct>[0]["product"] & Pick<Product, "slug"> => ({
  id: "prod_1",
  slug: "pan",
  title: "Pan",
  description: "It fries.",
  brand: "Kupfer",
  attributes: { material: ["copper", "tin"] },
  options: [
    { name: "Size", values: ["20 cm", "24 cm"] },
    { name: "Colour", values: ["Red"] },
  ],
  images: [{ id: "img_1", url: "", alt: "", width: 1, height: 1, placeholder: "" }] as Product["images"],
  rating: { average: null, count: 0 },
  variants,
});

const told = (variants: Variant[], chosen?: Variant) =>
  describeProduct({
    product: product(variants),
    chosen,
    address: "https://shop.example/products/pan",
    storeUrl: "https://shop.example",
  });

describe("what search engines are told of a product", () => {
  it("is the product with its offer, where there is one variant", () => {
    expect(told([variant({ barcode: "4006381333931", compare_at_price: 2500 })])).toMatchObject({
      "@context": "https://schema.org",
      "@type": "Product",
      name: "Pan",
      sku: "PAN-20",
      gtin: "4006381333931",
      material: "copper/tin",
      image: ["https://shop.example/media/img_1/1280"],
      brand: { "@type": "Brand", name: "Kupfer" },
      offers: {
        "@type": "Offer",
        url: "https://shop.example/products/pan",
        price: "19.99",
        priceCurrency: "EUR",
        availability: "https://schema.org/InStock",
        priceSpecification: { priceType: "https://schema.org/StrikethroughPrice", price: "25.00" },
      },
    });
  });

  it("is a group of variants, the one that is shown first, and by what they differ", () => {
    const small = variant({ id: "var_1" });
    const large = variant({ id: "var_2", sku: "PAN-24", options: { Size: "24 cm", Colour: "Red" }, available: 0 });
    const unpriced = variant({ id: "var_3", price: null });
    expect(told([small, large, unpriced], large)).toMatchObject({
      "@type": "ProductGroup",
      productGroupID: "prod_1",
      variesBy: ["https://schema.org/size"],
      hasVariant: [
        {
          sku: "PAN-24",
          size: "24 cm",
          color: "Red",
          material: "copper/tin",
          offers: {
            url: "https://shop.example/products/pan?variant=var_2",
            availability: "https://schema.org/OutOfStock",
          },
        },
        { sku: "PAN-20", offers: { availability: "https://schema.org/InStock" } },
      ],
    });
    expect(told([small, large, unpriced])).toHaveProperty("hasVariant.length", 2);
  });

  it("does not grow with two thousand variants, and is nothing where none is for sale", () => {
    const many = Array.from({ length: 2000 }, (_, number) => variant({ id: `var_${number}` }));
    expect(told(many)).toHaveProperty("hasVariant.length", 100);
    expect(told([variant({ price: null })])).toBeNull();
  });

  it("writes money as its currency does, and says what can be bought when stock is not tracked", () => {
    expect(told([variant({ currency: "JPY", price: 3200, available: null })])).toMatchObject({
      offers: { price: "3200", availability: "https://schema.org/InStock" },
    });
    expect(told([variant({ currency: "KWD", price: 1234 })])).toMatchObject({ offers: { price: "1.234" } });
  });

  it("tells the rating only where somebody rated", () => {
    const rated = { ...product([variant({})]), rating: { average: 4.5, count: 2 } };
    const place = { address: "https://shop.example/products/pan", storeUrl: "https://shop.example" };
    expect(describeProduct({ product: rated, ...place })).toMatchObject({
      aggregateRating: { ratingValue: 4.5, reviewCount: 2 },
    });
    expect(told([variant({})])).not.toHaveProperty("aggregateRating.ratingValue");
  });

  it("cannot end the script that it stands in, and is read back as it was", () => {
    const trail = describeTrail([
      { name: "</script><script>alert(1)</script>", address: "https://shop.example/" },
      { name: "Pans", address: "https://shop.example/categories/pans" },
    ]);
    const text = structuredData([trail, null]);
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual([trail]);
    expect(trail.itemListElement).toMatchObject([{ position: 1 }, { position: 2, name: "Pans" }]);
  });
});

describe("a barcode", () => {
  it.each([
    ["4006381333931", "4006381333931"],
    ["4 006381 333931", "4006381333931"],
    ["036000291452", "036000291452"],
    ["96385074", "96385074"],
    ["10614141000415", "10614141000415"],
    ["4006381333932", null],
    ["2012345678900", null],
    ["0000000000000", null],
    ["PAN-24", null],
    ["12345", null],
    ["", null],
    [null, null],
  ])("%s is told to others as %s", (barcode, gtin) => {
    expect(gtinOf(barcode)).toBe(gtin);
  });
});
