import { get } from "react-hook-form";

/** The message at a place among a form's errors, as `attributes.3.value`; nothing where all is well there. */
export function messageAt(errors: object | undefined, path: string): string | undefined {
  const found: unknown = get(errors, path);
  const message = typeof found === "object" && found !== null && "message" in found ? found.message : undefined;
  return typeof message === "string" ? message : undefined;
}
