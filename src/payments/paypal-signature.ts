import { createVerify, X509Certificate } from "node:crypto";
import { crc32 } from "node:zlib";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { liveSecrets } from "./secrets.ts";

/** Certificates change seldom. Seconds. */
const certificateLife = 60 * 60;
const certificates = new Warm<X509Certificate>(certificateLife, 8);

/** How long PayPal may take to hand its certificate over. Milliseconds. */
const deadline = 5_000;

/** Messages sent longer ago are refused, so that a recorded one cannot be played again; PayPal repeats for three days. Seconds. */
const oldest = 4 * 24 * 60 * 60;

/**
 * Verifies a webhook by PayPal's certificate: RSA with SHA-256 over `id|time|webhook id|CRC-32 of the raw body`. The certificate's
 * address comes with the message, so it is only believed of PayPal's own host.
 * @see https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod
 * @throws invalid-signature
 */
export async function verifyPaypalWebhook(store: Store, body: string, headers: Headers): Promise<void> {
  const told = (name: string): string => headers.get(`paypal-${name}`) ?? "";
  const [id, time] = [told("transmission-id"), told("transmission-time")];
  const webhookIds = liveSecrets(store.env.PAYPAL_WEBHOOK_ID);
  if (webhookIds.length === 0) throw refused("PAYPAL_WEBHOOK_ID is not set, so nothing can be verified.");
  if (!id || told("auth-algo") !== "SHA256withRSA") throw refused("It is not signed as PayPal signs.");
  const age = (store.now().getTime() - Date.parse(time)) / 1000;
  if (!(age < oldest)) throw refused("It was sent too long ago.");
  const certificate = await certificateAt(store, told("cert-url"));
  const signed = webhookIds.some((webhookId) =>
    createVerify("RSA-SHA256")
      .update(`${id}|${time}|${webhookId}|${crc32(body)}`)
      .verify(certificate.publicKey, told("transmission-sig"), "base64"),
  );
  if (!signed) throw refused("The signature does not fit the body.");
}

async function certificateAt(store: Store, address: string): Promise<X509Certificate> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== "https:" || !/^api(-m)?(\.sandbox)?\.paypal\.com$/.test(url.host)) {
    throw refused("Its certificate is not PayPal's.");
  }
  const now = store.now().getTime();
  const known = certificates.get(url.href, now) ?? (await fetchCertificate(store, url));
  if (now < Date.parse(known.validFrom) || now > Date.parse(known.validTo))
    throw refused("Its certificate is out of date.");
  certificates.set(url.href, known, now);
  return known;
}

async function fetchCertificate(store: Store, url: URL): Promise<X509Certificate> {
  const answer = await store.fetch(url.href, { redirect: "manual", signal: AbortSignal.timeout(deadline) });
  if (!answer.ok) throw new Error(`PayPal's certificate could not be read: ${answer.status}`);
  return new X509Certificate(await answer.text());
}

function refused(detail: string): DomainError {
  return new DomainError("invalid-signature", detail);
}
