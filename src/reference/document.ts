/** The parts of an OpenAPI 3.1 document that the readable page shows. */
export interface ApiDocument {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
  security?: Record<string, string[]>[];
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
}

/** An operation with where it is. */
export interface Endpoint extends Operation {
  method: string;
  path: string;
}

/** The operations of a document by their tag, in the document's order. */
export function endpointsByTag(document: ApiDocument): Map<string, Endpoint[]> {
  const tags = new Map<string, Endpoint[]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "Other";
      tags.set(tag, [...(tags.get(tag) ?? []), { ...operation, method, path }]);
    }
  }
  return tags;
}

/** The name of the component that a schema points at. */
function componentOf(schema: Schema): string | null {
  return schema.$ref?.replace("#/components/schemas/", "") ?? null;
}

/** What a value is, in few words: `integer, 1 to 999`, `Address`, `one of a, b`. */
export function nameOf(schema: Schema | undefined): string {
  if (!schema) return "any";
  const component = componentOf(schema);
  if (component) return component;
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `list of ${nameOf(schema.items)}`;
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return [...new Set(choices.map(nameOf))].join(schema.allOf ? " with " : " or ");
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "any");
  return [type + (schema.format ? ` (${schema.format})` : ""), rangeOf(schema)].filter(Boolean).join(", ");
}

function rangeOf({ minimum, maximum, maxLength }: Schema): string {
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (minimum !== undefined && most !== undefined) return `${minimum} to ${most}`;
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) return `at least ${minimum}`;
  if (most !== undefined) return `at most ${most}`;
  return maxLength === undefined ? "" : `at most ${maxLength} characters`;
}
