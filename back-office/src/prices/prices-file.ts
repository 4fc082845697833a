import type { PriceList } from "./price-list-api.ts";

const columns = ["sku", "currency", "price", "tiers"] as const;

/**
 * Pasted lines as the file that the store imports: each says which list it is of. Lines without a first one that names the columns
 * are taken as SKU, currency, price and tiers; then the file's lines count from the one that is put before them.
 */
export function pricesFile({ id }: Pick<PriceList, "id">, pasted: string): File {
  const lines = pasted.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  const separator = separatorOf(lines.at(-1) ?? "");
  const named = /(^|[\t;,"])sku($|[\t;,"])/i.test(lines[0] ?? "");
  const head = named ? (lines[0] ?? "") : columns.join(separator);
  const rows = named ? lines.slice(1) : lines;
  const own = (first: string, line: string) => (line.trim() === "" ? "" : `${first}${separator}${line}`);
  const text = [own("price_list", head), ...rows.map((row) => own(id, row))].join("\n");
  return new File([`${text}\n`], "pasted-prices.csv", { type: "text/csv" });
}

/** Spreadsheets part cells by tabs; a semicolon stands inside tiers too, and parts cells only before anything else does. */
function separatorOf(line: string): string {
  if (line.includes("\t")) return "\t";
  return /^[^,]*;/.test(line) ? ";" : ",";
}
