import { base } from "./base.ts";
import { ApiFailure, failureFrom, failureOf, noConnection } from "./failure.ts";
import { currentSession, endSession, renewSession, sessionOver } from "./session.ts";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  body?: unknown;
  /** The `ETag` that was read with what is being changed. */
  ifMatch?: string;
  /** Sends an Idempotency-Key, and the same key again where the connection broke before the answer came. */
  once?: boolean;
  /** For the sign-in itself, which carries no token. */
  anonymous?: boolean;
}

export interface Answer<Body> {
  body: Body;
  etag: string;
}

/** Calls the store's API as the person signed in. @throws ApiFailure for everything that is not a success */
export async function call<Body>(path: string, request: Call = {}): Promise<Answer<Body>> {
  const { method = "GET", query, body, ifMatch, once, anonymous } = request;
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (ifMatch) headers.set("If-Match", ifMatch);
  if (once) headers.set("Idempotency-Key", crypto.randomUUID());
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const send = () => reach(address(path, query), init, { again: once === true || method === "GET" });

  const answer = anonymous ? await send() : await signed(headers, send);
  if (!answer.ok) throw await failureFrom(answer);
  const text = await answer.text();
  return { body: (text ? JSON.parse(text) : undefined) as Body, etag: answer.headers.get("etag") ?? "" };
}

/**
 * Uploads a form with a file. XMLHttpRequest, since fetch cannot tell how much has gone out.
 * @param onProgress told the share that has been sent, 0 to 1
 */
export async function upload<Body>(path: string, form: FormData, onProgress: (share: number) => void): Promise<Body> {
  const key = crypto.randomUUID();
  const attempt = (token: string) => transfer(address(path), form, { token, key, onProgress });
  const session = currentSession();
  let answer = await attempt(session?.access_token ?? "");
  if (answer.status === 401) answer = await attempt((await renewSession()).access_token);
  if (answer.status < 200 || answer.status > 299) {
    throw failureOf(answer.status, answer.getResponseHeader("content-type"), answer.responseText);
  }
  return JSON.parse(answer.responseText || "null") as Body;
}

/** Fetches a file as the person signed in. @throws ApiFailure for everything that is not a success */
export async function download(path: string): Promise<Blob> {
  const headers = new Headers();
  const answer = await signed(headers, () => reach(address(path), { headers }, { again: true }));
  if (!answer.ok) throw await failureFrom(answer);
  return answer.blob();
}

function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${base}${path}${search ? `?${search}` : ""}`;
}

/** Sends with the access token; where that has run out, renews it and sends once more. */
async function signed(headers: Headers, send: () => Promise<Response>): Promise<Response> {
  const session = currentSession();
  if (!session) throw new ApiFailure({ status: 401, code: "not-signed-in", detail: "Please sign in." });
  headers.set("Authorization", `Bearer ${session.access_token}`);
  const answer = await send();
  if (answer.status !== 401) return answer;
  const renewed = await renewSession();
  headers.set("Authorization", `Bearer ${renewed.access_token}`);
  const second = await send();
  if (second.status === 401) endSession(sessionOver());
  return second;
}

async function reach(url: string, init: RequestInit, { again }: { again: boolean }): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: "omit" });
  } catch {
    if (again) return reach(url, init, { again: false });
    throw noConnection();
  }
}

/**
 * Sends a file to an address that lets it in by itself, such as a signed one; no sign-in goes there.
 * @param onProgress told the share that has been sent, 0 to 1
 */
export async function sendFile(url: string, file: File, onProgress: (share: number) => void): Promise<void> {
  const answer = await carry("PUT", url, file, {}, onProgress);
  if (answer.status >= 200 && answer.status <= 299) return;
  throw new ApiFailure({
    status: answer.status,
    code: `http-${answer.status}`,
    detail:
      "The place for pictures did not take the file. Try it again; the address that it was sent to may have run out.",
  });
}

function transfer(
  url: string,
  form: FormData,
  { token, key, onProgress }: { token: string; key: string; onProgress: (share: number) => void },
): Promise<XMLHttpRequest> {
  const headers = { Accept: "application/json", Authorization: `Bearer ${token}`, "Idempotency-Key": key };
  return carry("POST", url, form, headers, onProgress);
}

function carry(
  method: "POST" | "PUT",
  url: string,
  body: FormData | File,
  headers: Record<string, string>,
  onProgress: (share: number) => void,
): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => resolve(request);
    request.onerror = () => reject(noConnection());
    request.send(body);
  });
}
