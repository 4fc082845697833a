import { z } from "@hono/zod-openapi";
import { parseMoney } from "../../platform/money.ts";
import type { Address } from "../../platform/schemas.ts";
import type { Destination, PricedParcel, RateSource, SaidRate } from "./rate-source.ts";

const address = "https://api.goshippo.com/shipments/";

/** The version whose words are read here. */
const apiVersion = "2018-02-08";

const rate = z.object({
  amount: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  servicelevel: z.object({ token: z.string().min(1) }),
  estimated_days: z.int().min(0).max(365).nullish(),
});

const answered = z.object({ rates: z.array(z.unknown()) });

/** Shippo: one shipment of several parcels, and what each carrier takes for all of them. @see https://docs.goshippo.com/shipments/shipments */
export const shippo: RateSource = {
  name: "shippo",

  async quote(store, { parcels, from, to }, signal) {
    const key = store.env.SHIPPO_API_KEY;
    if (!key) throw new Error("No key of Shippo is set up: set SHIPPO_API_KEY.");
    const answer = await store.fetch(address, {
      method: "POST",
      signal,
      headers: {
        Authorization: `ShippoToken ${key}`,
        "Content-Type": "application/json",
        "Shippo-API-Version": apiVersion,
      },
      // Not asynchronous: the rates come with the answer, and not later.
      body: JSON.stringify({
        address_from: sender(from),
        address_to: recipient(to),
        parcels: parcels.map(parcelOf),
        async: false,
      }),
    });
    if (!answer.ok) throw new Error(`Shippo answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    return answered.parse(await answer.json()).rates.flatMap(readRate);
  },
};

/** A rate as it is understood; none where it is not: the other ones count all the same. */
function readRate(given: unknown): SaidRate[] {
  const read = rate.safeParse(given);
  if (!read.success) return [];
  const { currency, servicelevel, estimated_days } = read.data;
  const amount = parseMoney(read.data.amount, currency);
  if (amount === null || amount < 0) return [];
  return [{ service: servicelevel.token, amount, currency, days: estimated_days ?? null }];
}

function sender({ name, company, line1, line2, city, region, postal_code, country, phone }: Address) {
  return { name, company, street1: line1, street2: line2, city, state: region, zip: postal_code, country, phone };
}

/** Who it is for and in which street makes no difference to a price, and is nobody's business before it is bought. */
function recipient({ city, region, postal_code, country }: Destination) {
  return { city, state: region, zip: postal_code, country };
}

/** Shippo takes decimals as text. */
function parcelOf({ weight_grams, sides_mm: [length, width, height] }: PricedParcel) {
  return {
    length: String(length),
    width: String(width),
    height: String(height),
    distance_unit: "mm",
    weight: String(Math.max(1, weight_grams)),
    mass_unit: "g",
  };
}
