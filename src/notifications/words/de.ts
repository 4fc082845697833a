import type { LetterWords } from "./en.ts";

/** What the shop writes in its letters, in German. */
export const de: LetterWords = {
  hello: (name) => `Guten Tag, ${name}`,
  number: (number) => `Bestellung ${number}`,
  whyOrder: (store) => `Sie bekommen diese Mail, weil Sie bei ${store} bestellt haben.`,
  notWorking: "Falls der Knopf nicht geht, kopieren Sie diese Adresse in Ihren Browser:",
  seeOrder: "Bestellung ansehen",
  goods: {
    subtotal: "Zwischensumme",
    reductions: "Nachlässe",
    shipping: "Versand",
    free: "Kostenlos",
    tax: "Steuer",
    total: "Gesamt",
    taxWithin: "Darin enthaltene Steuer",
    saved: "Sie sparen",
    gift: "Geschenk",
    waiting: (units, date) => `Versand bis zum ${date}: ${units}`,
  },
  destination: {
    goes: "Geht an",
    pickupAt: "Abzuholen bei",
    pickup: "Abzuholen in unserem Laden",
    by: (name) => `Von ${name}`,
  },
  confirmation: {
    subject: (number) => `Ihre Bestellung ${number} ist bestätigt`,
    title: "Danke, es gehört Ihnen.",
    paid: (total) => `Ihre Zahlung über ${total} ist da.`,
    held: (total) =>
      `${total} sind beim Zahlungsdienst für uns vorgemerkt und werden abgebucht, wenn Ihre Bestellung abgeht.`,
    atTheDoor: (total) => `Sie zahlen ${total} bei der Übergabe.`,
    sending: "Wir packen Ihre Bestellung jetzt und melden uns, sobald sie abgeht.",
    pickup: "Wir stellen alles für Sie zusammen und melden uns, sobald es zur Abholung bereitliegt.",
  },
  transfer: {
    subject: (number) => `So bezahlen Sie Ihre Bestellung ${number}`,
    title: "Es liegt für Sie zurück.",
    ask: (amount, until) =>
      `Bitte überweisen Sie ${amount}, sodass der Betrag bis ${until} da ist. Wir versenden, sobald er eingegangen ist.`,
    holder: (name) => `Empfänger: ${name}`,
    iban: (number) => `IBAN: ${number}`,
    bic: (code) => `BIC: ${code}`,
    bank: (name) => `Bank: ${name}`,
    reference: (reference) => `Verwendungszweck: ${reference}`,
    exactly: "Geben Sie den Verwendungszweck genau so an: Daran erkennen wir Ihre Zahlung.",
  },
  dispatched: {
    subject: (number) => `Ihre Bestellung ${number} ist unterwegs`,
    title: "Es ist unterwegs.",
    left: "Ihre Bestellung hat unser Haus verlassen.",
    parcel: (carrier, tracking) =>
      `Ihr Paket hat unser Haus mit ${carrier} verlassen, unter der Sendungsnummer ${tracking}.`,
    follow: "Paket verfolgen",
    partSubject: (number) => `Ein Teil Ihrer Bestellung ${number} ist unterwegs`,
    partTitle: "Ein Teil ist unterwegs.",
    part: (held) => `In diesem Paket: ${held}. Der Rest folgt.`,
  },
  edited: {
    subject: (number) => `Ihre Bestellung ${number} wurde geändert`,
    title: "Ihre Bestellung wurde geändert.",
    now: (total, before) => `Sie kostet jetzt ${total} statt ${before}.`,
    owed: (owed) => `Davon sind noch ${owed} zu bezahlen.`,
    back: (amount) => `${amount} gehen an Sie zurück.`,
    pay: (owed) => `${owed} bezahlen`,
  },
  ready: {
    subject: (number) => `Ihre Bestellung ${number} liegt zur Abholung bereit`,
    title: "Es liegt für Sie bereit.",
    waits: (number) => `Ihre Bestellung wartet in unserem Laden. Bringen Sie die Bestellnummer mit: ${number}.`,
    waitsAt: (place, number) => `Ihre Bestellung wartet hier: ${place}. Bringen Sie die Bestellnummer mit: ${number}.`,
  },
  partPaid: {
    subject: (number) => `Ein Teil der Zahlung für Bestellung ${number} ist da`,
    title: "Ein Teil ist da, danke.",
    received: (amount, owed) => `Wir haben ${amount} von Ihnen bekommen. ${owed} fehlen noch.`,
    until: (until) =>
      `Wir behalten alles bis ${until} für Sie; danach wird die Bestellung aufgegeben, und was gekommen ist, geht an Sie zurück.`,
  },
  goodsHere: {
    subject: (number) => `Alles aus Ihrer Bestellung ${number} ist da`,
    title: "Alles ist da.",
    sending:
      "Was noch fehlte, ist eingetroffen. Wir packen Ihre Bestellung jetzt und schreiben wieder, wenn sie unterwegs ist.",
    pickup:
      "Was noch fehlte, ist eingetroffen. Wir stellen alles zusammen und schreiben wieder, wenn es zur Abholung bereitliegt.",
  },
  lowStock: {
    subject: (sku) => `${sku} geht zur Neige`,
    title: (sku) => `${sku} geht zur Neige.`,
    left: (available, bound) => `Es sind noch ${available} zu verkaufen; Sie wollen es ab ${bound} wissen.`,
    why: (store) => `${store} schreibt das an die Mitarbeitenden. An wen, steht in STAFF_MAIL_TO.`,
  },
  reminder: {
    subject: (number) => `Ihre Bestellung ${number} ist noch nicht bezahlt`,
    title: "Noch eine kleine Weile für Sie zurückgelegt.",
    until: (until) =>
      `Wir haben alles für Sie zurückgelegt, aber noch keine Zahlung bekommen. Wir behalten es bis ${until}; danach können es andere kaufen.`,
    pay: (total) => `${total} bezahlen`,
  },
  payLink: {
    subject: (number) => `Ihre Bestellung ${number} kann bezahlt werden`,
    title: "Das haben wir für Sie zusammengestellt.",
    until: (until) =>
      `Sehen Sie alles in Ruhe durch und bezahlen Sie, wenn es passt. Wir halten alles bis ${until} für Sie zurück; danach können es andere kaufen.`,
  },
  failed: {
    subject: (number) => `Die Zahlung für Bestellung ${number} hat nicht geklappt`,
    title: "Die Zahlung hat nicht geklappt.",
    notCharged: (amount) =>
      `Die ${amount} wurden nicht abgebucht, und Ihre Bestellung ist weiter für Sie zurückgelegt. Versuchen Sie es noch einmal, oder zahlen Sie auf anderem Weg.`,
    again: "Noch einmal versuchen",
  },
  expired: {
    subject: (number) => `Ihre Bestellung ${number} wurde nicht rechtzeitig bezahlt`,
    title: "Wir mussten sie freigeben.",
    gone: "Für Ihre Bestellung kam keine Zahlung, deshalb liegt alles wieder im Regal. Ihnen wurde nichts berechnet. Wenn Sie es noch möchten, bestellen Sie gern noch einmal.",
    shop: "Zurück zum Laden",
  },
  cancelled: {
    subject: (number) => `Ihre Bestellung ${number} ist storniert`,
    title: "Ihre Bestellung ist storniert.",
    back: "Falls Sie schon bezahlt haben, geht das Geld denselben Weg zurück, und wir melden uns, wenn es so weit ist.",
  },
  refunded: {
    subject: (refunded) => `${refunded} sind auf dem Weg zu Ihnen zurück`,
    title: (refunded) => `${refunded} sind auf dem Rückweg.`,
    slow: "Das Geld geht den Weg zurück, den es gekommen ist. Banken brauchen bis zu zehn Werktage, um es zu zeigen.",
  },
  confirmAddress: {
    subject: (store) => `Bestätigen Sie Ihre Adresse für ${store}`,
    title: "Ist das Ihre Adresse?",
    text: "Bestätigen Sie sie, und Ihr Konto ist offen. Der Link gilt einmal, einen Tag lang.",
    button: "Adresse bestätigen",
    why: (store) =>
      `Jemand hat bei ${store} mit dieser Adresse ein Konto eröffnet. Waren Sie es nicht, tun Sie nichts: Ohne den Link gibt es kein Konto.`,
  },
  signupRepeated: {
    subject: (store) => `Sie haben bei ${store} schon ein Konto`,
    title: "Sie haben schon ein Konto.",
    text: "Jemand, vielleicht Sie, wollte mit dieser Adresse noch eines eröffnen. Melden Sie sich mit Ihrem Passwort an, oder wählen Sie ein neues.",
    button: "Anmelden",
    forgot: "Neues Passwort wählen",
    why: "Waren Sie es nicht, tun Sie nichts: Es hat sich nichts geändert.",
  },
  passwordReset: {
    subject: (store) => `Ein neues Passwort für ${store}`,
    title: "Wählen Sie ein neues Passwort.",
    text: "Der Link gilt einmal, eine Stunde lang. Überall sonst werden Sie abgemeldet.",
    button: "Passwort wählen",
    why: "Jemand hat das mit Ihrer Adresse angefordert. Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.",
  },
};
