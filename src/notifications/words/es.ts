import type { LetterWords } from "./en.ts";

/** What the shop writes in its letters, in Spanish. */
export const es: LetterWords = {
  hello: (name) => `Hola, ${name}`,
  number: (number) => `Pedido ${number}`,
  whyOrder: (store) => `Recibe este mensaje porque ha hecho un pedido en ${store}.`,
  notWorking: "Si el botón no funciona, copie esta dirección en su navegador:",
  seeOrder: "Ver su pedido",
  goods: {
    subtotal: "Subtotal",
    reductions: "Descuentos",
    shipping: "Envío",
    free: "Gratis",
    tax: "Impuestos",
    total: "Total",
    taxWithin: "Impuestos incluidos",
    saved: "Usted ahorra",
    gift: "Regalo",
    waiting: (units, date) => `Se envían antes del ${date}: ${units}`,
  },
  destination: {
    goes: "Se envía a",
    pickupAt: "Para recoger en",
    pickup: "Para recoger en nuestra tienda",
    by: (name) => `Por ${name}`,
  },
  confirmation: {
    subject: (number) => `Su pedido ${number} está confirmado`,
    title: "Gracias, ya es suyo.",
    paid: (total) => `Hemos recibido su pago de ${total}.`,
    held: (total) =>
      `${total} están reservados para nosotros en el servicio de pago y se cobrarán cuando salga su pedido.`,
    atTheDoor: (total) => `Paga ${total} al recibirlo.`,
    sending: "Estamos preparando su pedido y le escribiremos cuando salga.",
    pickup: "Lo preparamos todo y le escribiremos cuando esté listo para recoger.",
  },
  transfer: {
    subject: (number) => `Cómo pagar su pedido ${number}`,
    title: "Está apartado para usted.",
    ask: (amount, until) =>
      `Haga una transferencia de ${amount} para que llegue antes del ${until}. Enviamos su pedido en cuanto llegue.`,
    holder: (name) => `Beneficiario: ${name}`,
    iban: (number) => `IBAN: ${number}`,
    bic: (code) => `BIC: ${code}`,
    bank: (name) => `Banco: ${name}`,
    reference: (reference) => `Referencia: ${reference}`,
    exactly: "Escriba la referencia exactamente así: con ella encontramos su pago.",
  },
  dispatched: {
    subject: (number) => `Su pedido ${number} está en camino`,
    title: "Está en camino.",
    left: "Su pedido ha salido de nuestra casa.",
    parcel: (carrier, tracking) => `Su paquete ha salido con ${carrier}, con el número ${tracking}.`,
    follow: "Seguir el paquete",
    partSubject: (number) => `Una parte de su pedido ${number} está en camino`,
    partTitle: "Una parte está en camino.",
    part: (held) => `En este paquete: ${held}. El resto llega después.`,
  },
  edited: {
    subject: (number) => `Su pedido ${number} ha cambiado`,
    title: "Su pedido ha cambiado.",
    now: (total, before) => `Ahora cuesta ${total}, en lugar de ${before}.`,
    owed: (owed) => `Quedan ${owed} por pagar.`,
    back: (amount) => `Se le devuelven ${amount}.`,
    pay: (owed) => `Pagar ${owed}`,
  },
  ready: {
    subject: (number) => `Su pedido ${number} está listo para recoger`,
    title: "Ya puede recogerlo.",
    waits: (number) => `Su pedido le espera en nuestra tienda. Traiga su número: ${number}.`,
    waitsAt: (place, number) => `Su pedido le espera aquí: ${place}. Traiga su número: ${number}.`,
  },
  partPaid: {
    subject: (number) => `Ha llegado una parte del pago del pedido ${number}`,
    title: "Ha llegado una parte, gracias.",
    received: (amount, owed) => `Hemos recibido ${amount}. Faltan ${owed}.`,
    until: (until) =>
      `Se lo guardamos todo hasta el ${until}; después el pedido se anula y le devolvemos lo que haya llegado.`,
  },
  goodsHere: {
    subject: (number) => `Ya está todo lo de su pedido ${number}`,
    title: "Ya está todo.",
    sending: "Ha llegado lo que faltaba. Preparamos su pedido y le escribimos en cuanto salga.",
    pickup: "Ha llegado lo que faltaba. Lo reunimos todo y le escribimos en cuanto pueda recogerlo.",
  },
  lowStock: {
    subject: (sku) => `Quedan pocas unidades de ${sku}`,
    title: (sku) => `Quedan pocas unidades de ${sku}.`,
    left: (available, bound) => `Quedan ${available} por vender; usted quiere saberlo a partir de ${bound}.`,
    why: (store) => `${store} lo escribe a su personal. STAFF_MAIL_TO dice a quién.`,
  },
  reminder: {
    subject: (number) => `Su pedido ${number} aún no está pagado`,
    title: "Sigue siendo suyo, por un rato.",
    until: (until) =>
      `Se lo hemos apartado todo, pero aún no ha llegado ningún pago. Lo guardamos hasta el ${until}; después podrán comprarlo otros.`,
    pay: (total) => `Pagar ${total}`,
  },
  payLink: {
    subject: (number) => `Ya puede pagar su pedido ${number}`,
    title: "Esto es lo que hemos preparado para usted.",
    until: (until) =>
      `Mírelo con calma y pague cuando quiera. Se lo guardamos todo hasta el ${until}; después podrán comprarlo otras personas.`,
  },
  failed: {
    subject: (number) => `El pago del pedido ${number} no se ha realizado`,
    title: "El pago no se ha realizado.",
    notCharged: (amount) =>
      `No se le han cobrado los ${amount}, y su pedido sigue apartado para usted. Inténtelo otra vez o pague de otra forma.`,
    again: "Intentarlo otra vez",
  },
  expired: {
    subject: (number) => `Su pedido ${number} no se pagó a tiempo`,
    title: "Hemos tenido que soltarlo.",
    gone: "No llegó ningún pago por su pedido, así que todo ha vuelto a la estantería. No se le ha cobrado nada. Si todavía lo quiere, puede pedirlo de nuevo.",
    shop: "Volver a la tienda",
  },
  cancelled: {
    subject: (number) => `Su pedido ${number} está cancelado`,
    title: "Su pedido está cancelado.",
    back: "Si ya había pagado, el dinero vuelve por donde vino, y le escribiremos cuando lo haga.",
  },
  refunded: {
    subject: (refunded) => `Le devolvemos ${refunded}`,
    title: (refunded) => `${refunded} van de vuelta.`,
    slow: "El dinero vuelve por donde vino. Los bancos tardan hasta diez días hábiles en mostrarlo.",
  },
  confirmAddress: {
    subject: (store) => `Confirme su dirección para ${store}`,
    title: "¿Es esta su dirección?",
    text: "Confírmela y su cuenta quedará abierta. El enlace sirve una vez, durante un día.",
    button: "Confirmar mi dirección",
    why: (store) =>
      `Alguien abrió una cuenta en ${store} con esta dirección. Si no fue usted, no haga nada: sin el enlace no hay cuenta.`,
  },
  signupRepeated: {
    subject: (store) => `Ya tiene una cuenta en ${store}`,
    title: "Ya tiene una cuenta.",
    text: "Alguien, quizá usted, intentó abrir otra con esta dirección. Entre con la contraseña que tiene o elija una nueva.",
    button: "Entrar",
    forgot: "Elegir una contraseña nueva",
    why: "Si no fue usted, no haga nada: nada ha cambiado.",
  },
  passwordReset: {
    subject: (store) => `Una contraseña nueva para ${store}`,
    title: "Elija una contraseña nueva.",
    text: "El enlace sirve una vez, durante una hora. Cierra su sesión en todos los demás sitios.",
    button: "Elegir una contraseña",
    why: "Alguien lo pidió con su dirección. Si no fue usted, no haga nada: su contraseña sigue siendo la misma.",
  },
};
