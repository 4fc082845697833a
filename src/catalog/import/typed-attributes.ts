import { isFor } from "../attributes/attributes.ts";
import type { Attribute } from "../attributes/schemas.ts";
import { misfits } from "../attributes/values.ts";
import type { Attributes } from "../schemas.ts";
import { canonical } from "./canonical.ts";

type Value = Attributes[string];

const said: Record<string, boolean> = { true: true, yes: true, "1": true, false: false, no: false, "0": false };

/** Attributes with the types that are defined for them, and what does not fit its definition, by code. */
interface TypedAttributes {
  fitting: Attributes;
  /** Why each stayed behind. */
  misfits: string[];
}

/**
 * Gives attributes that a file tells as text the type that is defined for them: `24 cm` is 24 where the unit is cm, `Yes` is
 * true. A definition is meant by its code or by its label. Of several values those that fit stay; in place of what does not fit
 * there is what was known, be it that this fits no better: staff may define what is there already.
 * @param isWhole the file has types of its own: what it tells as it is known stays as it is
 */
export function typeAttributes(
  attributes: Attributes,
  known: Attributes,
  definitions: readonly Attribute[],
  filedUnder: readonly string[],
  isWhole: boolean,
): TypedAttributes {
  const applying = definitions.filter((definition) => isFor(definition, filedUnder));
  if (applying.length === 0) return { fitting: attributes, misfits: [] };
  const fitting: Attributes = {};
  const told: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    const definition = definitionOf(name, applying);
    const code = definition?.code ?? name;
    const before = Object.hasOwn(known, code) ? known[code] : undefined;
    const isKnown = isWhole && canonical(value) === canonical(before);
    const after = definition && !isKnown ? typedValue(definition, value) : value;
    const isNews = definition && canonical(after) !== canonical(before);
    const [misfit] = isNews ? misfits([definition], { [code]: after }) : [];
    if (!definition || !misfit) {
      fitting[code] = after;
      continue;
    }
    told.push(`${shown(after)}: ${misfit.detail}`);
    const some = Array.isArray(after)
      ? after.filter((one) => misfits([definition], { [code]: [one] }).length === 0)
      : [];
    const rest = some.length > 0 ? some : before;
    if (rest !== undefined) fitting[code] = rest;
  }
  return { fitting, misfits: told };
}

/** The definition that is meant by its code; else by its label. */
function definitionOf(name: string, definitions: readonly Attribute[]): Attribute | undefined {
  const lowered = name.toLowerCase();
  return (
    definitions.find(({ code }) => code === name) ?? definitions.find(({ label }) => label.toLowerCase() === lowered)
  );
}

function shown(value: Value): string {
  return (Array.isArray(value) ? value.join(", ") : String(value)).slice(0, 80);
}

function typedValue(definition: Attribute, value: Value): Value {
  if (Array.isArray(value)) return value.map((one) => String(typedOne(definition, one)));
  if (typeof value !== "string") return value;
  const one = typedOne(definition, value);
  return definition.multiple && typeof one === "string" ? [one] : one;
}

function typedOne({ type, unit, choices }: Attribute, text: string): string | number | boolean {
  switch (type) {
    case "number": {
      const bare = unit && text.toLowerCase().endsWith(unit.toLowerCase()) ? text.slice(0, -unit.length) : text;
      const number = Number(bare.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2"));
      return bare.trim() !== "" && Number.isFinite(number) ? number : text;
    }
    case "boolean":
      return said[text.toLowerCase()] ?? text;
    case "enum":
      return choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;
    default:
      return text;
  }
}
