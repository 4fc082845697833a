import type { TaxProvider } from "./provider.ts";

/** The adapter of an outside service, loaded when it is needed. */
export async function openTaxProvider(name: TaxProvider["name"]): Promise<TaxProvider> {
  switch (name) {
    case "stripe":
      return (await import("./stripe-tax.ts")).stripeTax;
  }
}
