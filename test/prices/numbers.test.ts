import { beforeAll, describe, expect, it } from "vitest";
import { ask } from "../checkout/shop.ts";
import { pointersOf, type Refused, type Send, sellAt, sender } from "./staff.ts";

/** Every number that staff may write into the rules of money, found where the store describes itself. */

interface Shape {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  additionalProperties?: Shape | boolean;
  oneOf?: Shape[];
  anyOf?: Shape[];
  allOf?: Shape[];
}

interface Operation {
  requestBody?: { content: Record<string, { schema: Shape }> };
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Shape> };
}

const rulesOfMoney =
  /^\/api\/v1(\/(price-lists|promotions(?!\/preview)|tax|markets)\b.*|\/shipping\/(zones|methods|settings)\b.*)/;

let send: Send;
let description: Description;

beforeAll(async () => {
  send = await sender();
  description = await (await ask("GET", "/openapi.json")).json<Description>();
}, 60_000);

const plain = (shape: Shape): Shape => {
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map(plain), { ...shape, allOf: undefined });
  const name = shape.$ref?.split("/").at(-1);
  return name === undefined ? shape : plain(description.components.schemas[name] ?? {});
};

const choicesOf = (shape: Shape): Shape[] => shape.oneOf ?? shape.anyOf ?? [];
const isOf = ({ type }: Shape, kinds: string[]) => [type ?? []].flat().some((each) => kinds.includes(each));

/** Something that has the shape, and no more in it than it must. */
function exampleOf(given: Shape): unknown {
  const shape = plain(given);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [choice] = choicesOf(shape);
  if (choice) return exampleOf(choice);
  if (isOf(shape, ["object"])) {
    // What names a variant by its id or its SKU is asked for neither by itself.
    const named = shape.properties?.sku && shape.properties.variant_id ? ["variant_id"] : [];
    const fields = [...(shape.required ?? []), ...named];
    return Object.fromEntries(fields.map((name) => [name, exampleOf(shape.properties?.[name] ?? {})]));
  }
  if (isOf(shape, ["array"])) return [exampleOf(shape.items ?? {})];
  if (isOf(shape, ["integer", "number"])) return shape.example ?? 1;
  if (isOf(shape, ["boolean"])) return false;
  return shape.example ?? "x";
}

/** A body in which one number has been put, and where. */
interface Written {
  pointer: string;
  body: (value: number) => unknown;
}

/** Every number that can stand in something of that shape. */
function numbersIn(given: Shape, pointer = ""): Written[] {
  const shape = plain(given);
  const inside = choicesOf(shape).flatMap((choice) => numbersIn(choice, pointer));
  if (shape.enum || shape.const !== undefined) return inside;
  if (isOf(shape, ["integer", "number"])) inside.push({ pointer, body: (value) => value });
  for (const [name, field] of Object.entries(shape.properties ?? {})) {
    for (const found of numbersIn(field, `${pointer}/${name}`)) {
      inside.push({ ...found, body: (value) => ({ ...(exampleOf(shape) as object), [name]: found.body(value) }) });
    }
  }
  if (shape.items) {
    const items = numbersIn(shape.items, `${pointer}/0`);
    inside.push(...items.map((found) => ({ ...found, body: (value: number) => [found.body(value)] })));
  }
  if (typeof shape.additionalProperties === "object") {
    const values = numbersIn(shape.additionalProperties, `${pointer}/EUR`);
    inside.push(...values.map((found) => ({ ...found, body: (value: number) => ({ EUR: found.body(value) }) })));
  }
  return inside;
}

describe("a number that staff write into the rules of money", () => {
  it("is refused at its place where it is no whole number that can be kept, whatever rule it stands in", async () => {
    const { variant_id } = await sellAt({ EUR: 1000 });
    const make = async (path: string, body: object) => {
      const made = await send<{ id: string }>("POST", path, body);
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      return made;
    };
    const off = { kind: "off_order", off: { percent: "10" } };
    const things: Record<string, { etag: string; body: { id: string } }> = {
      "price-lists": await make("/price-lists", { name: "Sale", adjustment: { kind: "fixed" } }),
      promotions: await make("/promotions", { title: "Ten off", action: off }),
      markets: await make("/markets", { code: "gb", name: "Great Britain", currency: "GBP" }),
      methods: await make("/shipping/methods", { code: "cart", name: "Cart", min_days: 1, max_days: 2 }),
    };
    const walked: string[] = [];
    const wrong: string[] = [];
    for (const [path, operations] of Object.entries(description.paths)) {
      if (!rulesOfMoney.test(path)) continue;
      for (const [method, { requestBody }] of Object.entries(operations)) {
        const shape = requestBody?.content["application/json"]?.schema;
        if (!shape) continue;
        const thing = things[Object.keys(things).find((each) => path.includes(each)) ?? ""];
        const address = path.replace("/api/v1", "").replace(/\{\w+\}/, thing?.body.id ?? variant_id);
        for (const { pointer, body } of numbersIn(shape)) {
          walked.push(`${method} ${path} ${pointer}`);
          for (const value of [2 ** 53, -0.5]) {
            const given = body(value) as object;
            const written = "code" in given && !address.endsWith("/codes") ? { ...given, code: "another" } : given;
            const headers = { "If-Match": thing?.etag ?? '"1"' };
            const answer = await send<Refused>(method.toUpperCase(), address, written, headers);
            const points = pointersOf(answer.body).includes(pointer);
            if (answer.status !== 422 || !points) {
              wrong.push(`${walked.at(-1)} = ${value}: ${answer.status} ${JSON.stringify(answer.body)}`);
            }
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(walked.length).toBeGreaterThan(50);
  });
});
