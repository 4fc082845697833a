/** Settings that a store may leave out; everything in wrangler.toml is typed by `npm run types`. */
interface Env {
  /** With it the checkout offers Stripe, and no other provider. */
  STRIPE_SECRET_KEY?: string;
  /** Signs Stripe's webhooks; needed beside the key. */
  STRIPE_WEBHOOK_SECRET?: string;
  /** Another address of Stripe's API, `http://127.0.0.1:12111`; the tests' fake listens there. */
  STRIPE_API_URL?: string;
  /** With it mail goes through Resend; without it a local store keeps its mail in its own mailbox. */
  RESEND_API_KEY?: string;
  /** Who mail comes from, `Souk <orders@example.com>`; needed beside the key, of a domain that Resend has verified. */
  MAIL_FROM?: string;
}
