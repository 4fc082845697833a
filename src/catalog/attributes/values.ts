import { type FieldError, pointerTo, refuse } from "../../platform/errors.ts";
import type { Attributes } from "../schemas.ts";
import { julianDay } from "./ranges.ts";
import type { Attribute } from "./schemas.ts";

type Value = Attributes[string];
type Meaning = Pick<Attribute, "code" | "label" | "type" | "unit" | "choices" | "multiple">;

/** Whether a day as `2026-11-21` is one of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = julianDay(text);
  return Number.isFinite(at) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** What is wrong with each value that does not fit its definition. Attributes without a definition may be anything. */
export function misfits(definitions: readonly Meaning[], attributes: Attributes): FieldError[] {
  return definitions.flatMap((definition) => {
    if (!Object.hasOwn(attributes, definition.code)) return [];
    const value = attributes[definition.code];
    const detail = value === undefined ? null : misfit(definition, value);
    return detail === null ? [] : [{ pointer: pointerTo(["attributes", definition.code]), detail }];
  });
}

/** @throws invalid-attributes naming every value that does not fit its definition */
export function fitAttributes(definitions: readonly Meaning[], attributes: Attributes): void {
  refuse("invalid-attributes", misfits(definitions, attributes));
}

function misfit(definition: Meaning, value: Value): string | null {
  const { label, multiple } = definition;
  if (!Array.isArray(value)) return misfitOfOne(definition, value);
  if (!multiple) return `${label} has one value, not a list.`;
  return value.map((one) => misfitOfOne(definition, one)).find((detail) => detail !== null) ?? null;
}

function misfitOfOne({ label, type, unit, choices }: Meaning, value: Exclude<Value, string[]>): string | null {
  switch (type) {
    case "number":
      return typeof value === "number" ? null : `${label} is a number${unit === null ? "" : ` in ${unit}`}.`;
    case "boolean":
      return typeof value === "boolean" ? null : `${label} is true or false.`;
    case "date":
      return typeof value === "string" && isDay(value) ? null : `${label} is a day, as 2026-11-21.`;
    case "enum":
      if (typeof value === "string" && choices.includes(value)) return null;
      return `${label} is one of: ${choices.slice(0, 20).join(", ")}${choices.length > 20 ? ", ..." : ""}.`;
    case "text":
      return typeof value === "string" ? null : `${label} is text.`;
  }
}
