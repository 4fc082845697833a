import { useQuery } from "@tanstack/react-query";
import { call } from "../http.ts";
import type { Versioned } from "../versioned.ts";

/** How prices in another currency become prices in a market. */
export interface Conversion {
  from: string;
  /** A decimal text. */
  rate: string;
  /** Minor units. */
  step: number;
  less: number;
}

/** Where the store sells in a currency of its own. */
export interface Market {
  id: string;
  code: string;
  name: string;
  countries: string[];
  currency: string;
  prices: "by_zone" | "included" | "added";
  conversion: Conversion | null;
}

export interface Markets {
  /** The market of every country that is in no other. */
  home: { code: string; name: string; currency: string };
  data: Market[];
}

export const markets = async () => (await call<Markets>("/markets")).body;

export const market = async (id: string): Promise<Versioned<Market>> => {
  const { body, etag } = await call<Market>(`/markets/${id}`);
  return { ...body, etag };
};

export const createMarket = async (body: unknown) =>
  (await call<Market>("/markets", { method: "POST", body, once: true })).body;

export const changeMarket = async ({ id, etag }: Versioned<Market>, body: unknown) =>
  (await call<Market>(`/markets/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const removeMarket = ({ id, etag }: Versioned<Market>) =>
  call<void>(`/markets/${id}`, { method: "DELETE", ifMatch: etag });

export function useMarkets() {
  return useQuery({ queryKey: ["markets"], queryFn: markets, staleTime: 60_000 });
}

/** Every currency that the store sells in, its own first; none until they are known. */
export function useCurrencies(): string[] {
  const { data } = useMarkets();
  return data ? [...new Set([data.home.currency, ...data.data.map(({ currency }) => currency)])] : [];
}
