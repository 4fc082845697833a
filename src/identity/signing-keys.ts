import { Buffer } from "node:buffer";
import { eq, isNull } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { type PublicKey, signingKeys } from "./tables.ts";

/**
 * The key pair behind access tokens (ES256). It is made when it is first needed and kept in CUSTOMERS, the private half
 * sealed with AES-GCM under a key derived from AUTH_SECRET. A private key that the present secret cannot open was sealed
 * under another one, which somebody replaced for a reason: such a key is retired, and its tokens with it.
 */
interface KeyPair {
  kid: string;
  publicJwk: PublicKey;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

/** Seconds an isolate keeps the keys; a retired key is good for that long at most. */
const keepKeys = 300;
/** Seconds in which an unknown key id is not looked up again, so that made-up ids do not reach the database. */
const keepMisses = 1;

const signing = new Warm<KeyPair>(keepKeys, 1);
const verifying = new Warm<CryptoKey>(keepKeys, 4);
const lastLook = new Warm<true>(keepMisses, 1);

/** The key that signs now. */
export async function signingKey(store: Store): Promise<KeyPair> {
  const warm = signing.get("now", store.now().getTime());
  if (warm) return warm;
  const pair = (await openStoredKey(store)) ?? (await makeKey(store));
  signing.set("now", pair, store.now().getTime());
  verifying.set(pair.kid, pair.publicKey, store.now().getTime());
  return pair;
}

/** The public key with this id, or null when it is not one that we accept. */
export async function verifyingKey(store: Store, kid: string): Promise<CryptoKey | null> {
  const now = store.now().getTime();
  const warm = verifying.get(kid, now);
  if (warm) return warm;
  if (lastLook.get("look", now)) return null;
  const row = await keyInUse(store);
  lastLook.set("look", true, now);
  if (!row) return null;
  const key = await importPublic(row.public_jwk);
  verifying.set(row.kid, key, now);
  return row.kid === kid ? key : null;
}

/** The public keys, as RFC 7517 has them. */
export async function publishedKeys(store: Store) {
  const { kid, publicJwk } = await signingKey(store);
  return [{ ...publicJwk, kid, use: "sig", alg: "ES256" }];
}

async function keyInUse(store: Store) {
  const [row] = await store.customers.select().from(signingKeys).where(isNull(signingKeys.retired_at)).limit(1);
  return row;
}

async function openStoredKey(store: Store): Promise<KeyPair | null> {
  const row = await keyInUse(store);
  if (!row) return null;
  const privateKey = await unseal(store, row.kid, row.sealed_private_key);
  if (!privateKey) {
    store.log.warn("signing-key.retired", { kid: row.kid, reason: "AUTH_SECRET has changed" });
    await store.customers.update(signingKeys).set({ retired_at: store.now() }).where(eq(signingKeys.kid, row.kid));
    return null;
  }
  return { kid: row.kid, publicJwk: row.public_jwk, publicKey: await importPublic(row.public_jwk), privateKey };
}

/** Makes a key, or finds the one that another request made a moment earlier. */
async function makeKey(store: Store): Promise<KeyPair> {
  const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const kid = store.newId("key");
  const { kty = "", crv = "", x = "", y = "" } = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
  await store.customers
    .insert(signingKeys)
    .values({
      kid,
      public_jwk: { kty, crv, x, y },
      sealed_private_key: await seal(store, kid, pair.privateKey),
      created_at: store.now(),
    })
    .onConflictDoNothing();
  const stored = await openStoredKey(store);
  if (!stored) throw new Error("The signing key that was just written cannot be opened.");
  return stored;
}

function importPublic(jwk: PublicKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("jwk", jwk, algorithm, true, ["verify"]);
}

async function sealingKey(store: Store): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(store.env.AUTH_SECRET);
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("souk signing key");
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** `nonce.ciphertext`, in base64; the key's id is bound to it. */
async function seal(store: Store, kid: string, key: CryptoKey): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = (await crypto.subtle.exportKey("pkcs8", key)) as ArrayBuffer;
  const additionalData = new TextEncoder().encode(kid);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await sealingKey(store), plain);
  return `${Buffer.from(iv).toString("base64")}.${Buffer.from(sealed).toString("base64")}`;
}

async function unseal(store: Store, kid: string, sealed: string): Promise<CryptoKey | null> {
  const [iv = "", text = ""] = sealed.split(".");
  const parameters = {
    name: "AES-GCM",
    iv: Buffer.from(iv, "base64"),
    additionalData: new TextEncoder().encode(kid),
  };
  const key = await sealingKey(store);
  const plain = await crypto.subtle.decrypt(parameters, key, Buffer.from(text, "base64")).catch((thrown: unknown) => {
    if (thrown instanceof Error && thrown.name === "OperationError") return null;
    throw thrown;
  });
  return plain && crypto.subtle.importKey("pkcs8", plain, algorithm, false, ["sign"]);
}
