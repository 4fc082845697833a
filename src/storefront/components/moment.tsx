import { useShop } from "./shop.tsx";

interface MomentProps {
  /** ISO 8601, UTC. */
  at: string;
  /** With the time of the day. */
  exact?: boolean;
}

/**
 * A moment, written for the shop's locale. The server does not know the shopper's clock, so the hour is told in UTC and
 * says so; script rewrites it for the clock at hand.
 */
export function Moment({ at, exact = false }: MomentProps) {
  const { locale } = useShop();
  const written = new Intl.DateTimeFormat(
    locale,
    exact ? { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" } : { dateStyle: "long", timeZone: "UTC" },
  ).format(new Date(at));
  return (
    <time datetime={at} data-clock={exact ? "" : undefined}>
      {written}
      {exact && " UTC"}
    </time>
  );
}
