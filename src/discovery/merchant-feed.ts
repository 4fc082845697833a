import { type OfferedProduct, type OfferedVariant, walkOffers } from "../catalog/lists/shop-window.ts";
import { allMarkets } from "../catalog/markets/which-market.ts";
import { imageUrl } from "../media/address.ts";
import { DomainError } from "../platform/errors.ts";
import { homeCode } from "../platform/market.ts";
import { type Currency, exponentOf } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { type ShippingOption, type ShippingRules, shippingOptions, waysThere } from "../shipping/methods.ts";
import { shippingRules } from "../shipping/read-rules.ts";
import { gtinOf } from "./gtin.ts";
import { pageAddress } from "./page-address.ts";
import { availabilityOf } from "./structured-data.ts";
import { traitsOf } from "./traits.ts";
import { declaration, element } from "./xml.ts";

/** Where and for what money things are offered. */
interface Market {
  /** ISO 3166-1 alpha-2: what shipping costs there is told with each offer. */
  country: string;
  currency: Currency;
  shipping: ShippingRules;
}

/** Limits of the format. Characters; pictures beside the first. */
const longest = { title: 150, description: 5000, productType: 750 };
const morePictures = 10;
/** Pixels. */
const pictureWidth = 1280;

/**
 * All that is sold in a market as a product feed for Google Merchant Center and whoever reads the same format: RSS 2.0, one
 * item a variant, in the language of the call. It is made while it is sent, a portion of the catalogue at a time.
 * @see https://support.google.com/merchants/answer/7052112
 * The whole catalogue is read for each country and currency that anybody names, so none is made for those that the store has no
 * market in.
 * @throws cannot-ship-there for a country or currency of no market, before anything is sent
 */
export async function merchantFeed(
  asker: Store,
  asked: { [Field in "country" | "currency"]?: Market[Field] | undefined },
): Promise<AsyncGenerator<string>> {
  const { country = asker.env.STORE_COUNTRY } = asked;
  const sold = await allMarkets(asker);
  const own = sold.find(({ countries }) => countries.includes(country));
  if (!own) throw new DomainError("cannot-ship-there", `No market of this store has ${country}. Staff add it to one.`);
  const store = asker.at(own);
  const { currency = store.currency } = asked;
  if (!sold.some((market) => market.currency === currency))
    throw new DomainError("cannot-ship-there", `No market of this store sells in ${currency}.`);
  const shipping = await shippingRules(store);
  const home_country = store.env.STORE_COUNTRY;
  shippingOptions(shipping, { place: { country }, home_country, currency, subtotal: 0, items: [] });
  return writeFeed(store, { country, currency, shipping });
}

async function* writeFeed(store: Store, market: Market): AsyncGenerator<string> {
  const { env, locale } = store;
  yield `${declaration}<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n${[
    element("title", env.STORE_NAME),
    element("link", pageAddress(env, locale, "/")),
    element("description", env.STORE_NAME),
    element("language", locale),
  ].join("\n")}\n`;
  for await (const products of walkOffers(store, market.currency)) {
    yield products
      .flatMap((product) => product.variants.map((variant) => item(store, market, product, variant)))
      .join("");
  }
  yield "</channel>\n</rss>\n";
}

function item(store: Store, market: Market, product: OfferedProduct, variant: OfferedVariant): string {
  const { env, locale } = store;
  const several = product.variants.length > 1;
  const choice = Object.values(variant.options).join(" / ");
  const address = pageAddress(env, locale, `/products/${product.slug}`);
  const [picture, ...others] = picturesOf(product, variant);
  const gtin = gtinOf(variant.barcode);
  const { amount, compare_at_amount: before } = variant;
  const traits = traitsOf(product.attributes, variant.options);
  const availability = availabilityOf(variant);
  const fields: [string, string | null | undefined][] = [
    ["g:id", variant.id],
    ["g:item_group_id", several ? product.id : null],
    ["g:title", cut(choice ? `${product.title} - ${choice}` : product.title, longest.title)],
    ["g:description", cut(product.description || product.title, longest.description)],
    ["g:link", linkTo(store, address, several ? variant.id : null)],
    ["g:image_link", picture && env.STORE_URL + imageUrl(picture.id, pictureWidth)],
    ...others
      .slice(0, morePictures)
      .map(({ id }): [string, string] => ["g:additional_image_link", env.STORE_URL + imageUrl(id, pictureWidth)]),
    ["g:availability", availabilities[availability]],
    ["g:availability_date", availability === "PreOrder" || availability === "BackOrder" ? variant.ships_at : null],
    ["g:price", price(before ?? amount, market.currency)],
    ["g:sale_price", before === null ? null : price(amount, market.currency)],
    ["g:condition", "new"],
    ["g:brand", product.brand],
    ["g:gtin", gtin],
    ["g:identifier_exists", gtin === null ? "no" : null],
    ["g:product_type", cut(product.category_path.join(" > "), longest.productType)],
    ...Object.entries(traits).map(([trait, value]): [string, string] => [`g:${trait}`, value]),
    ["g:shipping_weight", variant.weight_grams > 0 ? `${variant.weight_grams} g` : null],
    ...sidesOf(variant),
  ];
  const shipping = shippingTo(store, market, variant).map(
    (option) =>
      `<g:shipping>${element("g:country", market.country)}${element("g:service", option.name)}` +
      `${element("g:price", price(option.price, market.currency))}</g:shipping>`,
  );
  return `<item>${fields.map(([name, text]) => element(name, text)).join("")}${shipping.join("")}</item>\n`;
}

/** The page that shows the price of the feed: outside the store's own market the address says where it is asked from. */
function linkTo({ market }: Store, address: string, variantId: string | null): string {
  const query = new URLSearchParams(variantId === null ? {} : { variant: variantId });
  if (market.code !== homeCode) query.set("market", market.code);
  return query.size > 0 ? `${address}?${query}` : address;
}

/** What a parcel with this one thing costs; a shop where it can be picked up is no shipping. */
function shippingTo(store: Store, { country, currency, shipping }: Market, one: OfferedVariant): ShippingOption[] {
  const { weight_grams, length_mm, width_mm, height_mm, ships_alone } = one;
  return waysThere(shipping, {
    ...{ place: { country }, home_country: store.env.STORE_COUNTRY, currency, subtotal: one.amount },
    items: [{ quantity: 1, weight_grams, length_mm, width_mm, height_mm, ships_alone }],
    locale: store.locale,
  }).filter(({ kind }) => kind !== "pickup");
}

/** The format takes a parcel's sides in centimetres, and all three or none. */
function sidesOf({ length_mm, width_mm, height_mm }: OfferedVariant): [string, string][] {
  if (length_mm === null || width_mm === null || height_mm === null) return [];
  return [
    ["g:shipping_length", `${length_mm / 10} cm`],
    ["g:shipping_width", `${width_mm / 10} cm`],
    ["g:shipping_height", `${height_mm / 10} cm`],
  ];
}

/** The variant's own pictures, then those of the whole product; those of other variants show another thing. */
function picturesOf(product: OfferedProduct, variant: OfferedVariant) {
  const own = product.images.filter((image) => image.variant_ids.includes(variant.id));
  const ofAll = product.images.filter((image) => image.variant_ids.length === 0);
  const known = [...own, ...ofAll];
  return known.length > 0 ? known : product.images.slice(0, 1);
}

/** `19.99 EUR`. @param amount minor units */
function price(amount: number, currency: Currency): string {
  const exponent = exponentOf(currency);
  return `${(amount / 10 ** exponent).toFixed(exponent)} ${currency}`;
}

/** @see https://support.google.com/merchants/answer/6324448 */
const availabilities = {
  InStock: "in_stock",
  OutOfStock: "out_of_stock",
  PreOrder: "preorder",
  BackOrder: "backorder",
} as const;

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
