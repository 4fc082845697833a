/**
 * JSON with the names of each object in order: two things are the same when theirs is. How lines end makes no difference, for
 * files have one way of it.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === "string") return each.replace(/\r\n?/g, "\n");
    return typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each;
  });
}
