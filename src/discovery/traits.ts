/** What others compare variants by, in their words, and the names that options and attributes have for it here. */
const names = {
  color: ["color", "colour"],
  size: ["size"],
  material: ["material"],
  pattern: ["pattern"],
} as const;

export type Trait = keyof typeof names;
export const traits = Object.keys(names) as Trait[];

/** The trait that an option or attribute stands for; undefined where others have no word for it. */
export function traitOf(name: string): Trait | undefined {
  const plain = name.trim().toLowerCase();
  return traits.find((trait) => (names[trait] as readonly string[]).includes(plain));
}

/** The traits of a thing by what it is called here, later names before earlier ones. */
export function traitsOf(...told: readonly Readonly<Record<string, unknown>>[]): Partial<Record<Trait, string>> {
  const found: Partial<Record<Trait, string>> = {};
  for (const [name, value] of told.flatMap((each) => Object.entries(each))) {
    const trait = traitOf(name);
    const text = Array.isArray(value) ? value.join("/") : String(value);
    if (trait && typeof value !== "boolean" && text !== "") found[trait] = text;
  }
  return found;
}
