import type { Carrier } from "./carrier.ts";
import { houseCarrier } from "./house-carrier.ts";

/** Who carries new parcels. */
export const carrierForNew: Carrier = houseCarrier;

const carriers: readonly Carrier[] = [houseCarrier];

/** The carrier that a parcel was given to, by the name in the books. */
export function carrierNamed(name: string): Carrier {
  const found = carriers.find((carrier) => carrier.name === name);
  if (!found) throw new Error(`This store does not know the carrier ${name}`);
  return found;
}

export const carrierNames: readonly string[] = carriers.map(({ name }) => name);
