import { env } from "cloudflare:workers";
import { openStore } from "../../src/platform/store.ts";
import type { TaxRules } from "../../src/tax/rules.ts";
import { taxRules } from "../../src/tax/zones/read-rules.ts";

/** The rules that a new store begins with, from the books of the store under test. */
export const shippedRules = (): Promise<TaxRules> => taxRules(openStore(env));
