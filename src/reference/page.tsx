import type { OpenAPIHono } from "@hono/zod-openapi";
import { describeContract } from "../openapi.ts";
import { errorCodes } from "../platform/error-codes.ts";
import type { AppEnv } from "../platform/http/router.ts";
import { type ApiDocument, type Endpoint, endpointsByTag, nameOf, type Schema } from "./document.ts";

/** Serves the contract as a page that people read, drawn from the same document that programs read. */
export function serveReference(app: OpenAPIHono<AppEnv>): void {
  app.get("/api/v1/docs", (c) => {
    const document = app.getOpenAPI31Document(describeContract(new URL(c.req.url).origin));
    c.header("Cache-Control", "public, max-age=300");
    // The generator's type covers every form of a schema; the page reads the few that JSON holds.
    return c.html(
      `<!doctype html>${(<Reference document={JSON.parse(JSON.stringify(document)) as ApiDocument} />).toString()}`,
    );
  });
}

function Reference({ document }: { document: ApiDocument }) {
  const tags = endpointsByTag(document);
  const schemas = Object.entries(document.components?.schemas ?? {});
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{document.info.title} API</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/reference.css" />
      </head>
      <body>
        <nav aria-label="Contents">
          <a class="brand" href="/">
            {document.info.title}
          </a>
          <a href="#conventions">Conventions</a>
          {[...tags].map(([tag]) => (
            <a href={`#${anchor(tag)}`}>{tag}</a>
          ))}
          <a href="#shapes">Shapes</a>
          <a href="#errors">Errors</a>
          <a href="/api/v1/openapi.json">OpenAPI document</a>
        </nav>
        <main>
          <h1>The wire of {document.info.title}</h1>
          <Conventions />
          {[...tags].map(([tag, endpoints]) => (
            <section id={anchor(tag)}>
              <h2>{tag}</h2>
              {endpoints.map((endpoint) => (
                <EndpointCard endpoint={endpoint} />
              ))}
            </section>
          ))}
          <section id="shapes">
            <h2>Shapes</h2>
            {schemas.map(([name, schema]) => (
              <article id={anchor(name)}>
                <h3>{name}</h3>
                {schema.description && <p>{schema.description}</p>}
                <Properties schema={schema} />
              </article>
            ))}
          </section>
          <ErrorCodes />
        </main>
      </body>
    </html>
  );
}

function Conventions() {
  return (
    <section id="conventions">
      <h2>Conventions</h2>
      <ul>
        <li>JSON in and out, fields in snake_case. Unknown fields are refused, not dropped.</li>
        <li>
          Who calls: <code>Authorization: Bearer</code> with the token from <code>POST /users/login</code>, or the
          session cookie of a browser. A shopper without an account is known by the cart alone: <code>x-cart-id</code>,
          or its cookie.
        </li>
        <li>Money is an integer in the minor unit of the currency beside it. Times are UTC, ISO 8601.</li>
        <li>
          Lists take <code>limit</code> (1 to 100) and <code>cursor</code>, and answer <code>data</code> and{" "}
          <code>next_cursor</code>.
        </li>
        <li>
          What creates or charges takes an <code>Idempotency-Key</code>, kept for 24 hours; staff edits take{" "}
          <code>If-Match</code> with the <code>ETag</code> that was read.
        </li>
      </ul>
    </section>
  );
}

function EndpointCard({ endpoint }: { endpoint: Endpoint }) {
  const body = Object.entries(endpoint.requestBody?.content ?? {})[0];
  return (
    <article id={endpoint.operationId}>
      <h3>
        <span class={`method ${endpoint.method}`}>{endpoint.method.toUpperCase()}</span> <code>{endpoint.path}</code>
      </h3>
      <p>
        {endpoint.summary}
        {needs(endpoint) && <span class="badge">{needs(endpoint)}</span>}
      </p>
      {endpoint.description && <p>{endpoint.description}</p>}
      {endpoint.parameters && endpoint.parameters.length > 0 && (
        <table>
          <caption>Parameters</caption>
          <tbody>
            {endpoint.parameters.map((parameter) => (
              <tr>
                <th scope="row">
                  <code>{parameter.name}</code>
                  {parameter.required && <span class="required">required</span>}
                </th>
                <td>
                  <Kind schema={parameter.schema} /> in the {parameter.in}
                </td>
                <td>{parameter.description ?? parameter.schema?.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {body && (
        <>
          <p class="label">
            Body, <code>{body[0]}</code>: <Kind schema={body[1].schema} />
          </p>
          {body[1].schema && <Properties schema={body[1].schema} />}
        </>
      )}
      <table>
        <caption>Answers</caption>
        <tbody>
          {Object.entries(endpoint.responses ?? {}).map(([status, { description, content }]) => (
            <tr>
              <th scope="row">
                <code>{status}</code>
              </th>
              <td>
                <Kind schema={Object.values(content ?? {})[0]?.schema} />
              </td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function Properties({ schema }: { schema: Schema }) {
  const parts = schema.allOf ?? [schema];
  const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
  if (properties.length === 0) return null;
  const required = new Set(parts.flatMap((part) => part.required ?? []));
  return (
    <table>
      <tbody>
        {properties.map(([name, property]) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
              {required.has(name) && <span class="required">required</span>}
            </th>
            <td>
              <Kind schema={property} />
            </td>
            <td>{property.description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value's kind; the name of a shape leads to it. */
function Kind({ schema }: { schema: Schema | undefined }) {
  const name = nameOf(schema);
  const shape = schema?.$ref ?? schema?.items?.$ref;
  return shape ? <a href={`#${anchor(shape.split("/").at(-1) ?? "")}`}>{name}</a> : <span>{schema ? name : ""}</span>;
}

function ErrorCodes() {
  return (
    <section id="errors">
      <h2>Errors</h2>
      <p>
        Problem documents (RFC 9457). Programs branch on <code>code</code>, which does not change.
      </p>
      <table>
        <tbody>
          {Object.entries(errorCodes).map(([code, { status, title }]) => (
            <tr>
              <th scope="row">
                <code>{code}</code>
              </th>
              <td>{status}</td>
              <td>{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Whom an endpoint is for, where it is not for everybody or for who holds a cart's or an order's secret. */
function needs({ security = [] }: Endpoint): "staff" | "signed in" | null {
  const [only, other] = security;
  if (!only?.bearer || other) return null;
  return only.bearer.includes("admins") ? "staff" : "signed in";
}

function anchor(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
