import { createRoute, z } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { cancelCodeJob, findCodeJob, listCodeJobs, openCodeFile, startCodeJob } from "./code-jobs.ts";
import { addCode, listCodes, listUses, withdrawCode } from "./codes.ts";
import {
  codeJob,
  codeJobPage,
  codeOrder,
  codePage,
  codeQuery,
  newCode,
  promotionCode,
  usePage,
  useQuery,
} from "./schemas.ts";

const tags = ["Promotions"];
const named = z.object({ id: z.string().min(1).max(60) });
const withCode = named.extend({ code: z.string().min(1).max(80) });
const withJob = named.extend({ job: z.string().min(1).max(60) });

const codes = createRoute({
  method: "get",
  path: "/api/v1/promotions/{id}/codes",
  tags,
  operationId: "listPromotionCodes",
  summary: "A promotion's codes, in the order of the alphabet",
  ...staffOnly,
  request: { params: named, query: codeQuery },
  responses: { 200: json(codePage, "A page of codes"), ...problems(400, 401, 403, 404) },
});

const add = createRoute({
  method: "post",
  path: "/api/v1/promotions/{id}/codes",
  tags,
  operationId: "addPromotionCode",
  summary: "Write one code",
  ...staffOnly,
  request: { params: named, body: jsonBody(newCode) },
  responses: { 201: json(promotionCode, "The code"), ...problems(400, 401, 403, 404, 409, 413, 415, 422) },
});

const withdraw = createRoute({
  method: "delete",
  path: "/api/v1/promotions/{id}/codes/{code}",
  tags,
  operationId: "withdrawPromotionCode",
  summary: "Take a code back; orders that used it keep what it took off",
  ...staffOnly,
  request: { params: withCode },
  responses: { 204: { description: "Nobody can use it any more" }, ...problems(400, 401, 403, 404) },
});

const generate = createRoute({
  method: "post",
  path: "/api/v1/promotions/{id}/codes/generate",
  tags,
  operationId: "generatePromotionCodes",
  summary: "Make up to 100,000 codes, each another; a job does it after the answer",
  ...staffOnly,
  request: { params: named, body: jsonBody(codeOrder) },
  responses: { 202: json(codeJob, "Queued"), ...problems(400, 401, 403, 404, 413, 415, 422) },
});

const jobs = createRoute({
  method: "get",
  path: "/api/v1/promotions/{id}/codes/jobs",
  tags,
  operationId: "listPromotionCodeJobs",
  summary: "Jobs that make codes, the newest first",
  ...staffOnly,
  request: { params: named, query: useQuery },
  responses: { 200: json(codeJobPage, "A page of jobs"), ...problems(400, 401, 403, 404) },
});

const job = createRoute({
  method: "get",
  path: "/api/v1/promotions/{id}/codes/jobs/{job}",
  tags,
  operationId: "getPromotionCodeJob",
  summary: "How far a job is",
  ...staffOnly,
  request: { params: withJob },
  responses: { 200: json(codeJob, "The job"), ...problems(400, 401, 403, 404) },
});

const cancel = createRoute({
  method: "post",
  path: "/api/v1/promotions/{id}/codes/jobs/{job}/cancel",
  tags,
  operationId: "cancelPromotionCodeJob",
  summary: "Stop a job; the codes that it made stay",
  ...staffOnly,
  request: { params: withJob },
  responses: { 200: json(codeJob, "The job"), ...problems(400, 401, 403, 404, 409) },
});

const file = createRoute({
  method: "get",
  path: "/api/v1/promotions/{id}/codes/jobs/{job}/file",
  tags,
  operationId: "getPromotionCodeFile",
  summary: "What a job has made, as a CSV",
  ...staffOnly,
  request: { params: withJob },
  responses: {
    200: {
      description: "Codes, how often each may be used, and how often it was",
      content: { "text/csv": { schema: z.string() } },
    },
    ...problems(400, 401, 403, 404),
  },
});

const uses = createRoute({
  method: "get",
  path: "/api/v1/promotions/{id}/uses",
  tags,
  operationId: "listPromotionUses",
  summary: "Orders that used a promotion, the newest first",
  ...staffOnly,
  request: { params: named, query: useQuery },
  responses: { 200: json(usePage, "A page of uses"), ...problems(400, 401, 403, 404) },
});

export const codeRoutes = newRouter()
  .openapi(codes, async (c) => c.json(await listCodes(c.var.store, c.req.valid("param").id, c.req.valid("query")), 200))
  .openapi(add, async (c) => c.json(await addCode(c.var.store, c.req.valid("param").id, c.req.valid("json")), 201))
  .openapi(withdraw, async (c) => {
    const { id, code } = c.req.valid("param");
    await withdrawCode(c.var.store, id, code);
    return c.body(null, 204);
  })
  .openapi(generate, async (c) =>
    c.json(await startCodeJob(c.var.store, c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(jobs, async (c) =>
    c.json(await listCodeJobs(c.var.store, c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(job, async (c) => {
    const { id, job } = c.req.valid("param");
    return c.json(await findCodeJob(c.var.store, id, job), 200);
  })
  .openapi(cancel, async (c) => {
    const { id, job } = c.req.valid("param");
    return c.json(await cancelCodeJob(c.var.store, id, job), 200);
  })
  .openapi(file, async (c) => {
    const { id, job } = c.req.valid("param");
    const { name, body } = await openCodeFile(c.var.store, id, job);
    return c.body(body, 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
    });
  })
  .openapi(uses, async (c) => c.json(await listUses(c.var.store, c.req.valid("param").id, c.req.valid("query")), 200));
