import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { Sides } from "../shell/sides.tsx";

const pages = [
  { to: "/search", name: "First and last" },
  { to: "/search/synonyms", name: "Synonyms" },
  { to: "/search/misses", name: "Searched in vain" },
] as const;

/** What stands around the three sides of searching: its name, and the way from one to another. */
export function SearchFrame({ at, children }: { at: (typeof pages)[number]["to"]; children: ReactNode }) {
  return (
    <>
      <Sides name="Search" sides={pages} at={at} />
      <Box sx={{ maxWidth: 980 }}>{children}</Box>
    </>
  );
}

/** Where one search is arranged. */
export function arrangeAddress(query: string, language: string): string {
  return `/search/arrange?${new URLSearchParams({ q: query, language })}`;
}
