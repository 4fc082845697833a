import { call } from "../http.ts";

/** How many carts live in one currency, and what is in them. */
export interface CartFigures {
  currency: string;
  carts: number;
  of_accounts: number;
  pieces: number;
  value: number;
}

/** What is shown of a cart. */
export interface Cart {
  currency: string;
  items: {
    line_id: string;
    title: string;
    sku: string;
    quantity: number;
    total: number;
    notice: { message: string } | null;
  }[];
  codes: { code: string; applies: boolean }[];
  total: number;
}

export const cartFigures = async () => (await call<{ data: CartFigures[] }>("/carts")).body.data;

export const cartOf = async (customerId: string) => (await call<Cart>(`/cart/${customerId}`)).body;
