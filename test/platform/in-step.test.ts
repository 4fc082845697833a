import { describe, expect, it } from "vitest";
import { inStep } from "../../src/platform/http/in-step.ts";

/** A body of so many pieces of 64 KB, and how many of them were made. */
function longBody(pieces: number) {
  const made = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (made.pieces === pieces) return controller.close();
      made.pieces += 1;
      controller.enqueue(new Uint8Array(65_536).fill(made.pieces));
    },
  });
  return { body, made };
}

const sizeOf = async (stream: ReadableStream) => (await new Response(stream).arrayBuffer()).byteLength;
const soon = () => new Promise((resolve) => setTimeout(resolve, 100));

describe("a body that two read in step", () => {
  it("comes whole to both", async () => {
    const { first, second, whole } = inStep(longBody(40).body);
    expect(await Promise.all([sizeOf(first), sizeOf(second)])).toEqual([40 * 65_536, 40 * 65_536]);
    expect(await whole).toBe(true);
  });

  it("is made no faster than the slower of them takes it", async () => {
    const { body, made } = longBody(400);
    const { first, second, whole } = inStep(body);
    const quick = sizeOf(second);
    const slow = first.getReader();
    await slow.read();
    await soon();
    expect(made.pieces).toBeLessThan(10);
    while (!(await slow.read()).done);
    expect(await quick).toBe(400 * 65_536);
    expect(await whole).toBe(true);
  });

  it("goes on to the first when the second gives up, and says of neither that it was whole", async () => {
    const one = inStep(longBody(40).body);
    await one.second.cancel();
    expect(await sizeOf(one.first)).toBe(40 * 65_536);
    expect(await one.whole).toBe(false);

    const { body, made } = longBody(400);
    const other = inStep(body);
    const kept = sizeOf(other.second).then(
      () => "ended",
      () => "broken off",
    );
    const reader = other.first.getReader();
    await reader.read();
    await reader.cancel();
    expect(await kept).toBe("broken off");
    expect(await other.whole).toBe(false);
    expect(made.pieces).toBeLessThan(20);
  });
});
