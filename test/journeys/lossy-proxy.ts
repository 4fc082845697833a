import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to the store on which some answers are lost. */
export interface LossyProxy {
  url: string;
  /** How many answers were lost so far: the store had done what it was asked for. */
  lost(): number;
  close(): Promise<void>;
}

/**
 * Hands every request on, and breaks the connection in place of every so many-th answer, when the store has given it.
 * @param every of how many answers one is lost; null: none
 */
export async function lossyProxy(storeUrl: string, every: number | null): Promise<LossyProxy> {
  const { hostname, port } = new URL(storeUrl);
  let [answers, lost] = [0, 0];
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      if (every !== null && ++answers % every === 0) {
        lost++;
        answer.resume();
        answer.once("end", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    lost: () => lost,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
