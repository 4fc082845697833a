import { isFor } from "../attributes/attributes.ts";
import type { Attribute } from "../attributes/schemas.ts";
import { misfits } from "../attributes/values.ts";
import type { Attributes } from "../schemas.ts";

type Value = Attributes[string];

const said: Record<string, boolean> = { true: true, yes: true, "1": true, false: false, no: false, "0": false };

/**
 * Gives attributes that a file tells as text the type that is defined for them: `24 cm` is 24 where the unit is cm, `Yes` is
 * true. A definition is meant by its code or by its label.
 * @returns the attributes, or the reason why one of them does not fit
 */
export function typeAttributes(
  attributes: Attributes,
  definitions: readonly Attribute[],
  filedUnder: readonly string[],
): Attributes | string {
  const applying = definitions.filter((definition) => isFor(definition, filedUnder));
  if (applying.length === 0) return attributes;
  const typed = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const lowered = name.toLowerCase();
      const definition = applying.find(({ code, label }) => code === name || label.toLowerCase() === lowered);
      return definition ? [definition.code, typedValue(definition, value)] : [name, value];
    }),
  );
  const [misfit] = misfits(applying, typed);
  return misfit ? misfit.detail : typed;
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
