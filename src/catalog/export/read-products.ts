import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { CategoryBook } from "../import/category-book.ts";
import { knownJson } from "../import/known-products.ts";
import type { ExportSource } from "./exported-page.ts";
import { type ExportedProduct, writeHeader, writeProduct } from "./write-product.ts";

/** Products, or variants of them, that are read at once. */
const page = { products: 200, variants: 4000 };

/** All products, in the order in which they were added. */
export async function openProducts(store: Store, currencies: readonly string[]): Promise<ExportSource> {
  const categories = await CategoryBook.open(store);
  return {
    header: writeHeader(currencies),
    read: async (after) => {
      const products = await readPage(store, Number(after));
      const last = products.at(-1);
      if (!last) return null;
      return {
        text: products
          .map(({ product }) => writeProduct(product, currencies, categories, store.env.STORE_URL))
          .join(""),
        things: products.length,
        rows: products.reduce((sum, { product }) => sum + product.variants.length, 0),
        after: last.no,
      };
    },
  };
}

interface NumberedProduct {
  no: number;
  product: ExportedProduct;
}

/** The next products, as many as are not too much at once. */
async function readPage(store: Store, after: number): Promise<NumberedProduct[]> {
  const rows = await store.catalog.all<{ no: number; product: string; links: string }>(sql`
    with next as (
      select no, sum(variant_count) over (order by no) - variant_count as before from (
        select no, variant_count from products where no > ${after} order by no limit ${page.products}
      )
    )
    select p.no, ${knownJson} as product, (
      select json_group_object(kind, json(slugs)) from (
        select l.kind, json_group_array(other.slug order by l.position) as slugs
        from product_links l cross join products other on other.id = l.linked_id where l.product_id = p.id group by l.kind
      )
    ) as links
    from next cross join products p on p.no = next.no
    where next.before < ${page.variants}
    order by p.no
  `);
  return rows.map(({ no, product, links }) => ({
    no,
    product: {
      ...JSON.parse(product),
      links: JSON.parse(links),
    } as ExportedProduct,
  }));
}
