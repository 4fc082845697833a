import { joinBytes } from "../../platform/bytes.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { whyNotPublic } from "./public-address.ts";

/** The largest picture that is fetched, in bytes: 20 MB. */
const largest = 20_000_000;
/** Redirects that are followed. */
const furthest = 5;
/** What a server has to answer within, and to hand the picture over. Milliseconds. */
const patience = 15_000;

const redirects = [301, 302, 303, 307, 308];

/** The server could not be reached, or had trouble of its own: it may be asked again. */
export class NotNow extends Error {}

/**
 * Fetches a picture from an address that somebody wrote into a file. Each address on the way is looked at before it is asked:
 * none may lead into a private network. What the bytes are, the pictures' own door looks at.
 * @throws refused-picture with the reason; NotNow where asking later may help
 */
export async function fetchPicture(store: Store, address: string): Promise<Uint8Array<ArrayBuffer>> {
  let url = address;
  for (let hop = 0; hop <= furthest; hop++) {
    const reason = await whyNotPublic(store, url);
    if (reason) throw refused(hop === 0 ? reason : `It leads on to ${url.slice(0, 200)}: ${reason}`);
    const answer = await ask(store, url);
    const next = answer.headers.get("location");
    if (redirects.includes(answer.status) && next) {
      await answer.body?.cancel();
      url = URL.parse(next, url)?.href ?? next;
      continue;
    }
    return readPicture(answer);
  }
  throw refused(`It leads on and on, more than ${furthest} times.`);
}

async function ask(store: Store, url: string): Promise<Response> {
  try {
    return await store.fetch(url, {
      redirect: "manual",
      headers: { accept: "image/*" },
      signal: AbortSignal.timeout(patience),
    });
  } catch (thrown) {
    throw new NotNow("The server of the picture cannot be reached.", { cause: thrown });
  }
}

async function readPicture(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const { status } = answer;
  if (status === 429 || status >= 500) {
    await answer.body?.cancel();
    throw new NotNow(`The server of the picture answers ${status}.`);
  }
  const type = answer.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const wrong = !answer.ok
    ? `The server of the picture answers ${status}.`
    : type !== "" && !type.startsWith("image/") && type !== "application/octet-stream"
      ? `It is ${type.slice(0, 60)} and no picture.`
      : Number(answer.headers.get("content-length") ?? 0) > largest
        ? tooLarge
        : null;
  if (wrong !== null || !answer.body) {
    await answer.body?.cancel();
    throw refused(wrong ?? "The answer is empty.");
  }
  return readAtMost(answer.body);
}

const tooLarge = `It is larger than ${largest / 1_000_000} MB.`;

/** Reads to the end, or until it is too much: what a server says of the length need not be so. */
async function readAtMost(body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > largest) throw refused(tooLarge);
      pieces.push(piece);
    }
  } catch (thrown) {
    if (thrown instanceof DomainError) throw thrown;
    throw new NotNow("The picture broke off on its way.", { cause: thrown });
  }
  return joinBytes(pieces);
}

function refused(reason: string): DomainError {
  return new DomainError("refused-picture", reason);
}
