import { expect, it } from "vitest";
import { Pace, pace } from "../../src/cart/pace.ts";

it("a cart takes so many changes in a window, says when to come back, and then takes as many again", () => {
  const counter = new Pace();
  for (let i = 0; i < pace.quota; i++) counter.count(1_000_000);
  expect(() => counter.count(1_000_000 + 20_000)).toThrow(
    expect.objectContaining({ code: "too-many-requests", extra: { retry_after: pace.window - 20 } }),
  );
  for (let i = 0; i < pace.quota; i++) counter.count(1_000_000 + pace.window * 1000);
});
