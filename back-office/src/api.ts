import { type Answer, call, download, type Query, upload } from "./http.ts";
import type { Versioned } from "./versioned.ts";
import type {
  DeadLetter,
  ExportContents,
  ExportJob,
  ImportJob,
  ImportUpload,
  Inventory,
  Order,
  OrderSummary,
  Page,
  Product,
  RefusedRow,
  SignIn,
  StockUpdate,
  Variant,
} from "./wire.ts";

/** Every endpoint that the back office uses, in one place: its path, what goes in, what comes out. */

export const signIn = async (email: string, password: string) =>
  (await call<SignIn>("/users/login", { method: "POST", body: { email, password }, anonymous: true })).body;

export const signOut = (refreshToken: string) =>
  call<void>("/users/logout", { method: "POST", body: { refresh_token: refreshToken } });

/** The lists that can be leafed through, and the field that names a row. */
export const lists = {
  orders: { path: "/orders", key: "id" },
  products: { path: "/products", key: "id" },
  collections: { path: "/collections", key: "id" },
  promotions: { path: "/promotions", key: "id" },
  inventory: { path: "/inventory", key: "variant_id" },
  "dead-letters": { path: "/events/dead-letters", key: "id" },
} as const;

/** A page of any of {@link lists}; `query` holds `limit`, `cursor` and the list's own filters. */
export const listPage = async <Row>(list: keyof typeof lists, query: Query) =>
  (await call<Page<Row>>(lists[list].path, { query })).body;

/** How many products that is. */
export const countProducts = async (query: Query) =>
  (await call<{ total: number }>("/products", { query: { ...query, limit: 1 } })).body.total;

export const ordersPage = (query: Query) => listPage<OrderSummary>("orders", query);
/** The books know variants by id and SKU alone; what they are called is the catalogue's to say, of a page at once. */
export async function withTitles<Row extends object>(page: Page<Row>): Promise<Page<Row>> {
  if (page.data.length === 0) return page;
  const variantOf = (row: Row) => ("variant_id" in row ? String(row.variant_id) : "");
  const ids = page.data.map(variantOf).join(",");
  const { data } = (await call<{ data: { id: string; title: string }[] }>("/variants", { query: { ids } })).body;
  const titles = new Map(data.map(({ id, title }) => [id, title]));
  return { ...page, data: page.data.map((row) => ({ ...row, title: titles.get(variantOf(row)) })) };
}

export const inventoryPage = async (query: Query) => withTitles(await listPage<Inventory>("inventory", query));
export const deadLettersPage = (query: Query) => listPage<DeadLetter>("dead-letters", query);

const versioned = <Row extends object>({ body, etag }: Answer<Row>): Versioned<Row> => ({ ...body, etag });

export const order = async (id: string) => versioned(await call<Order>(`/orders/${id}`));

export const moveShipping = ({ id, etag }: Versioned<Order>, to: "shipped" | "delivered") =>
  call<Order>(`/orders/${id}/shipping_status`, {
    method: "PATCH",
    body: { shipping_status: to },
    ifMatch: etag,
  });

export const cancelOrder = (id: string, reason: string) =>
  call<Order>(`/orders/${id}/cancel`, { method: "POST", body: { reason }, once: true });

/** Variants that the store tells of at once. */
const variantsAtOnce = 100;

/** A product with all its variants: those that an answer leaves out are read page by page. */
async function withAllVariants(told: Versioned<Product>): Promise<Versioned<Product>> {
  if (told.variants.length >= told.variant_count) return told;
  const variants: Variant[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: variantsAtOnce, cursor };
    const { body } = await call<Page<Variant>>(`/products/${told.id}/variants`, { query });
    variants.push(...body.data);
    cursor = body.next_cursor;
  }
  return { ...told, variants };
}

export const product = async (id: string) => withAllVariants(versioned(await call<Product>(`/products/${id}`)));

export const createProduct = async (body: unknown) =>
  withAllVariants(versioned(await call<Product>("/products", { method: "POST", body, once: true })));

export const changeProduct = async (id: string, body: unknown, etag: string) =>
  withAllVariants(versioned(await call<Product>(`/products/${id}`, { method: "PATCH", body, ifMatch: etag })));

/** Archives it where it was ever ordered. */
export const removeProduct = (id: string, etag: string) =>
  call<void>(`/products/${id}`, { method: "DELETE", ifMatch: etag });

/** What there is of one variant, with the name that shoppers know it by. */
export async function stockOfVariant(variantId: string): Promise<Inventory> {
  const { body } = await call<Inventory>(`/inventory/${variantId}`);
  const { data } = await withTitles({ data: [body], next_cursor: null });
  return data[0] ?? body;
}

export const updateStock = (variantId: string, body: StockUpdate) =>
  call<Inventory>(`/inventory/${variantId}/update`, { method: "POST", body, once: true });

export const retryDeadLetter = (id: string) =>
  call<void>(`/events/dead-letters/${id}/retry`, { method: "POST", once: true });

export const dropDeadLetter = (id: string) => call<void>(`/events/dead-letters/${id}`, { method: "DELETE" });

/** @param dryRun everything is read and told, and nothing stored */
export const startImport = (file: File, dryRun: boolean, onProgress: (share: number) => void) =>
  upload<ImportJob>("/products/import", filed(file, { dry_run: String(dryRun) }), onProgress);

/** A file that is too large for one request: begun, or gone on with. */
export const beginImportUpload = async ({ name, size }: File) =>
  (await call<ImportUpload>("/import-uploads", { method: "POST", body: { file_name: name, size } })).body;

export const sendImportPart = (id: string, part: number, bytes: File, onProgress: (share: number) => void) =>
  upload<ImportUpload>(`/import-uploads/${id}/parts/${part}`, filed(bytes, {}), onProgress);

/** @param sha256 of each part, so that nothing else is put together */
export const completeImportUpload = async (id: string, dryRun: boolean, sha256: string[]) =>
  (await call<ImportJob>(`/import-uploads/${id}/complete`, { method: "POST", body: { dry_run: dryRun, sha256 } })).body;

export const importJob = async (id: string) => (await call<ImportJob>(`/products/import/${id}`)).body;

/** The newest first. */
export const importJobs = async (limit: number) =>
  (await call<Page<ImportJob>>("/products/import", { query: { limit } })).body.data;

export const cancelImport = async (id: string) =>
  (await call<ImportJob>(`/products/import/${id}/cancel`, { method: "POST" })).body;

export const importReport = (id: string) => download(`/products/import/${id}/report`);

export const startExport = async (contents: ExportContents) =>
  (await call<ExportJob>("/products/export", { method: "POST", query: { contents } })).body;

export const exportJob = async (id: string) => (await call<ExportJob>(`/products/export/${id}`)).body;

export const exportFile = (id: string) => download(`/products/export/${id}/file`);

export const refusedRows = async (id: string) =>
  (await call<Page<RefusedRow>>(`/products/import/${id}/refusals`, { query: { limit: 100 } })).body;

function filed(file: File, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", file);
  return form;
}
