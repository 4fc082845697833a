import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { toProblem } from "../platform/errors.ts";
import type { AppEnv } from "../platform/http/router.ts";
import { answerPage, barely, surroundings } from "./page.tsx";
import { FailurePage } from "./pages/failure.tsx";

/** Whether whoever asks is a person with a browser in front of the shop, who is to read a page and not a problem document. */
export function wantsPage(c: Context<AppEnv>): boolean {
  return !/^\/(api|media|\.well-known)\//.test(c.req.path) && Boolean(c.req.header("accept")?.includes("text/html"));
}

/** A failure as a page of the shop. Where the shop itself cannot be read, the page does without its aisles and cart. */
export async function failurePage(c: Context<AppEnv>, thrown: unknown): Promise<Response> {
  const problem = toProblem(thrown, c.var.requestId ?? "");
  const around = await surroundings(c).catch((second: unknown) => {
    c.var.store.log.error("page.bare", second);
    return barely(c);
  });
  if (problem.status === 429 || problem.status === 503) c.header("Retry-After", String(problem.retry_after ?? 5));
  const status = problem.status as ContentfulStatusCode;
  return answerPage(c, around, { title: problem.title, personal: true }, <FailurePage problem={problem} />, status);
}
