/** Bytes as V8 tells them: objects of the isolate, and what lies beside them, as buffers. */
interface HeapUsage {
  usedSize: number;
  totalSize: number;
  backingStorageSize?: number;
}

/** What an isolate held while it was watched. Megabytes. */
export interface HeapWatch {
  /** At most, with what nobody had collected yet. */
  peak_mb: number;
  /** At most where a collection had just been: the lowest of each {@link window}, of which the highest. */
  held_mb: number;
  /** Before it began, after a collection: the Worker's code, for the most part. */
  base_mb: number;
}

/** Milliseconds between two looks. */
const pace = 100;
/** Looks of which one at least follows a collection. */
const window = 30;

/** Watches the heap of a Worker by its inspector. @returns what ends the watch, and tells */
export async function watchHeap(inspector: URL, worker: string): Promise<() => Promise<HeapWatch>> {
  const targets = (await (await fetch(`http://${inspector.host}/json`)).json()) as {
    id: string;
    webSocketDebuggerUrl: string;
  }[];
  const target = targets.find(({ id, webSocketDebuggerUrl }) => `${id} ${webSocketDebuggerUrl}`.includes(worker));
  if (!target) throw new Error(`No inspector for ${worker}: ${JSON.stringify(targets)}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  const waiting = new Map<number, (result: unknown) => void>();
  let sent = 0;
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  const ask = <Result>(method: string): Promise<Result> => {
    const id = ++sent;
    return new Promise((resolve) => {
      waiting.set(id, (result) => resolve(result as Result));
      socket.send(JSON.stringify({ id, method }));
    });
  };
  const look = async (): Promise<number> => {
    const { usedSize, backingStorageSize = 0 } = await ask<HeapUsage>("Runtime.getHeapUsage");
    return (usedSize + backingStorageSize) / 1_000_000;
  };
  // The inspector collects, and never says that it has.
  void ask("HeapProfiler.collectGarbage");
  await new Promise((resolve) => setTimeout(resolve, 10 * pace));
  const base = await look();
  const looks: number[] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      looks.push(await look());
      await new Promise((resolve) => setTimeout(resolve, pace));
    }
  })();
  return async () => {
    over = true;
    await watching;
    socket.close();
    const lowest = looks.flatMap((_, index) =>
      index % window === 0 ? Math.min(...looks.slice(index, index + window)) : [],
    );
    const [peak, held] = [Math.max(base, ...looks), Math.max(base, ...lowest)];
    return { base_mb: Math.round(base), held_mb: Math.round(held), peak_mb: Math.round(peak) };
  };
}
