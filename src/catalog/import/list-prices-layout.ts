import type { CsvRow } from "../../platform/csv-cells.ts";
import { isCurrency } from "../../platform/money.ts";
import { mostTiers } from "../price-lists/schemas.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { type DraftListPrice, type ReadProduct, readAmount, refuseAll } from "./product-drafts.ts";

const spellings = {
  list: ["price_list", "price list"],
  sku: ["sku"],
  currency: ["currency"],
  price: ["price", "amount"],
  tiers: ["tiers"],
} as const;

type Column = keyof typeof spellings;

/** The columns that an export writes, in their order. */
export const listPriceColumns = ["price_list", "sku", "currency", "price", "tiers"] as const;

const needed: readonly Column[] = ["list", "sku", "currency", "price"];

/**
 * What price lists ask: a row for each list, variant and currency. `price` is of one piece; `tiers` are the prices of more,
 * `10: 18.50; 50: 17.00`. A row without either takes the variant's price out of the list. What no row speaks of stays.
 * @returns null where the header is another one
 */
export function listPricesLayout(header: readonly string[]): Layout | null {
  const columns = findColumns(header, spellings);
  if (!needed.every((column) => columns.has(column))) return null;
  const { cell, called } = columns;

  return {
    name: "list_prices",
    // Each row stands alone.
    keyOf: () => "",
    unread: columns.others.map(({ name }) => name),
    read,
  };

  function read(rows: readonly CsvRow[]): ReadProduct {
    const [row] = rows;
    const sku = row ? cell(row.cells, "sku") : "";
    if (!row || sku === "") return refuseAll(rows, "", nothingIn("SKU", called("sku")));
    const told = readRow(row, sku);
    if (typeof told === "string") return refuseAll(rows, sku, told);
    return { handle: sku, slug: "", knownBy: "sku", draft: null, notes: [], listPrice: told };
  }

  /** What the row asks, or the reason why it cannot be used. */
  function readRow({ line, cells }: CsvRow, sku: string): DraftListPrice | string {
    if (hasStrayCells(cells, columns.width)) return strayCells;
    const list = cell(cells, "list");
    if (list === "") return nothingIn("price list", called("list"));
    const currency = cell(cells, "currency").toUpperCase();
    if (currency === "") return nothingIn("currency", called("currency"));
    if (!isCurrency(currency)) return `${currency.slice(0, 20)} is no currency; write it as EUR.`;
    const one = cell(cells, "price");
    const amount = one === "" ? null : readAmount(one, currency);
    if (one !== "" && amount === null) return `${called("price")}: ${one.slice(0, 40)} is no amount in ${currency}.`;
    const more = readTiers(cell(cells, "tiers"), currency);
    if (typeof more === "string") return `${called("tiers")}: ${more}`;
    const tiers = [...(amount === null ? [] : [{ min_quantity: 1, amount }]), ...more];
    const fault = faultOfTiers(tiers);
    return fault ? `${called("tiers")}: ${fault}` : { line, list, sku, currency, tiers };
  }
}

type Tiers = DraftListPrice["tiers"];

function readTiers(written: string, currency: string): Tiers | string {
  const tiers: Tiers = [];
  for (const one of written.split(";").map((each) => each.trim())) {
    if (one === "") continue;
    const [pieces = "", price = ""] = one.split(":").map((each) => each.trim());
    const amount = readAmount(price, currency);
    if (!/^\d{1,3}$/.test(pieces) || Number(pieces) < 1 || amount === null) {
      return `“${one.slice(0, 40)}” cannot be read. Write from how many pieces on each costs how much, as 10: 18.50; 50: 17.00.`;
    }
    tiers.push({ min_quantity: Number(pieces), amount });
  }
  return tiers;
}

function faultOfTiers(tiers: Tiers): string | null {
  if (tiers.length > mostTiers) return `At most ${mostTiers} prices for one variant.`;
  for (const [at, { min_quantity, amount }] of tiers.entries()) {
    const before = tiers[at - 1];
    if (!before) continue;
    if (min_quantity <= before.min_quantity) return "Begin with the fewest pieces, and name each number once.";
    if (amount > before.amount) return "Who takes more pays no more for each.";
  }
  return null;
}

/** Tiers as {@link listPricesLayout} reads them. @param write an amount as a decimal */
export function writeTiers(tiers: Tiers, write: (amount: number) => string): { price: string; tiers: string } {
  const one = tiers.find(({ min_quantity }) => min_quantity === 1);
  const more = tiers.filter(({ min_quantity }) => min_quantity > 1);
  return {
    price: one ? write(one.amount) : "",
    tiers: more.map(({ min_quantity, amount }) => `${min_quantity}: ${write(amount)}`).join("; "),
  };
}
