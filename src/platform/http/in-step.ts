/**
 * Two readers for one body, neither ahead of the other: what the slower one has not taken is not made, so that a body longer
 * than what a Worker holds passes through it. (`tee`, and so `Response.clone`, holds back for the slower all that the faster
 * has had.) Where the second gives up, the first goes on alone; where the first does, or the body breaks off, both end in an
 * error.
 * @returns the two, and whether the second had the whole of it, told once nothing more comes
 */
export function inStep(body: ReadableStream<Uint8Array>) {
  const [first, second] = [new IdentityTransformStream(), new IdentityTransformStream()];
  return { first: first.readable, second: second.readable, whole: pass(body, first.writable, second.writable) };
}

async function pass(
  body: ReadableStream<Uint8Array>,
  first: WritableStream<Uint8Array>,
  second: WritableStream<Uint8Array>,
): Promise<boolean> {
  const reader = body.getReader();
  const [main, side] = [first.getWriter(), second.getWriter()];
  let isAlone = false;
  const giveUp = () => {
    isAlone = true;
  };
  // Its end is told by what is written to it.
  side.closed.catch(giveUp);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      await Promise.all([main.write(value), isAlone ? null : side.write(value).catch(giveUp)]);
    }
    await Promise.all([main.close(), isAlone ? null : side.close().catch(giveUp)]);
    return !isAlone;
  } catch (thrown) {
    await Promise.allSettled([reader.cancel(thrown), main.abort(thrown), side.abort(thrown)]);
    return false;
  }
}
