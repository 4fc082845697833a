/** What the shop writes in its letters, in English. Amounts, moments and names come as they are to be read. */
export const en = {
  hello: (name: string) => `Hello ${name}`,
  number: (number: number) => `Order ${number}`,
  whyOrder: (store: string) => `You get this mail because you ordered at ${store}.`,
  notWorking: "If the button does not work, copy this into your browser:",
  seeOrder: "See your order",
  goods: {
    subtotal: "Subtotal",
    reductions: "Reductions",
    shipping: "Shipping",
    free: "Free",
    tax: "Tax",
    total: "Total",
    taxWithin: "With tax in it",
    saved: "You save",
    gift: "A gift",
    waiting: (units: number, date: string) => `Leaving by ${date}: ${units}`,
  },
  destination: {
    goes: "Goes to",
    pickupAt: "To be picked up at",
    pickup: "To be picked up at our shop",
    by: (name: string) => `By ${name}`,
  },
  confirmation: {
    subject: (number: number) => `Your order ${number} is confirmed`,
    title: "Thank you, it is yours.",
    paid: (total: string) => `We have your payment of ${total}.`,
    held: (total: string) =>
      `We have set ${total} aside on your account with the payment service, and take it when your order leaves.`,
    atTheDoor: (total: string) => `You pay ${total} when it is handed to you.`,
    sending: "We are packing your order now, and write again when it leaves.",
    pickup: "We put everything together for you and write again when it is ready to be picked up.",
  },
  transfer: {
    subject: (number: number) => `How to pay for your order ${number}`,
    title: "It is set aside for you.",
    ask: (amount: string, until: string) =>
      `Please transfer ${amount} so that it arrives by ${until}. We send your order as soon as it is there.`,
    holder: (name: string) => `To: ${name}`,
    iban: (number: string) => `IBAN: ${number}`,
    bic: (code: string) => `BIC: ${code}`,
    bank: (name: string) => `Bank: ${name}`,
    reference: (reference: string) => `Reference: ${reference}`,
    exactly: "Write the reference exactly so: it is how we find your payment.",
  },
  dispatched: {
    subject: (number: number) => `Your order ${number} is on its way`,
    title: "It is on its way.",
    left: "Your order has left our house.",
    parcel: (carrier: string, tracking: string) =>
      `Your parcel has left our house with ${carrier}, under the number ${tracking}.`,
    follow: "Follow the parcel",
    partSubject: (number: number) => `A part of your order ${number} is on its way`,
    partTitle: "A part is on its way.",
    part: (held: string) => `In this parcel: ${held}. The rest follows.`,
  },
  edited: {
    subject: (number: number) => `Your order ${number} was changed`,
    title: "Your order was changed.",
    now: (total: string, before: string) => `It now comes to ${total}, in place of ${before}.`,
    owed: (owed: string) => `${owed} of it is still to be paid.`,
    back: (amount: string) => `${amount} goes back to you.`,
    pay: (owed: string) => `Pay ${owed}`,
  },
  ready: {
    subject: (number: number) => `Your order ${number} is ready to be picked up`,
    title: "It is ready for you.",
    waits: (number: number) => `Your order waits at our shop. Bring its number, ${number}.`,
    waitsAt: (place: string, number: number) => `Your order waits at ${place}. Bring its number, ${number}.`,
  },
  partPaid: {
    subject: (number: number) => `A part of the payment for order ${number} has come`,
    title: "A part is here, thank you.",
    received: (amount: string, owed: string) => `We have ${amount} of yours. ${owed} is still to come.`,
    until: (until: string) =>
      `We keep everything for you until ${until}; after that the order is given up, and what came goes back to you.`,
  },
  goodsHere: {
    subject: (number: number) => `Everything of your order ${number} is here`,
    title: "Everything is here.",
    sending: "What was still to come has arrived. We are packing your order now, and write again when it leaves.",
    pickup:
      "What was still to come has arrived. We put everything together and write again when it is ready to be picked up.",
  },
  lowStock: {
    subject: (sku: string) => `${sku} runs low`,
    title: (sku: string) => `${sku} runs low.`,
    left: (available: number, bound: number) =>
      `There are ${available} left to be sold; you want to know from ${bound} down.`,
    why: (store: string) => `${store} writes this to its staff. STAFF_MAIL_TO says to whom.`,
  },
  reminder: {
    subject: (number: number) => `Your order ${number} is not paid yet`,
    title: "Still yours, for a little while.",
    until: (until: string) =>
      `We have set everything aside for you, but there is no payment yet. We keep it until ${until}; after that others may buy it.`,
    pay: (total: string) => `Pay ${total}`,
  },
  payLink: {
    subject: (number: number) => `Your order ${number} is ready to be paid`,
    title: "We have put this together for you.",
    until: (until: string) =>
      `Look it over and pay when you are ready. We keep everything for you until ${until}; after that others may buy it.`,
  },
  failed: {
    subject: (number: number) => `The payment for order ${number} did not go through`,
    title: "The payment did not go through.",
    notCharged: (amount: string) =>
      `You have not been charged the ${amount}, and your order is still set aside for you. Try again, or pay another way.`,
    again: "Try again",
  },
  expired: {
    subject: (number: number) => `Your order ${number} was not paid in time`,
    title: "We had to let it go.",
    gone: "No payment came for your order, so we put everything back on the shelf. You have not been charged. If you still want it, you are welcome to order again.",
    shop: "Back to the shop",
  },
  cancelled: {
    subject: (number: number) => `Your order ${number} is cancelled`,
    title: "Your order is cancelled.",
    back: "If you paid already, the money goes back the way it came, and we write again when it does.",
  },
  refunded: {
    subject: (refunded: string) => `${refunded} is on its way back to you`,
    title: (refunded: string) => `${refunded} is on its way back.`,
    slow: "The money goes back the way it came. Banks take up to ten working days to show it.",
  },
  confirmAddress: {
    subject: (store: string) => `Confirm your address for ${store}`,
    title: "Is this your address?",
    text: "Confirm it, and your account is open. The link works once, for a day.",
    button: "Confirm my address",
    why: (store: string) =>
      `Somebody opened an account at ${store} with this address. If it was not you, do nothing: without the link there is no account.`,
  },
  signupRepeated: {
    subject: (store: string) => `You have an account at ${store} already`,
    title: "You have an account already.",
    text: "Somebody, perhaps you, tried to open another with this address. Sign in with the password that you have, or choose a new one.",
    button: "Sign in",
    forgot: "Choose a new password",
    why: "If it was not you, do nothing: nothing has changed.",
  },
  passwordReset: {
    subject: (store: string) => `A new password for ${store}`,
    title: "Choose a new password.",
    text: "The link works once, for an hour. It signs you out everywhere else.",
    button: "Choose a password",
    why: "Somebody asked for this with your address. If it was not you, do nothing: your password stays as it is.",
  },
};

export type LetterWords = typeof en;
