import type { Attribute } from "../catalog-wire.ts";
import type { AttributeValue } from "../wire.ts";

/** What a product says of one attribute, as it stands in the form: a number is the text that a person types. */
export type AttributeDraft = { name: string } & Said;

export type Said =
  | { kind: "text" | "number"; value: string }
  | { kind: "boolean"; value: boolean }
  | { kind: "list"; value: string[] };

export function toSaid(value: AttributeValue): Said {
  if (Array.isArray(value)) return { kind: "list", value };
  if (typeof value === "boolean") return { kind: "boolean", value };
  return typeof value === "number" ? { kind: "number", value: String(value) } : { kind: "text", value };
}

/** What is sent. What should be a number and is none goes as it was typed, and the store says what it expects. */
export function fromSaid({ kind, value }: Said): AttributeValue {
  if (kind !== "number") return typeof value === "string" ? value.trim() : value;
  return numberFrom(value) ?? value.trim();
}

/** Reads a number as people type it, with a point or a comma; null where it is none. */
export function numberFrom(typed: string): number | null {
  const text = typed.trim().replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** What of a value does not fit its definition, in words; null where it fits. */
export function faultOf({ type, unit, choices }: Attribute, { kind, value }: Said): string | null {
  switch (type) {
    case "number":
      if (typeof value === "string" && numberFrom(value) !== null) return null;
      return unit ? `A number, in ${unit}` : "A number";
    case "boolean":
      return kind === "boolean" ? null : `Yes or no; it says “${String(value)}”`;
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? null
        : `A day; it says “${String(value)}”`;
    case "enum": {
      const stray = [value].flat().find((one) => !choices.includes(String(one)));
      return stray === undefined ? null : `“${String(stray)}” is no longer one of the choices`;
    }
    case "text":
      return kind === "boolean" ? "Text" : null;
  }
}
