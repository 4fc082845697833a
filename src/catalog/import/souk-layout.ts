import type { Layout } from "./layout.ts";

export function soukLayout(_header: readonly string[]): Layout | null {
  return null;
}
