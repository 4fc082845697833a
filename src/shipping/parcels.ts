import { DomainError } from "../platform/errors.ts";
import { wholeNumber } from "../platform/whole-number.ts";

/**
 * How things are put into parcels. The one split behind what shipping costs and what a carrier is asked to carry: first fit by
 * weight. The heaviest pieces are packed first, each into the first parcel that still has room for it; what ships alone gets a
 * parcel of its own. It is exact and quick, not the fewest parcels that a patient packer could find.
 */

/** So many pieces of one thing, as they travel. A side that nobody measured is left out; without all three there is no volume. */
export interface ShippedItem {
  /** A whole number, at least 1. */
  quantity: number;
  /** Of one piece. */
  weight_grams: number;
  length_mm?: number | null | undefined;
  width_mm?: number | null | undefined;
  height_mm?: number | null | undefined;
  /** Whether each piece travels in a parcel of its own. */
  ships_alone?: boolean | undefined;
}

/**
 * What one parcel may be at most; null: no bound. The length bounds the longest side of each piece, the width the next and the
 * height the shortest, for a piece is turned as it fits; and all three bound what the pieces fill together.
 */
export interface ParcelBounds {
  max_grams: number | null;
  max_length_mm: number | null;
  max_width_mm: number | null;
  max_height_mm: number | null;
}

/** So many parcels that are packed alike. */
export interface AlikeParcels {
  count: number;
  /** Of one parcel. */
  weight_grams: number;
  /** Of one parcel: what its measured pieces fill. */
  volume_mm3: number;
  /** The longest sides of what lies in it, longest first; zeros where nothing was measured. */
  sides_mm: readonly [number, number, number];
  /** What lies in one parcel: the place of the item in what was packed, and how many pieces. */
  contents: readonly { item: number; quantity: number }[];
  /** 1, or in how many boxes the one piece comes that is heavier than a parcel may be; this is one of them. */
  boxes: number;
}

interface Pieces {
  item: number;
  left: number;
  weight: number;
  volume: number;
  sides: readonly [number, number, number];
  alone: boolean;
}

const noSides = [0, 0, 0] as const;

/**
 * Packs items into parcels. A piece that is heavier than a parcel may be comes in as many boxes as its weight needs, as
 * furniture does. The order of the items makes no difference to the parcels.
 * @returns null where a piece is too long, wide or high for any parcel; no parcels for no items
 * @throws quantity-over-limit where weights or volumes add up to more than can be counted exactly
 * @throws RangeError for a quantity, weight or side that is no whole number in its range
 */
export function splitParcels(items: readonly ShippedItem[], bounds: ParcelBounds): AlikeParcels[] | null {
  const pieces = items.map(piecesOf);
  const most = largestSides(bounds);
  if (!pieces.every(({ sides }) => sides.every((side, at) => side <= (most[at] ?? Infinity)))) return null;
  const room: Room = { grams: bounds.max_grams ?? Infinity, volume: most[0] * most[1] * most[2] };
  const packed: AlikeParcels[] = [];
  const shared: AlikeParcels[] = [];
  const heaviestFirst = pieces.toSorted((a, b) => b.weight - a.weight || b.volume - a.volume || a.item - b.item);
  for (const each of heaviestFirst) {
    if (each.weight > room.grams) packed.push(...inBoxes(each, room.grams));
    else if (each.alone) packed.push(filled(each, 1, each.left));
    else packInto(shared, each, room);
  }
  return [...packed, ...shared];
}

interface Room {
  grams: number;
  volume: number;
}

/** Puts pieces into the first parcels that have room, and what is left into new ones. */
function packInto(parcels: AlikeParcels[], pieces: Pieces, room: Room): void {
  let { left } = pieces;
  for (let at = 0; at < parcels.length && left > 0; at++) {
    const parcel = parcels[at];
    const fitting = parcel ? howManyFit(pieces, room, parcel) : 0;
    if (!parcel || fitting === 0) continue;
    const split = joined(parcel, pieces, Math.min(left, fitting * parcel.count), fitting);
    left -= Math.min(left, fitting * parcel.count);
    parcels.splice(at, 1, ...split);
    at += split.length - 1;
  }
  if (left === 0) return;
  // What is bounded by volume alone and too large for it was refused by its sides, and so one piece fits.
  const each = Math.min(left, Math.max(1, howManyFit(pieces, room)));
  const whole = Math.floor(left / each);
  parcels.push(filled(pieces, each, whole));
  if (left > whole * each) parcels.push(filled(pieces, left - whole * each, 1));
}

function howManyFit({ weight, volume }: Pieces, room: Room, parcel?: AlikeParcels): number {
  const byWeight = weight === 0 ? Infinity : Math.floor((room.grams - (parcel?.weight_grams ?? 0)) / weight);
  const byVolume = volume === 0 ? Infinity : Math.floor((room.volume - (parcel?.volume_mm3 ?? 0)) / volume);
  return Math.min(byWeight, byVolume, Number.MAX_SAFE_INTEGER);
}

/** Parcels that were alike after some of them took pieces: full ones, the one that took the rest, and those that took none. */
function joined(parcel: AlikeParcels, pieces: Pieces, taken: number, fitting: number): AlikeParcels[] {
  const full = Math.floor(taken / fitting);
  const rest = taken - full * fitting;
  const untouched = parcel.count - full - (rest > 0 ? 1 : 0);
  return [
    ...(full > 0 ? [withMore(parcel, pieces, fitting, full)] : []),
    ...(rest > 0 ? [withMore(parcel, pieces, rest, 1)] : []),
    ...(untouched > 0 ? [{ ...parcel, count: untouched }] : []),
  ];
}

function withMore(parcel: AlikeParcels, pieces: Pieces, quantity: number, count: number): AlikeParcels {
  return {
    ...parcel,
    count,
    weight_grams: exact(parcel.weight_grams + exact(pieces.weight * quantity)),
    volume_mm3: exact(parcel.volume_mm3 + exact(pieces.volume * quantity)),
    sides_mm: larger(parcel.sides_mm, pieces.sides),
    contents: [...parcel.contents, { item: pieces.item, quantity }],
  };
}

function filled(pieces: Pieces, quantity: number, count: number): AlikeParcels {
  const empty = { count, weight_grams: 0, volume_mm3: 0, sides_mm: noSides, contents: [], boxes: 1 };
  return withMore(empty, pieces, quantity, count);
}

/** Each piece in as many boxes as its weight needs, even to a gram. */
function inBoxes({ item, left, weight, volume, sides }: Pieces, grams: number): AlikeParcels[] {
  const boxes = Math.ceil(weight / grams);
  const [light, heavier] = [Math.floor(weight / boxes), weight % boxes];
  const box = { volume_mm3: Math.ceil(volume / boxes), sides_mm: sides, contents: [{ item, quantity: 1 }], boxes };
  return [
    { ...box, count: exact(left * heavier), weight_grams: light + 1 },
    { ...box, count: exact(left * (boxes - heavier)), weight_grams: light },
  ].filter(({ count }) => count > 0);
}

function piecesOf(given: ShippedItem, item: number): Pieces {
  const { quantity, weight_grams, length_mm, width_mm, height_mm, ships_alone = false } = given;
  const measured = [length_mm ?? 0, width_mm ?? 0, height_mm ?? 0].map((side) => wholeNumber(side, 0, "side"));
  const [long = 0, wide = 0, high = 0] = measured.toSorted((a, b) => b - a);
  return {
    item,
    left: wholeNumber(quantity, 1, "quantity"),
    weight: wholeNumber(weight_grams, 0, "weight"),
    volume: exact(exact(long * wide) * high),
    sides: [long, wide, high],
    alone: ships_alone,
  };
}

function largestSides({ max_length_mm, max_width_mm, max_height_mm }: ParcelBounds): [number, number, number] {
  return [max_length_mm ?? Infinity, max_width_mm ?? Infinity, max_height_mm ?? Infinity];
}

function larger(some: AlikeParcels["sides_mm"], others: AlikeParcels["sides_mm"]): AlikeParcels["sides_mm"] {
  return [Math.max(some[0], others[0]), Math.max(some[1], others[1]), Math.max(some[2], others[2])];
}

/** Weights and volumes are counted in whole numbers that a double holds exactly, or not at all. */
function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new DomainError("quantity-over-limit", "This is more than one order may send. Take something out.");
}
