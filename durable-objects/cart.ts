import { DurableObject } from "cloudflare:workers";

/** A cart. */
export class Cart extends DurableObject<Env> {
  /** Answers, so that readiness can be told. */
  ping(): "ok" {
    return "ok";
  }
}
