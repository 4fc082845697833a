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

/** A log whose lines all carry `base` (trace id, request id, queue), which is asked for when there is a line to write. */
export function makeLog(base: () => LogFields): Log {
  const write = (level: "info" | "warn" | "error", event: string, fields: LogFields): void => {
    // biome-ignore lint/suspicious/noConsole: the console is where the platform collects structured logs
    console[level](JSON.stringify({ level, event, ...base(), ...fields }));
  };
  return {
    info: (event, fields = {}) => write("info", event, fields),
    warn: (event, fields = {}) => write("warn", event, fields),
    error: (event, thrown, fields = {}) =>
      write("error", event, {
        ...fields,
        error: causeOf(thrown),
        stack: thrown instanceof Error ? framesOf(thrown) : undefined,
      }),
  };
}

/** The innermost message: a wrapper's may repeat a query's parameters, and so an address or a name. */
function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  return thrown.cause instanceof Error ? causeOf(thrown.cause) : thrown.message;
}

/** Where it was thrown, without the message that the stack begins with. */
function framesOf(thrown: Error): string {
  return (thrown.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
