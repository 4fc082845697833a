import { z } from "@hono/zod-openapi";
import { currency, text, time } from "../../platform/schemas.ts";

/** `queued` waits for its turn; a job that is over is `finished`, `failed` or `cancelled`. */
const jobStatus = z.enum(["queued", "running", "finished", "failed", "cancelled"]);

const jobFields = {
  id: z.string(),
  file_name: z.string(),
  status: jobStatus,
  failure: z.string().nullable().openapi({ description: "Why the job could not go on" }),
  created_at: time,
  updated_at: time,
};

export const importJob = z
  .object({
    ...jobFields,
    layout: z.enum([
      "shopify",
      "woocommerce",
      "magento",
      "plain",
      "souk",
      "translations",
      "collections",
      "categories",
      "attributes",
      "list_prices",
    ]),
    dry_run: z.boolean().openapi({ description: "true: everything is read and told, and nothing stored" }),
    currency: currency.openapi({ description: "Of prices whose file does not name one" }),
    size: z.int().openapi({ description: "Bytes" }),
    rows_total: z.int().nullable().openapi({ description: "null until they are counted" }),
    rows_done: z.int().openapi({ description: "Rows that were read, those refused among them" }),
    rows_refused: z.int(),
    products: z
      .object({ created: z.int(), updated: z.int(), unchanged: z.int() })
      .openapi({ description: "Of a file of list prices: what lists ask for variants" }),
    collections: z.object({ created: z.int(), updated: z.int(), unchanged: z.int() }).openapi({
      description:
        "Of a file of collections; else made of products that are told as several others and have no price of their own",
    }),
    categories: z
      .object({ created: z.int(), updated: z.int(), unchanged: z.int() })
      .openapi({ description: "Of a file of categories" }),
    attributes: z
      .object({ created: z.int(), updated: z.int(), unchanged: z.int() })
      .openapi({ description: "Of a file of what attributes mean" }),
    pictures: z
      .object({ waiting: z.int(), stored: z.int(), refused: z.int() })
      .openapi({ description: "Named by their address; they are fetched after the rows" }),
    refusals_url: z.string(),
    report_url: z.string().openapi({ description: "Everything there is to tell of the file, as CSV" }),
  })
  .openapi("ImportJob");
export type ImportJob = z.infer<typeof importJob>;

/** Bytes of the largest file of products: 1 GB. */
export const largestFile = 1_000_000_000;

/** A file that is to come in by parts. */
export const newImportUpload = z
  .strictObject({
    file_name: text(200),
    size: z
      .int()
      .min(1, "The file is empty.")
      .max(largestFile, `At most ${largestFile / 1_000_000} MB for a file.`)
      .openapi({ description: "Bytes of the whole file" }),
  })
  .openapi("NewImportUpload");
export type NewImportUpload = z.infer<typeof newImportUpload>;

export const importUpload = z
  .object({
    id: z.string().openapi({ description: "The id that the job will have" }),
    file_name: z.string(),
    size: z.int().openapi({ description: "Bytes of the whole file" }),
    part_size: z.int().openapi({ description: "Bytes of each part but the last, which has the rest" }),
    parts_total: z.int(),
    parts: z
      .array(
        z.object({
          part: z.int().openapi({ description: "From 1" }),
          size: z.int(),
          sha256: z.string().openapi({ description: "Of the part's bytes, hexadecimal: it need not be sent again" }),
        }),
      )
      .openapi({ description: "Those that are there" }),
    expires_at: time.openapi({ description: "When it is given up, unless another part comes" }),
  })
  .openapi("ImportUpload");
export type ImportUpload = z.infer<typeof importUpload>;

export const importSettings = z
  .strictObject({
    dry_run: z
      .boolean()
      .default(false)
      .openapi({ description: "true: everything is read and told, and nothing stored" }),
  })
  .openapi("ImportSettings");

/** What is said when all parts of a file have been sent. */
export const importCompletion = importSettings
  .extend({
    sha256: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, "SHA-256 as 64 lower-case hexadecimal digits."))
      .max(10_000)
      .optional()
      .openapi({
        description:
          "Of each part in order, as the sender has them: where one differs from what has come, nothing is put together",
      }),
  })
  .openapi("ImportCompletion");

export const importRefusal = z
  .object({
    line: z.int().openapi({ description: "Line of the file; the header is line 1" }),
    handle: z.string().nullable(),
    reason: z.string(),
  })
  .openapi("ImportRefusal");

/** What a file that is written holds: products with all that is theirs, collections, the tree of categories, what attributes mean, or what price lists ask. */
export const exportContents = z
  .enum(["products", "collections", "categories", "attributes", "list_prices"])
  .openapi("ExportContents");
export type ExportContents = z.infer<typeof exportContents>;

export const exportJob = z
  .object({
    ...jobFields,
    contents: exportContents,
    products_total: z.int().nullable().openapi({
      description:
        "Products to write, or collections, categories, attributes or prices of lists; null until they are counted",
    }),
    products_done: z.int().openapi({ description: "Of those, as many as are written" }),
    rows_done: z.int(),
    size: z.int().openapi({ description: "Bytes that are written" }),
    file_url: z.string().nullable().openapi({ description: "Where the file is, once the job has finished" }),
  })
  .openapi("ExportJob");
export type ExportJob = z.infer<typeof exportJob>;
