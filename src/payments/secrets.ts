/**
 * The secrets that a setting holds: one, or while it is being changed the new and the old one, with a blank or a comma between them.
 * @see https://docs.stripe.com/webhooks#roll-endpoint-secrets
 */
export function liveSecrets(setting: string | undefined): string[] {
  return (setting ?? "").split(/[\s,]+/).filter(Boolean);
}
