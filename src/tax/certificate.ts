import { type Place, sameRegion } from "./rules.ts";

/** What frees a buyer of tax: a resale or exemption certificate, a diplomat's card. */
export interface Certificate {
  id: string;
  /** As it stands on the certificate. */
  number: string;
  /** For the books and for whoever looks at the order later. */
  reason: string;
  /** Where it holds; empty for everywhere. */
  places: readonly { country: string; region: string | null }[];
  /** The first day on which it holds: ISO 8601 date, UTC. */
  since: string;
  /** The first day on which it no longer does; null while no end is known. */
  until: string | null;
}

/**
 * The certificate that frees a sale to a place on a day; where several do, the one that ends last, and of these the first by id, so
 * that the same sale is always freed by the same one.
 * @param day ISO 8601 date, UTC
 */
export function certificateFor(certificates: readonly Certificate[], place: Place, day: string): Certificate | null {
  const holding = certificates.filter(
    ({ places, since, until }) =>
      since <= day &&
      (until === null || day < until) &&
      (places.length === 0 || places.some((where) => isWithin(where, place))),
  );
  const end = ({ until }: Certificate): string => until ?? "9999-12-31";
  const [best = null] = holding.toSorted((a, b) =>
    end(a) === end(b) ? (a.id < b.id ? -1 : 1) : end(a) < end(b) ? 1 : -1,
  );
  return best;
}

function isWithin({ country, region }: Certificate["places"][number], place: Place): boolean {
  return country === place.country && (region === null || sameRegion(region, place));
}
