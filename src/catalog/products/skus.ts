/** A SKU as it is compared: capitals of A to Z make no other one, which is also how the tables hold it. */
export function bareSku(sku: string): string {
  return sku.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
