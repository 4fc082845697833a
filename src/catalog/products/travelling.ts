import { z } from "@hono/zod-openapi";
import { type SQL, sql } from "drizzle-orm";

/** Longer than this nothing is sent, in millimetres. */
const longestSide = 20_000;

const side = (name: string) =>
  z
    .int()
    .min(1, "At least 1.")
    .max(longestSide, "At most 20 m.")
    .openapi({ description: `${name} of a piece as it is packed, millimetres; left out where nobody measured it` });

const ships_alone = z
  .boolean()
  .openapi({ description: "Whether each piece travels in a parcel of its own; else left out" });

/** How a piece of a variant travels, where it is told: most pages of variants have nothing to tell, and stay small. */
export const travellingFields = {
  length_mm: side("Length").optional(),
  width_mm: side("Width").optional(),
  height_mm: side("Height").optional(),
  ships_alone: ships_alone.optional(),
};

/** The same where it is written: what is left out is not measured, and travels with others. */
export const writtenTravelling = {
  length_mm: side("Length").nullable().optional(),
  width_mm: side("Width").nullable().optional(),
  height_mm: side("Height").nullable().optional(),
  ships_alone: ships_alone.optional(),
};

/** How a piece of a variant travels, wherever it is read. */
export interface Travelling {
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  ships_alone: boolean;
}

/** The same as a file or a request writes it. */
export type WrittenTravelling = { [Field in keyof Travelling]?: Travelling[Field] | undefined };

/** What is written of how a variant travels, whole. @param known what there was, for what is left out */
export function wholeTravelling(written: WrittenTravelling, known?: Travelling): Travelling {
  const side = (name: "length_mm" | "width_mm" | "height_mm"): number | null =>
    written[name] === undefined ? (known?.[name] ?? null) : written[name];
  return {
    length_mm: side("length_mm"),
    width_mm: side("width_mm"),
    height_mm: side("height_mm"),
    ships_alone: written.ships_alone ?? known?.ships_alone ?? false,
  };
}

/** What there is to tell of how a piece travels. */
export function toldTravelling({ length_mm, width_mm, height_mm, ships_alone }: Travelling) {
  return {
    ...(length_mm !== null && { length_mm }),
    ...(width_mm !== null && { width_mm }),
    ...(height_mm !== null && { height_mm }),
    ...(ships_alone && { ships_alone }),
  };
}

/** Members of a `json_object` with how the variant `v` travels. */
export const travellingJson: SQL = sql`
  'length_mm', v.length_mm, 'width_mm', v.width_mm, 'height_mm', v.height_mm,
  'ships_alone', json(case v.ships_alone when 1 then 'true' else 'false' end)`;
