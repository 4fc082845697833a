import { hexOf } from "./bytes.ts";

/** W3C Trace Context: one trace id from a shopper's click to the last consumer. */
export interface Trace {
  /** 32 hexadecimal digits. */
  id: string;
  /** The header as it is passed on. */
  traceparent: string;
}

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Goes on with the caller's trace when its header is well formed, else begins one. */
export function continueTrace(traceparent: string | null | undefined): Trace {
  const given = traceparent ? form.exec(traceparent)?.[1] : undefined;
  const id = given && !/^0+$/.test(given) ? given : hex(16);
  return { id, traceparent: `00-${id}-${hex(8)}-01` };
}

function hex(length: number): string {
  const bytes = new Uint8Array(length);
  crypto.getRandomValues(bytes);
  return hexOf(bytes);
}
