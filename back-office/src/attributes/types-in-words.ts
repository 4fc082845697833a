import type { AttributeType } from "../catalog-wire.ts";

export const typesInWords: Record<AttributeType, string> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  enum: "One of some choices",
  date: "Day",
};
