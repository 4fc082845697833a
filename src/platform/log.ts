/**
 * Structured logs: one JSON object a line, a stable `event` name, ids and numbers. Never a name, an address, an e-mail, a
 * token or a body: logs hold no personal data.
 */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** A failure nobody expected; the stack goes with it. */
  error(event: string, thrown: unknown, fields?: LogFields): void;
}

/** A log whose lines all carry `base` (trace id, request id, queue). */
export function makeLog(base: LogFields): Log {
  const write = (level: "info" | "warn" | "error", event: string, fields: LogFields): void => {
    // biome-ignore lint/suspicious/noConsole: the console is where the platform collects structured logs
    console[level](JSON.stringify({ level, event, ...base, ...fields }));
  };
  return {
    info: (event, fields = {}) => write("info", event, fields),
    warn: (event, fields = {}) => write("warn", event, fields),
    error: (event, thrown, fields = {}) =>
      write("error", event, {
        ...fields,
        error: thrown instanceof Error ? thrown.message : String(thrown),
        stack: thrown instanceof Error ? thrown.stack : undefined,
      }),
  };
}
