import type { LetterWords } from "./en.ts";

/** What the shop writes in its letters, in French. */
export const fr: LetterWords = {
  hello: (name) => `Bonjour ${name}`,
  number: (number) => `Commande ${number}`,
  whyOrder: (store) => `Vous recevez ce message parce que vous avez commandé chez ${store}.`,
  notWorking: "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :",
  seeOrder: "Voir votre commande",
  goods: {
    subtotal: "Sous-total",
    reductions: "Remises",
    shipping: "Livraison",
    free: "Gratuit",
    tax: "TVA et taxes",
    total: "Total",
    taxWithin: "Dont taxes",
    saved: "Vous économisez",
    gift: "Cadeau",
    waiting: (units, date) => `Expédition d’ici le ${date} : ${units}`,
  },
  destination: {
    goes: "Livré à",
    pickupAt: "À retirer chez",
    pickup: "À retirer dans notre boutique",
    by: (name) => `Par ${name}`,
  },
  confirmation: {
    subject: (number) => `Votre commande ${number} est confirmée`,
    title: "Merci, c’est à vous.",
    paid: (total) => `Nous avons bien reçu votre paiement de ${total}.`,
    held: (total) =>
      `${total} sont réservés pour nous auprès du service de paiement et seront débités au départ de votre commande.`,
    atTheDoor: (total) => `Vous payez ${total} à la remise.`,
    sending: "Nous préparons votre commande et vous écrirons dès qu’elle partira.",
    pickup: "Nous préparons tout pour vous et vous écrirons dès que ce sera prêt à être retiré.",
  },
  transfer: {
    subject: (number) => `Comment payer votre commande ${number}`,
    title: "Elle est mise de côté pour vous.",
    ask: (amount, until) =>
      `Veuillez virer ${amount} pour que la somme arrive avant le ${until}. Nous expédions dès qu’elle est là.`,
    holder: (name) => `Bénéficiaire : ${name}`,
    iban: (number) => `IBAN : ${number}`,
    bic: (code) => `BIC : ${code}`,
    bank: (name) => `Banque : ${name}`,
    reference: (reference) => `Référence : ${reference}`,
    exactly: "Indiquez la référence exactement ainsi : c’est elle qui nous permet de retrouver votre paiement.",
  },
  dispatched: {
    subject: (number) => `Votre commande ${number} est en route`,
    title: "Elle est en route.",
    left: "Votre commande a quitté notre maison.",
    parcel: (carrier, tracking) => `Votre colis est parti avec ${carrier}, sous le numéro ${tracking}.`,
    follow: "Suivre le colis",
    partSubject: (number) => `Une partie de votre commande ${number} est en route`,
    partTitle: "Une partie est en route.",
    part: (held) => `Dans ce colis : ${held}. Le reste suit.`,
  },
  edited: {
    subject: (number) => `Votre commande ${number} a été modifiée`,
    title: "Votre commande a été modifiée.",
    now: (total, before) => `Elle s’élève maintenant à ${total}, au lieu de ${before}.`,
    owed: (owed) => `Il reste ${owed} à payer.`,
    back: (amount) => `${amount} vous sont remboursés.`,
    pay: (owed) => `Payer ${owed}`,
  },
  ready: {
    subject: (number) => `Votre commande ${number} est prête à être retirée`,
    title: "Elle vous attend.",
    waits: (number) => `Votre commande vous attend dans notre boutique. Munissez-vous de son numéro : ${number}.`,
    waitsAt: (place, number) => `Votre commande vous attend ici : ${place}. Munissez-vous de son numéro : ${number}.`,
  },
  partPaid: {
    subject: (number) => `Une partie du paiement de la commande ${number} est arrivée`,
    title: "Une partie est là, merci.",
    received: (amount, owed) => `Nous avons reçu ${amount}. Il reste ${owed} à payer.`,
    until: (until) =>
      `Nous gardons tout pour vous jusqu’au ${until} ; ensuite, la commande est abandonnée et ce qui est arrivé vous est rendu.`,
  },
  goodsHere: {
    subject: (number) => `Tout est arrivé pour votre commande ${number}`,
    title: "Tout est là.",
    sending: "Ce qui manquait est arrivé. Nous préparons votre commande et vous écrivons dès qu’elle part.",
    pickup: "Ce qui manquait est arrivé. Nous rassemblons le tout et vous écrivons dès que vous pouvez le retirer.",
  },
  lowStock: {
    subject: (sku) => `${sku} s’épuise`,
    title: (sku) => `${sku} s’épuise.`,
    left: (available, bound) => `Il en reste ${available} à vendre ; vous voulez le savoir à partir de ${bound}.`,
    why: (store) => `${store} l’écrit à son équipe. STAFF_MAIL_TO dit à qui.`,
  },
  reminder: {
    subject: (number) => `Votre commande ${number} n’est pas encore payée`,
    title: "Encore à vous pour un petit moment.",
    until: (until) =>
      `Nous avons tout mis de côté pour vous, mais aucun paiement n’est arrivé. Nous le gardons jusqu’au ${until} ; ensuite, d’autres pourront l’acheter.`,
    pay: (total) => `Payer ${total}`,
  },
  payLink: {
    subject: (number) => `Votre commande ${number} peut être payée`,
    title: "Voici ce que nous avons préparé pour vous.",
    until: (until) =>
      `Regardez si tout vous convient et payez quand vous le souhaitez. Nous gardons le tout pour vous jusqu’au ${until} ; ensuite, d’autres pourront l’acheter.`,
  },
  failed: {
    subject: (number) => `Le paiement de la commande ${number} n’a pas abouti`,
    title: "Le paiement n’a pas abouti.",
    notCharged: (amount) =>
      `Les ${amount} n’ont pas été débités, et votre commande reste de côté pour vous. Réessayez, ou payez autrement.`,
    again: "Réessayer",
  },
  expired: {
    subject: (number) => `Votre commande ${number} n’a pas été payée à temps`,
    title: "Nous avons dû la remettre en vente.",
    gone: "Aucun paiement n’est arrivé pour votre commande : tout est de retour en rayon. Rien ne vous a été débité. Si vous le souhaitez toujours, vous pouvez commander à nouveau.",
    shop: "Retour à la boutique",
  },
  cancelled: {
    subject: (number) => `Votre commande ${number} est annulée`,
    title: "Votre commande est annulée.",
    back: "Si vous avez déjà payé, l’argent repart par le même chemin, et nous vous écrirons à ce moment-là.",
  },
  refunded: {
    subject: (refunded) => `Remboursement de ${refunded} en route`,
    title: (refunded) => `Nous vous avons remboursé ${refunded}.`,
    slow: "L’argent repart par où il est venu. Les banques mettent jusqu’à dix jours ouvrés à l’afficher.",
  },
  confirmAddress: {
    subject: (store) => `Confirmez votre adresse pour ${store}`,
    title: "Est-ce bien votre adresse ?",
    text: "Confirmez-la, et votre compte est ouvert. Le lien sert une seule fois, pendant un jour.",
    button: "Confirmer mon adresse",
    why: (store) =>
      `Quelqu’un a ouvert un compte chez ${store} avec cette adresse. Si ce n’était pas vous, ne faites rien : sans le lien, il n’y a pas de compte.`,
  },
  signupRepeated: {
    subject: (store) => `Vous avez déjà un compte chez ${store}`,
    title: "Vous avez déjà un compte.",
    text: "Quelqu’un, peut-être vous, a voulu en ouvrir un autre avec cette adresse. Connectez-vous avec votre mot de passe, ou choisissez-en un nouveau.",
    button: "Se connecter",
    forgot: "Choisir un nouveau mot de passe",
    why: "Si ce n’était pas vous, ne faites rien : rien n’a changé.",
  },
  passwordReset: {
    subject: (store) => `Un nouveau mot de passe pour ${store}`,
    title: "Choisissez un nouveau mot de passe.",
    text: "Le lien sert une seule fois, pendant une heure. Il vous déconnecte partout ailleurs.",
    button: "Choisir un mot de passe",
    why: "Quelqu’un l’a demandé avec votre adresse. Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
  },
};
