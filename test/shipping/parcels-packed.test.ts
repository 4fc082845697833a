import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AlikeParcels, type ParcelBounds, type ShippedItem, splitParcels } from "../../src/shipping/parcels.ts";
import { runs } from "../pricing/arbitraries.ts";

const unbounded: ParcelBounds = { max_grams: null, max_length_mm: null, max_width_mm: null, max_height_mm: null };

/** The weights of all parcels, heaviest first; null where something does not fit. */
const weights = (items: ShippedItem[], bounds: Partial<ParcelBounds> = {}): number[] | null =>
  splitParcels(items, { ...unbounded, ...bounds })
    ?.flatMap(({ count, weight_grams }) => Array<number>(count).fill(weight_grams))
    .sort((a, b) => b - a) ?? null;

describe("what goes into parcels", () => {
  it("fits into one while nothing bounds it, and nothing needs none", () => {
    expect(weights([{ quantity: 3, weight_grams: 400 }])).toEqual([1200]);
    expect(weights([])).toEqual([]);
  });

  it("is packed heaviest first, each piece into the first parcel with room", () => {
    const items = [
      { quantity: 2, weight_grams: 4_000 },
      { quantity: 1, weight_grams: 7_000 },
      { quantity: 3, weight_grams: 3_000 },
    ];
    expect(weights(items, { max_grams: 10_000 })).toEqual([10_000, 8_000, 6_000]);
  });

  it("is never torn apart: three of 20 kg are three parcels of 30 kg at most", () => {
    expect(weights([{ quantity: 3, weight_grams: 20_000 }], { max_grams: 30_000 })).toEqual([20_000, 20_000, 20_000]);
  });

  it("comes in several boxes where one piece is heavier than a parcel may be", () => {
    expect(weights([{ quantity: 1, weight_grams: 70_001 }], { max_grams: 30_000 })).toEqual([23_334, 23_334, 23_333]);
  });

  it("travels alone where it must, and nothing is put beside it", () => {
    const items = [
      { quantity: 2, weight_grams: 500, ships_alone: true },
      { quantity: 2, weight_grams: 100 },
    ];
    expect(weights(items)).toEqual([500, 500, 200]);
  });

  it("is bounded by its volume too, turned as it fits, and refused where a side is too long", () => {
    const box = { max_length_mm: 400, max_width_mm: 300, max_height_mm: 200 };
    const tin = { weight_grams: 100, length_mm: 200, width_mm: 400, height_mm: 150 };
    expect(weights([{ ...tin, quantity: 3 }], box)).toEqual([200, 100]);
    expect(weights([{ quantity: 1, weight_grams: 100, length_mm: 401 }], box)).toBeNull();
    expect(weights([{ quantity: 1, weight_grams: 100, length_mm: 310, width_mm: 310, height_mm: 1 }], box)).toBeNull();
  });

  it("is refused, and not miscounted, where it passes what can be counted exactly", () => {
    const huge = { quantity: 999, weight_grams: 1_000_000, length_mm: 100_000, width_mm: 100_000, height_mm: 100_000 };
    expect(() => splitParcels([huge], unbounded)).toThrow(/quantity-over-limit/);
    for (const item of [
      { quantity: 0, weight_grams: 1 },
      { quantity: 1, weight_grams: Number.NaN },
      { quantity: 1.5, weight_grams: 1 },
    ])
      expect(() => splitParcels([item], unbounded)).toThrow(RangeError);
  });
});

const side = fc.option(fc.integer({ min: 1, max: 300 }));
const items = fc.array(
  fc.record({
    quantity: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 999 })),
    weight_grams: fc.integer({ min: 0, max: 12_000 }),
    length_mm: side,
    width_mm: side,
    height_mm: side,
    ships_alone: fc.boolean(),
  }),
  { maxLength: 8 },
);
const bounds = fc.record({
  max_grams: fc.option(fc.integer({ min: 1_000, max: 30_000 })),
  max_length_mm: fc.option(fc.integer({ min: 300, max: 600 })),
  max_width_mm: fc.option(fc.integer({ min: 300, max: 600 })),
  max_height_mm: fc.option(fc.integer({ min: 300, max: 600 })),
});

/** What every parcel is, apart from the places of its items. */
const shapes = (parcels: AlikeParcels[] | null) =>
  parcels?.flatMap(({ count, weight_grams, volume_mm3 }) => Array(count).fill(`${weight_grams} ${volume_mm3}`)).sort();

/** The same split, one piece at a time: slow and plain. */
function pieceByPiece(list: readonly ShippedItem[], { max_grams }: ParcelBounds): number[] {
  const room = max_grams ?? Infinity;
  const pieces = list.flatMap(({ quantity, weight_grams }) => Array<number>(quantity).fill(weight_grams));
  const parcels: number[] = [];
  for (const weight of pieces.sort((a, b) => b - a)) {
    const at = parcels.findIndex((parcel) => parcel + weight <= room);
    if (at < 0) parcels.push(weight);
    else parcels[at] = (parcels[at] ?? 0) + weight;
  }
  return parcels.sort((a, b) => b - a);
}

describe("however much is bought", () => {
  it("every piece is in a parcel, no parcel is heavier or fuller than it may be, and what ships alone is alone", () => {
    fc.assert(
      fc.property(items, bounds, (list, most) => {
        const parcels = splitParcels(list, most) ?? [];
        const volume =
          (most.max_length_mm ?? Infinity) * (most.max_width_mm ?? Infinity) * (most.max_height_mm ?? Infinity);
        const packed = list.map(() => 0);
        for (const { count, contents, boxes, weight_grams, volume_mm3 } of parcels) {
          expect(weight_grams).toBeLessThanOrEqual(most.max_grams ?? Infinity);
          expect(volume_mm3).toBeLessThanOrEqual(volume);
          for (const { item, quantity } of contents) packed[item] = (packed[item] ?? 0) + (count * quantity) / boxes;
          if (contents.some(({ item }) => list[item]?.ships_alone && boxes === 1)) {
            expect(contents).toEqual([expect.objectContaining({ quantity: 1 })]);
          }
        }
        expect(packed.map((each) => Math.round(each * 1e6) / 1e6)).toEqual(list.map(({ quantity }) => quantity));
        const weight = parcels.reduce((sum, { count, weight_grams }) => sum + count * weight_grams, 0);
        expect(weight).toBe(list.reduce((sum, { quantity, weight_grams }) => sum + quantity * weight_grams, 0));
      }),
      runs(1000),
    );
  });

  it("the order in which it was put into the cart makes no difference", () => {
    fc.assert(
      fc.property(items, bounds, (list, most) => {
        expect(shapes(splitParcels(list.toReversed(), most))).toEqual(shapes(splitParcels(list, most)));
      }),
      runs(1000),
    );
  });

  it("the parcels are those of packing piece by piece", () => {
    const small = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 40 }), weight_grams: fc.integer({ min: 0, max: 1_000 }) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(small, fc.integer({ min: 1_000, max: 5_000 }), (list, max_grams) => {
        const most = { ...unbounded, max_grams };
        expect(weights(list, most)).toEqual(pieceByPiece(list, most));
      }),
      runs(1000),
    );
  });
});
