import { Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as catalog from "../catalog-api.ts";

interface Props {
  of: "products" | "categories";
  id: string;
  /** What it is called now: when that changes, there is one more. */
  slug: string;
}

/** The addresses that a thing had once; they still lead to it. */
export function FormerSlugs({ of, id, slug }: Props) {
  const { data } = useQuery({ queryKey: ["former slugs", of, id, slug], queryFn: () => catalog.formerSlugs(of, id) });
  if (!data || data.length === 0) return null;
  return (
    <Typography variant="body2" sx={{ color: "text.secondary", mb: 1, overflowWrap: "anywhere" }}>
      Former addresses, which lead here: {data.join(", ")}
    </Typography>
  );
}
