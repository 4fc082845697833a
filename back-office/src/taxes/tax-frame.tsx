import { Sides } from "../shell/sides.tsx";

const sides = [
  { to: "/taxes", name: "Zones" },
  { to: "/taxes/exemptions", name: "Exempt customers" },
  { to: "/taxes/services", name: "Outside services" },
] as const;

/** What stands above the sides of taxes. */
export function TaxFrame({ at }: { at: (typeof sides)[number]["to"] }) {
  return <Sides name="Taxes" sides={sides} at={at} />;
}
