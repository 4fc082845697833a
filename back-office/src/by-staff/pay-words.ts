interface PayWords {
  /** In the choice of ways to pay. */
  choice: string;
  /** On the button that places the order. */
  action: string;
  /** What is told once it is placed. */
  done: (email: string) => string;
  /** Whether the buyer gets the link. */
  link: boolean;
  /** Whether the order waits for its money. */
  waits: boolean;
}

const byHand: Record<string, PayWords> = {
  manual: {
    choice: "The money is here already",
    action: "Place it as paid",
    done: (email) => `It is placed and paid. ${email} gets the confirmation.`,
    ...{ link: false, waits: false },
  },
  cash_on_delivery: {
    choice: "Cash on delivery",
    action: "Place it, to be paid at the door",
    done: (email) => `It is placed and may leave. ${email} gets the confirmation.`,
    ...{ link: false, waits: false },
  },
  bank_transfer: {
    choice: "Bank transfer",
    action: "Place it and send the account",
    done: (email) => `It is placed. ${email} is told where the money goes.`,
    ...{ link: false, waits: false },
  },
};

const names: Record<string, string> = { test: "the test gateway", paypal: "PayPal" };

/** What is said of a way to pay; a service is paid by the link. */
export function payWords(provider: string): PayWords {
  const name = names[provider] ?? provider.charAt(0).toUpperCase() + provider.slice(1);
  return (
    byHand[provider] ?? {
      choice: `By a link, at ${name}`,
      action: "Place it and send the link",
      done: (email) => `It is placed. The link to pay is on its way to ${email}.`,
      ...{ link: true, waits: true },
    }
  );
}
