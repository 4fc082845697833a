/** The words of a failure and of what caused it: drizzle wraps the database's own message, which names the broken rule. */
export function failureText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause ? `${thrown.message} ${failureText(thrown.cause)}` : thrown.message;
}
