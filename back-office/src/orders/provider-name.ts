const names: Record<string, string> = { manual: "by hand", test: "test gateway", paypal: "PayPal" };

/** Who took a payment, in words that go on in a sentence. */
export function providerName(provider: string): string {
  return names[provider] ?? provider.replaceAll("_", " ");
}
