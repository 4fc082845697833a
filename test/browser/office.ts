import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { onRequest } from "../../back-office/functions/api/[[path]].ts";
import { backOfficeFolder, buildBackOffice } from "../../scripts/back-office.ts";

const kinds: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/** The back office, built and served as Pages does: its files with their headers, and its function before the store. */
export class Office {
  readonly url: string;
  readonly #close: () => void;

  private constructor(url: string, close: () => void) {
    this.url = url;
    this.#close = close;
  }

  /** @param storeUrl the store that the binding leads to */
  static async open(storeUrl: string): Promise<Office> {
    await buildBackOffice();
    const policy = /^ {2}Content-Security-Policy: (.*)$/m.exec(
      await readFile(`${backOfficeFolder}/dist/_headers`, "utf8"),
    )?.[1];
    if (!policy) throw new Error("The back office is served without a content security policy.");
    const server = createServer((asked, answer) => {
      const toStore = /^\/(api|media)\//.test(asked.url ?? "");
      (toStore ? handOver(asked, answer, storeUrl) : serveFile(asked, answer, policy)).catch((failure: unknown) => {
        answer.statusCode = 500;
        answer.end(String(failure));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new Office(`http://127.0.0.1:${port}`, () => {
      server.closeAllConnections();
      server.close();
    });
  }

  close(): void {
    this.#close();
  }
}

async function serveFile(asked: IncomingMessage, answer: ServerResponse, policy: string): Promise<void> {
  const { pathname } = new URL(asked.url ?? "/", "http://office");
  const name = extname(pathname) ? pathname : "/index.html";
  const bytes = await readFile(`${backOfficeFolder}/dist${name}`);
  answer.writeHead(200, { "Content-Type": kinds[extname(name)] ?? "", "Content-Security-Policy": policy });
  answer.end(bytes);
}

/** Lets the function of the back office answer, the running store being what it is bound to. */
async function handOver(asked: IncomingMessage, answer: ServerResponse, storeUrl: string): Promise<void> {
  const body = asked.method === "GET" || asked.method === "HEAD" ? null : await buffer(asked);
  const headers = Object.entries(asked.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const request = new Request(new URL(asked.url ?? "/", "http://office"), {
    method: asked.method ?? "GET",
    headers: headers.filter(([name]) => !["host", "connection", "content-length"].includes(name)),
    body,
  });
  const store = {
    fetch: (handed: Request) =>
      fetch(new URL(new URL(handed.url).pathname + new URL(handed.url).search, storeUrl), handed),
  };
  const answered = await onRequest({ request, env: { STORE: store } });
  // What was packed for the way here is unpacked already.
  const kept = [...answered.headers].filter(
    ([name]) => !["content-encoding", "content-length", "transfer-encoding"].includes(name),
  );
  answer.writeHead(answered.status, Object.fromEntries(kept));
  Readable.from(Buffer.from(await answered.arrayBuffer())).pipe(answer);
}
