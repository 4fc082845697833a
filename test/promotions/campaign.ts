import type { NewPromotion, PromotionView } from "../../src/promotions/campaigns/schemas.ts";
import { ask } from "../checkout/shop.ts";

/** Ten percent off the whole order. */
export const tenPercent = { title: "Ten off", action: { kind: "off_order", off: { percent: "10" } } } as const;

export interface Answer<Body> {
  status: number;
  etag: string;
  body: Body;
}

/** A request of staff below `/promotions`. */
export async function send<Body = PromotionView>(
  auth: Record<string, string>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const answer = await ask(method, `/promotions${path}`, body, { ...auth, ...headers });
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get("ETag") ?? "", body: JSON.parse(text || "null") as Body };
}

/** A promotion that runs, and its code where it is to have one. */
export async function promote(
  auth: Record<string, string>,
  over: Partial<Record<keyof NewPromotion, unknown>> & { code?: string; code_limit?: number } = {},
): Promise<PromotionView> {
  const { code, code_limit = null, ...promotion } = over;
  const made = await send(auth, "POST", "", {
    ...tenPercent,
    status: "active",
    needs_code: code !== undefined,
    ...promotion,
  });
  if (made.status !== 201) throw new Error(`The promotion was refused: ${JSON.stringify(made.body)}`);
  if (code !== undefined) {
    const added = await send(auth, "POST", `/${made.body.id}/codes`, { code, usage_limit: code_limit });
    if (added.status !== 201) throw new Error(`The code was refused: ${JSON.stringify(added.body)}`);
  }
  return made.body;
}
