import type { Product } from "../wire.ts";

/** A product as lists name it. */
export interface Named {
  id: string;
  title: string;
  image_url: string | null;
  /** What keeps shoppers from seeing it, where something does. */
  hidden?: string;
}

export function named({ id, title, images, status }: Pick<Product, "id" | "title" | "images" | "status">): Named {
  return { id, title, image_url: images[0]?.url ?? null, ...(status === "active" ? {} : { hidden: status }) };
}
