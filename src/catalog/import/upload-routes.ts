import { createRoute, z } from "@hono/zod-openapi";
import { DomainError } from "../../platform/errors.ts";
import { json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { id } from "../../platform/schemas.ts";
import { importCompletion, importJob, importUpload, newImportUpload } from "./schemas.ts";
import { readUploadForm } from "./upload-form.ts";
import { beginUpload, completeUpload, dropUpload, findUpload, partSize, takePart } from "./upload-parts.ts";

const named = z.object({ job: id("job") });
const namedPart = named.extend({ part: z.coerce.number().int().min(1).max(10_000) });

/** What a form says beside the bytes of its file. Bytes. */
const formFields = 100_000;

const begin = createRoute({
  method: "post",
  path: "/api/v1/import-uploads",
  tags: ["Import"],
  operationId: "beginImportUpload",
  summary: "Send a large CSV by parts, or go on with one",
  description:
    "Who sends a file of the same name and size again gets the upload that is there, with the parts that have come; a part whose SHA-256 is the same need not be sent again.",
  ...staffOnly,
  request: { body: jsonBody(newImportUpload) },
  responses: { 201: json(importUpload, "Ready for its parts"), ...problems(400, 401, 403, 413, 415) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/import-uploads/{job}",
  tags: ["Import"],
  operationId: "getImportUpload",
  summary: "Which parts of a file have come",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(importUpload, "The upload"), ...problems(400, 401, 403, 404) },
});

const send = createRoute({
  method: "post",
  path: "/api/v1/import-uploads/{job}/parts/{part}",
  tags: ["Import"],
  operationId: "sendImportPart",
  summary: "Send one part of a file, in any order; one that is there already is replaced",
  ...staffOnly,
  request: {
    params: namedPart,
    body: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            type: "object" as const,
            required: ["file"],
            properties: {
              file: { type: "string" as const, format: "binary", description: "The bytes of the part" },
            },
          },
        },
      },
    },
  },
  responses: { 200: json(importUpload, "What has come by now"), ...problems(400, 401, 403, 404, 413, 415, 422) },
});

const complete = createRoute({
  method: "post",
  path: "/api/v1/import-uploads/{job}/complete",
  tags: ["Import"],
  operationId: "completeImportUpload",
  summary: "Put the parts together and read products from the file; a job does it after the answer",
  ...staffOnly,
  request: { params: named, body: jsonBody(importCompletion) },
  responses: { 202: json(importJob, "Taken in"), ...problems(400, 401, 403, 404, 409, 413, 415, 422) },
});

const drop = createRoute({
  method: "delete",
  path: "/api/v1/import-uploads/{job}",
  tags: ["Import"],
  operationId: "dropImportUpload",
  summary: "Give a file up, with the parts that have come",
  ...staffOnly,
  request: { params: named },
  responses: { 204: { description: "It is gone" }, ...problems(400, 401, 403, 404) },
});

/** The bytes of a form's file, which end once the rest of the form is read and nothing is wrong with it. */
async function* wholeForm(bytes: AsyncIterable<Uint8Array>, fields: Promise<unknown>): AsyncIterable<Uint8Array> {
  yield* bytes;
  await fields;
}

/** Files that are larger than one request may be. */
export const importUploadRoutes = newRouter()
  .openapi(begin, async (c) => c.json(await beginUpload(c.var.store, c.req.valid("json")), 201))
  .openapi(read, async (c) => c.json(await findUpload(c.var.store, c.req.valid("param").job), 200))
  .openapi(send, async (c) => {
    if (Number(c.req.header("content-length") ?? 0) > partSize + formFields) {
      throw new DomainError("too-large", `At most ${partSize} bytes for a part.`);
    }
    const { job, part } = c.req.valid("param");
    const taken = await readUploadForm(c.req.raw, [], ({ bytes }, fields) =>
      takePart(c.var.store, job, part, wholeForm(bytes, fields)),
    );
    return c.json(taken, 200);
  })
  .openapi(complete, async (c) => {
    const { dry_run, sha256 = null } = c.req.valid("json");
    return c.json(await completeUpload(c.var.store, c.req.valid("param").job, { dryRun: dry_run }, sha256), 202);
  })
  .openapi(drop, async (c) => {
    await dropUpload(c.var.store, c.req.valid("param").job);
    return c.body(null, 204);
  });
