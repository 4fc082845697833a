/** Settings that a store may leave out; everything in wrangler.toml is typed by `npm run types`. */
interface Env {
  /** With it the checkout offers Stripe. */
  STRIPE_SECRET_KEY?: string;
  /** Signs Stripe's webhooks; needed beside the key. While it is being changed: the new and the old one, a comma between them. */
  STRIPE_WEBHOOK_SECRET?: string;
  /** Another address of Stripe's API, `http://127.0.0.1:12111`; the tests' fake listens there. */
  STRIPE_API_URL?: string;
  /** With it the checkout offers Paystack; it signs Paystack's webhooks, too. */
  PAYSTACK_SECRET_KEY?: string;
  /** With both the checkout offers PayPal. */
  PAYPAL_CLIENT_ID?: string;
  PAYPAL_CLIENT_SECRET?: string;
  /** The id of the webhook in PayPal's dashboard: part of what PayPal signs. */
  PAYPAL_WEBHOOK_ID?: string;
  /** Which PayPal is meant; the sandbox where it is left out. */
  PAYPAL_MODE?: "live" | "sandbox";
  /** With it mail goes through Resend; without it a local store keeps its mail in its own mailbox. */
  RESEND_API_KEY?: string;
  /** Who mail comes from, `Souk <orders@example.com>`; needed beside the key, of a domain that Resend has verified. */
  MAIL_FROM?: string;
  /** Where the store writes to its staff, of goods that run low; without it nobody is written to. */
  STAFF_MAIL_TO?: string;
  /** With it methods that are priced live ask Shippo what carriers take; without it their own prices stand in. */
  SHIPPO_API_KEY?: string;
  /** The media bucket's S3 address, `https://<account>.r2.cloudflarestorage.com/souk-media`: large pictures are sent straight to it. */
  MEDIA_S3_URL?: string;
  /** An R2 API token that may write objects of that bucket, and its secret; needed beside the address. */
  MEDIA_S3_ACCESS_KEY_ID?: string;
  MEDIA_S3_SECRET_ACCESS_KEY?: string;
}
