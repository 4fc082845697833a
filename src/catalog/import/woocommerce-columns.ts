/**
 * What WooCommerce calls the columns of its product CSV, in the language of the shop that wrote it: English, German, French,
 * Spanish, Italian, Dutch and Portuguese. What stands in the column of types is never translated.
 */
export const spellings = {
  id: ["id"],
  type: ["type", "typ", "tipo"],
  sku: ["sku", "artikelnummer", "ugs", "cod", "codice articolo", "artikelcode"],
  barcode: [
    "gtin, upc, ean, or isbn",
    "gtin, upc, ean oder isbn",
    "gtin, upc, ean ou isbn",
    "gtin, upc, ean o isbn",
    "gtin, upc, ean of isbn",
  ],
  name: ["name", "nom", "nombre", "nome", "naam"],
  published: ["published", "veröffentlicht", "publié", "publicado", "pubblicato", "gepubliceerd"],
  visibility: [
    "visibility in catalog",
    "sichtbarkeit im katalog",
    "visibilité dans le catalogue",
    "visibilidad en el catálogo",
    "visibilità nel catalogo",
    "zichtbaarheid in catalogus",
    "visibilidade no catálogo",
  ],
  summary: [
    "short description",
    "kurzbeschreibung",
    "description courte",
    "descripción corta",
    "breve descrizione",
    "korte beschrijving",
    "descrição curta",
  ],
  description: ["description", "beschreibung", "descripción", "descrizione", "beschrijving", "descrição"],
  saleFrom: [
    "date sale price starts",
    "datum, an dem angebotspreis beginnt",
    "date de début de promo",
    "día en que empieza el precio rebajado",
    "data di inizio del prezzo in saldo",
    "startdatum actieprijs",
    "data de início da promoção",
  ],
  saleUntil: [
    "date sale price ends",
    "datum, an dem angebotspreis endet",
    "date de fin de promo",
    "día en que termina el precio rebajado",
    "data di fine del prezzo in saldo",
    "einddatum actieprijs",
    "data de término da promoção",
  ],
  inStock: [
    "in stock?",
    "vorrätig?",
    "en stock ?",
    "en stock?",
    "¿existencias?",
    "¿en inventario?",
    "in stock",
    "in magazzino?",
    "op voorraad?",
    "em estoque?",
  ],
  stock: ["stock", "bestand", "lager", "inventario", "magazzino", "voorraad", "estoque"],
  backorders: [
    "backorders allowed?",
    "lieferrückstände erlaubt?",
    "lieferrückstande erlaubt?",
    "rückstände erlaubt?",
    "autoriser les commandes de produits en rupture ?",
    "¿permitir reservas de productos agotados?",
    "abilita gli ordini arretrati?",
    "nabestellingen toestaan?",
    "são permitidas encomendas?",
  ],
  salePrice: [
    "sale price",
    "angebotspreis",
    "tarif promo",
    "precio rebajado",
    "prezzo in offerta",
    "actieprijs",
    "preço promocional",
  ],
  regularPrice: [
    "regular price",
    "regulärer preis",
    "tarif régulier",
    "precio normal",
    "prezzo di listino",
    "reguliere prijs",
    "preço",
  ],
  categories: ["categories", "kategorien", "catégories", "categorías", "categorias", "categorie", "categorieën"],
  tags: ["tags", "schlagwörter", "étiquettes", "etiquetas", "tag"],
  images: ["images", "bilder", "imágenes", "imagenes", "immagine", "immagini", "afbeeldingen", "imagens"],
  parent: ["parent", "übergeordnetes produkt", "superior", "principal", "genitore", "hoofd", "ascendente"],
  grouped: [
    "grouped products",
    "gruppierte produkte",
    "groupes de produits",
    "produits groupés",
    "productos agrupados",
    "prodotti raggruppati",
    "gegroepeerde producten",
    "produtos agrupados",
  ],
  // Of the extension “Product Bundles”, which does not translate it.
  bundled: ["bundled items (json-encoded)"],
  upsells: ["upsells", "zusatzverkäufe", "produits suggérés", "ventas dirigidas", "up-sell", "aumenta vendas"],
  crossSells: [
    "cross-sells",
    "cross-sells (querverkäufe)",
    "ventes croisées",
    "ventas cruzadas",
    "cross-sell",
    "venda cruzada",
  ],
  externalUrl: ["external url", "externe url", "url externe", "url externa", "url esterno"],
  brand: ["brands", "brand", "marken", "marke", "marques", "marcas", "marchi", "merken"],
} as const;

export type WooColumn = keyof typeof spellings;

/** The numbered columns of attributes, in the same languages: `Attribute 1 name`, `Wert(e) des Attribut 1`. */
const attributeName =
  /^(?:attribute? (\d+) name|attribut (\d+) name|nom de l'attribut (\d+)|nombre del atributo (\d+)|nome (?:dell')?attributo (\d+)|naam eigenschap (\d+)|nome do atributo (\d+))$/;
const attributeValues =
  /^(?:attribute (\d+) value\(s\)|attribut (\d+) wert\(e\)|valeur\(s\) de l'attribut (\d+)|valor\(es\) del atributo (\d+)|valor[ei](?:\(i\))? (?:dell')?attributo (\d+)|waarde\(n\) eigenschap (\d+)|valore?s? do atributo (\d+)|valor\(es\) do atributo (\d+))$/;

/** Which attribute a column names, or holds the values of; null for other columns. */
export function attributeColumn(plain: string): { no: number; holds: "name" | "values" } | null {
  for (const [pattern, holds] of [
    [attributeName, "name"],
    [attributeValues, "values"],
  ] as const) {
    const no = pattern
      .exec(plain)
      ?.slice(1)
      .find((group) => group !== undefined);
    if (no !== undefined) return { no: Number(no), holds };
  }
  return null;
}

/** The unit of weights stands in the name of their column: `Weight (kg)`, `Gewicht (g)`. */
export const weightColumn = /^(?:weight|gewicht|poids|peso) \((\w+)\)$/;
/** Sizes, kept as attributes. */
export const sizeColumn =
  /^(?:length|width|height|länge|breite|höhe|longueur|largeur|hauteur|longitud|anchura|ancho|altura|lunghezza|larghezza|altezza|lengte|breedte|hoogte|comprimento|largura) \(\w+\)$/;
export const downloadColumn =
  /^(?:download|téléchargement|descarga) \d+ url$|^url (?:du|de la) (?:téléchargement|descarga) \d+$/;
