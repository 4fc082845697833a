import type { Facets } from "../../catalog/schemas.ts";
import { exponentOf } from "../../platform/money.ts";
import type { Chosen } from "../chosen.ts";
import { writtenChoice } from "../written.ts";
import { useShop } from "./shop.tsx";

/** Of more numbers than these a range is easier to choose. */
const fewValues = 6;

/** How many values of one kind are offered; the most frequent come first. */
const longest = 10;

interface FiltersProps {
  chosen: Chosen;
  /** Null on the pages after the first. */
  facets: Facets | null;
  currency: string;
  action: string;
}

/** What narrows a list, as one plain form: it is sent by its button, or at each choice where there is script. */
export function Filters({ chosen, facets, currency, action }: FiltersProps) {
  const count = countChosen(chosen);
  const { words, to } = useShop();
  const { browse } = words;
  return (
    <details class="filters" id="filters">
      <summary>
        {browse.filter}
        {count > 0 && <span class="count">{count}</span>}
      </summary>
      <form action={to(action)} data-swap="results filters" data-autosend="">
        {chosen.q && <input type="hidden" name="q" value={chosen.q} />}
        {chosen.sorted && <input type="hidden" name="sort" value={chosen.sort} />}
        {action === "/search" && facets && (
          <FacetChoice parameter="category" label={browse.aisle} values={facets.categories} picked={chosen.category} />
        )}
        <fieldset>
          <legend>{browse.availability}</legend>
          <label class="tick">
            <input type="checkbox" name="in_stock" value="true" checked={chosen.inStock} />
            <span>{browse.inStockNow}</span>
            {facets && <span class="number">{facets.in_stock}</span>}
          </label>
        </fieldset>
        <fieldset>
          <legend>{browse.priceIn(currency)}</legend>
          <div class="range">
            <PriceInput name="price_min" label={browse.lowest} value={chosen.priceMin} currency={currency} />
            <span aria-hidden="true">–</span>
            <PriceInput name="price_max" label={browse.highest} value={chosen.priceMax} currency={currency} />
          </div>
        </fieldset>
        {facets ? <Choices facets={facets} chosen={chosen} /> : <KeptChoices chosen={chosen} />}
        <p class="row unscripted">
          <button class="button small" type="submit">
            {browse.show}
          </button>
        </p>
        {count > 0 && (
          <a class="note" href={to(cleared(action, chosen))}>
            {browse.clearAll}
          </a>
        )}
      </form>
    </details>
  );
}

function Choices({ facets, chosen }: { facets: Facets; chosen: Chosen }) {
  const { browse: words } = useShop().words;
  return (
    <>
      <FacetChoice parameter="brand" label={words.brand} values={facets.brands} picked={chosen.brand} />
      {telling(facets, chosen).map(([name, values]) => (
        <AttributeChoice name={name} called={facets.attribute_labels[name]} values={values} chosen={chosen} />
      ))}
    </>
  );
}

interface AttributeChoiceProps {
  name: string;
  /** What its definition says of it, where it has one. */
  called: Facets["attribute_labels"][string] | undefined;
  values: Facets["brands"];
  chosen: Chosen;
}

/** Values to choose one of; numbers and dates of which there are many are chosen by a range. */
function AttributeChoice({ name, called, values, chosen }: AttributeChoiceProps) {
  const { locale, words } = useShop();
  const picked = chosen.attributes[name] ?? "";
  const label = called ? called.label + (called.unit ? ` (${called.unit})` : "") : capital(name);
  const type = called?.type === "number" || called?.type === "date" ? called.type : null;
  const ranged = picked.includes("..") || values.length > fewValues;
  return (
    <details class="facet" open={picked !== ""} id={`facet-${name}`}>
      <summary>{label}</summary>
      {type && ranged ? (
        <RangeChoice name={name} label={label} type={type} picked={picked} />
      ) : (
        <FacetChoice
          parameter={`attr.${name}`}
          label={label}
          values={values.map((one) => ({ ...one, label: writtenChoice(one.value, one.label, called, locale, words) }))}
          picked={picked}
          titled
        />
      )}
    </details>
  );
}

interface RangeChoiceProps {
  name: string;
  label: string;
  type: "number" | "date";
  picked: string;
}

function RangeChoice({ name, label, type, picked }: RangeChoiceProps) {
  const { browse: words } = useShop().words;
  const [least = "", most = least] = picked.split("..");
  const field = { type, step: type === "number" ? "any" : undefined };
  return (
    <div class="range">
      <input {...field} name={`least.${name}`} value={least} aria-label={words.least(label)} placeholder={words.from} />
      <span aria-hidden="true">–</span>
      <input {...field} name={`most.${name}`} value={most} aria-label={words.most(label)} placeholder={words.to} />
    </div>
  );
}

/** The attributes by which several products can be told from the rest; those that say something else of each are no choice. */
function telling({ attributes }: Facets, chosen: Chosen): [string, Facets["brands"]][] {
  return Object.entries(attributes).filter(
    ([name, values]) => name in chosen.attributes || (values.length > 1 && values.some(({ count }) => count > 1)),
  );
}

function KeptChoices({ chosen }: { chosen: Chosen }) {
  return (
    <>
      {chosen.category && <input type="hidden" name="category" value={chosen.category} />}
      {chosen.brand && <input type="hidden" name="brand" value={chosen.brand} />}
      {Object.entries(chosen.attributes).map(([name, value]) => (
        <input type="hidden" name={`attr.${name}`} value={value} />
      ))}
    </>
  );
}

interface FacetChoiceProps {
  parameter: string;
  label: string;
  values: Facets["brands"];
  picked: string;
  /** True where what holds it shows its label already. */
  titled?: boolean;
}

function FacetChoice({ parameter, label, values, picked, titled = false }: FacetChoiceProps) {
  const { browse: words } = useShop().words;
  if (values.length < 2 && !picked) return null;
  return (
    <fieldset class="choice">
      <legend class={titled ? "unseen" : undefined}>{label}</legend>
      <label class="tick">
        <input type="radio" name={parameter} value="" checked={picked === ""} />
        <span>{words.any}</span>
      </label>
      {values.slice(0, longest).map(({ value, label: text, count }) => (
        <label class="tick">
          <input type="radio" name={parameter} value={value} checked={value === picked} />
          <span>{text}</span>
          <span class="number">{count}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface PriceInputProps {
  name: string;
  label: string;
  value: string;
  currency: string;
}

function PriceInput({ name, label, value, currency }: PriceInputProps) {
  const { browse: words } = useShop().words;
  return (
    <input
      name={name}
      aria-label={label}
      type="number"
      min="0"
      step={exponentOf(currency) === 0 ? "1" : "0.01"}
      inputmode="decimal"
      placeholder={name === "price_min" ? words.from : words.to}
      value={value}
    />
  );
}

function countChosen({ attributes, brand, category, inStock, priceMin, priceMax }: Chosen): number {
  const choices = [category, brand, inStock, priceMin || priceMax, ...Object.values(attributes)];
  return choices.filter(Boolean).length;
}

/** An attribute's name (`made_in`) as people read it at the beginning of a line. */
export function capital(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function cleared(action: string, chosen: Chosen): string {
  const kept = new URLSearchParams();
  if (chosen.q) kept.set("q", chosen.q);
  if (chosen.sorted) kept.set("sort", chosen.sort);
  return kept.size > 0 ? `${action}?${kept}` : action;
}

interface SortingProps {
  chosen: Chosen;
  action: string;
  /** The rest of what was chosen, kept when the order changes. */
  kept: readonly (readonly [string, string])[];
  sorts: readonly { value: string; label: string }[];
}

export function Sorting({ chosen, action, kept, sorts }: SortingProps) {
  const { words, to } = useShop();
  return (
    <form class="sorting" action={to(action)} data-swap="results" data-autosend="">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label for="sort">{words.browse.sortBy}</label>
      <select id="sort" name="sort">
        {sorts.map(({ value, label }) => (
          <option value={value} selected={value === chosen.sort}>
            {label}
          </option>
        ))}
      </select>
      <button class="button quiet small unscripted" type="submit">
        {words.browse.sort}
      </button>
    </form>
  );
}
