import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, type ServingLocation, type Shelf, strategies } from "../../src/inventory/locations/allocate.ts";

const place = (id: string, country: string, postal_code: string, more: Partial<ServingLocation> = {}) => ({
  ...{ id, country, postal_code, serves: [], pickup: false, priority: 100 },
  ...more,
});

const berlin = place("berlin", "DE", "10115", { serves: ["PL"] });
const munich = place("munich", "DE", "80331", { serves: ["AT"], pickup: true });
const lyon = place("lyon", "FR", "69001", { priority: 50 });
const places = [berlin, munich, lyon];

/** What lies where: `{ berlin: { pan: 3 } }`; a pair is what lies there and what may be sold ahead. */
function shelvesOf(stock: Record<string, Record<string, number | [number, number]>>): Shelf[] {
  return Object.entries(stock).flatMap(([location_id, goods]) =>
    Object.entries(goods).map(([variant_id, units]) => {
      const [free, ahead] = Array.isArray(units) ? units : [units, 0];
      return { variant_id, location_id, free, ahead };
    }),
  );
}

const to = (country: string, postal_code: string, pickup = false) => ({ country, postal_code, pickup });

const cases: {
  why: string;
  strategy: (typeof strategies)[number];
  stock: Parameters<typeof shelvesOf>[0];
  wanted: Record<string, number>;
  to: ReturnType<typeof to>;
  from: Record<string, Record<string, number>>;
}[] = [
  {
    why: "the nearest is the one whose postal code begins most alike",
    strategy: "nearest",
    stock: { berlin: { pan: 5 }, munich: { pan: 5 }, lyon: { pan: 5 } },
    wanted: { pan: 2 },
    to: to("DE", "80469"),
    from: { munich: { pan: 2 } },
  },
  {
    why: "postal codes are compared however they are written",
    strategy: "nearest",
    stock: { berlin: { pan: 5 }, munich: { pan: 5 } },
    wanted: { pan: 1 },
    to: to("DE", " 8 0-469"),
    from: { munich: { pan: 1 } },
  },
  {
    why: "abroad, the place that serves that country comes before others",
    strategy: "nearest",
    stock: { berlin: { pan: 5 }, munich: { pan: 5 }, lyon: { pan: 5 } },
    wanted: { pan: 1 },
    to: to("AT", "1010"),
    from: { munich: { pan: 1 } },
  },
  {
    why: "where nobody serves it, the place that staff put first",
    strategy: "nearest",
    stock: { berlin: { pan: 5 }, munich: { pan: 5 }, lyon: { pan: 5 } },
    wanted: { pan: 1 },
    to: to("IT", "20121"),
    from: { lyon: { pan: 1 } },
  },
  {
    why: "what the nearest lacks comes from the next",
    strategy: "nearest",
    stock: { berlin: { pan: 5 }, munich: { pan: 1 } },
    wanted: { pan: 3 },
    to: to("DE", "80331"),
    from: { munich: { pan: 1 }, berlin: { pan: 2 } },
  },
  {
    why: "the fullest place gives",
    strategy: "most_stock",
    stock: { berlin: { pan: 2, cup: 9 }, munich: { pan: 8, cup: 1 } },
    wanted: { pan: 1, cup: 1 },
    to: to("DE", "10115"),
    from: { munich: { pan: 1 }, berlin: { cup: 1 } },
  },
  {
    why: "of two that are as full, the one that staff put first",
    strategy: "most_stock",
    stock: { berlin: { pan: 4 }, lyon: { pan: 4 } },
    wanted: { pan: 1 },
    to: to("DE", "10115"),
    from: { lyon: { pan: 1 } },
  },
  {
    why: "one parcel from afar rather than two from near by",
    strategy: "fewest_parcels",
    stock: { berlin: { pan: 1 }, munich: { cup: 1 }, lyon: { pan: 1, cup: 1 } },
    wanted: { pan: 1, cup: 1 },
    to: to("DE", "10115"),
    from: { lyon: { pan: 1, cup: 1 } },
  },
  {
    why: "of places that can send one parcel, the nearest",
    strategy: "fewest_parcels",
    stock: { berlin: { pan: 1 }, munich: { pan: 1 }, lyon: { pan: 1 } },
    wanted: { pan: 1 },
    to: to("DE", "10999"),
    from: { berlin: { pan: 1 } },
  },
  {
    why: "two parcels where one place cannot do it",
    strategy: "fewest_parcels",
    stock: { berlin: { pan: 2 }, munich: { pan: 2, cup: 1 }, lyon: { cup: 5 } },
    wanted: { pan: 4, cup: 1 },
    to: to("DE", "10115"),
    from: { berlin: { pan: 2 }, munich: { pan: 2, cup: 1 } },
  },
  {
    why: "what is fetched comes from where buyers may come to",
    strategy: "nearest",
    stock: { berlin: { pan: 5 }, munich: { pan: 5 } },
    wanted: { pan: 1 },
    to: to("DE", "10115", true),
    from: { munich: { pan: 1 } },
  },
  {
    why: "what lies anywhere goes before what is sold ahead",
    strategy: "nearest",
    stock: { berlin: { pan: [1, 10] }, munich: { pan: 2 } },
    wanted: { pan: 4 },
    to: to("DE", "10115"),
    from: { berlin: { pan: 2 }, munich: { pan: 2 } },
  },
  {
    why: "what nobody has is left with the first, whose books refuse it",
    strategy: "fewest_parcels",
    stock: { berlin: { pan: 1 }, munich: { pan: 0 } },
    wanted: { pan: 3 },
    to: to("DE", "80331"),
    from: { berlin: { pan: 3 } },
  },
];

describe("where an order's goods come from", () => {
  it.each(cases)("$strategy: $why", ({ strategy, stock, wanted, to, from }) => {
    const lines = Object.entries(wanted).map(([variant_id, quantity]) => ({ variant_id, quantity }));
    const chosen: typeof from = {};
    for (const { variant_id, location_id, quantity } of allocate(lines, shelvesOf(stock), places, strategy, to)) {
      chosen[location_id] = { ...chosen[location_id], [variant_id]: quantity };
    }
    expect(chosen).toEqual(from);
  });

  it("is, whatever lies where, all that was wanted, and never more of a place than it has while another has some", () => {
    const units = fc.integer({ min: 0, max: 4 });
    const everywhere = fc.array(fc.record({ free: units, ahead: units }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.constantFrom(...strategies),
        everywhere,
        fc.tuple(units, units),
        fc.constantFrom("DE", "FR", "IT"),
        (strategy, stock, [pans, cups], country) => {
          const shelves = stock.map((one, index) => ({
            variant_id: index % 2 ? "pan" : "cup",
            location_id: places[Math.floor(index / 2)]?.id ?? "",
            ...one,
          }));
          const wanted = [
            { variant_id: "pan", quantity: pans + 1 },
            { variant_id: "cup", quantity: cups + 1 },
          ];
          const chosen = allocate(wanted, shelves, places, strategy, to(country, "10115"));
          for (const { variant_id, quantity } of wanted) {
            const own = chosen.filter((one) => one.variant_id === variant_id);
            expect(own.reduce((sum, one) => sum + one.quantity, 0)).toBe(quantity);
            expect(new Set(own.map((one) => one.location_id)).size).toBe(own.length);
            const there = shelves.filter((shelf) => shelf.variant_id === variant_id);
            const all = there.reduce((sum, { free, ahead }) => sum + free + ahead, 0);
            if (all < quantity) continue;
            for (const one of own) {
              const shelf = there.find(({ location_id }) => location_id === one.location_id);
              expect(one.quantity).toBeLessThanOrEqual((shelf?.free ?? 0) + (shelf?.ahead ?? 0));
            }
          }
        },
      ),
    );
  });

  it("with the fewest parcels never needs more places than another way", () => {
    const units = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(fc.array(units, { minLength: 6, maxLength: 6 }), fc.tuple(units, units), (stock, [pans, cups]) => {
        const shelves = stock.map((free, index) => ({
          variant_id: index % 2 ? "pan" : "cup",
          location_id: places[Math.floor(index / 2)]?.id ?? "",
          ...{ free, ahead: 0 },
        }));
        const wanted = [
          { variant_id: "pan", quantity: pans + 1 },
          { variant_id: "cup", quantity: cups + 1 },
        ];
        const has = (variant: string) =>
          shelves.reduce((sum, { variant_id, free }) => sum + (variant_id === variant ? free : 0), 0);
        fc.pre(wanted.every(({ variant_id, quantity }) => has(variant_id) >= quantity));
        const parcels = (strategy: (typeof strategies)[number]) =>
          new Set(allocate(wanted, shelves, places, strategy, to("DE", "10115")).map((one) => one.location_id)).size;
        expect(parcels("fewest_parcels")).toBeLessThanOrEqual(Math.min(parcels("nearest"), parcels("most_stock")));
      }),
    );
  });
});
